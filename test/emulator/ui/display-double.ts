import type { Display, Point, Rotation, Toast, ViewNode } from '../../../emulator/phone/ui/view.ts';

/** A view with plain values where the test gives none. */
export function aView(given: Partial<ViewNode> = {}): ViewNode {
  return {
    key: given.key ?? given.resourceId ?? 'view',
    className: 'android.widget.FrameLayout',
    packageName: 'com.example.app',
    text: '',
    bounds: { left: 0, top: 0, right: 1080, bottom: 2340 },
    checkable: false,
    checked: false,
    clickable: false,
    enabled: true,
    focusable: false,
    focused: false,
    longClickable: false,
    password: false,
    scrollable: false,
    selected: false,
    displayed: true,
    children: [],
    ...given,
  };
}

/** A display that shows the tree it is given and notes what was done to it. */
export class DisplayDouble implements Display {
  readonly widthPx = 1080;
  readonly heightPx = 2340;
  readonly densityDpi = 440;
  readonly done: string[] = [];
  message: Toast | undefined;
  tree: ViewNode;
  onScroll: (key: string, direction: string) => boolean = () => false;
  onSwipe: (from: Point, to: Point) => void = () => undefined;
  onSetText: (key: string, text: string) => void = () => undefined;

  constructor(tree: ViewNode) {
    this.tree = tree;
  }

  root(): ViewNode {
    return this.tree;
  }

  rotation(): Rotation {
    return 0;
  }

  toast(): Toast | undefined {
    return this.message;
  }

  isOn(): boolean {
    return true;
  }

  isLocked(): boolean {
    return false;
  }

  isKeyboardShown(): boolean {
    return false;
  }

  tap({ x, y }: Point): void {
    this.done.push(`tap ${x},${y}`);
  }

  longPress({ x, y }: Point): void {
    this.done.push(`longPress ${x},${y}`);
  }

  swipe(from: Point, to: Point, durationMs: number): void {
    this.done.push(`swipe ${from.x},${from.y} ${to.x},${to.y} ${durationMs}`);
    this.onSwipe(from, to);
  }

  fling(from: Point, to: Point, durationMs: number): void {
    this.done.push(`fling ${from.x},${from.y} ${to.x},${to.y} ${durationMs}`);
    this.onSwipe(from, to);
  }

  drag(from: Point, to: Point, durationMs: number): void {
    this.done.push(`drag ${from.x},${from.y} ${to.x},${to.y} ${durationMs}`);
  }

  doubleTap({ x, y }: Point): void {
    this.done.push(`doubleTap ${x},${y}`);
  }

  pinch({ x, y }: Point, scale: number): void {
    this.done.push(`pinch ${x},${y} ${scale.toFixed(2)}`);
  }

  longPressKey(keyCode: number): void {
    this.done.push(`longKey ${keyCode}`);
  }

  type(text: string): void {
    this.done.push(`type ${text}`);
  }

  setText(key: string, text: string): void {
    this.done.push(`setText ${key} ${text}`);
    this.onSetText(key, text);
  }

  pressKey(keyCode: number): void {
    this.done.push(`key ${keyCode}`);
  }

  scroll(key: string, direction: 'up' | 'down' | 'left' | 'right'): boolean {
    this.done.push(`scroll ${key} ${direction}`);
    return this.onScroll(key, direction);
  }
}
