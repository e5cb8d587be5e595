/** Screen pixels, right and bottom exclusive. */
export interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** How a view is painted. Never seen by UiAutomator. */
export interface Look {
  readonly background?: string;
  readonly color?: string;
  readonly textSizeSp?: number;
  readonly bold?: boolean;
  readonly align?: 'start' | 'center';
  /** Name of a drawn symbol: `folder`, `file`, `song`, `back`, `menu`, `incognito`, … */
  readonly icon?: string;
}

/** One node of the accessibility tree, laid out on the screen. */
export interface ViewNode {
  /** The same as long as the same view stays on the screen: element ids hang on it, and go stale with it. */
  readonly key: string;
  /** `android.widget.TextView`. */
  readonly className: string;
  readonly packageName: string;
  /** In full: `com.mi.globalbrowser:id/url`. */
  readonly resourceId?: string;
  readonly text: string;
  readonly contentDesc?: string;
  /** What an empty field asks for; listeners hear it in place of the text. */
  readonly hint?: string;
  readonly bounds: Bounds;
  readonly checkable: boolean;
  readonly checked: boolean;
  readonly clickable: boolean;
  readonly enabled: boolean;
  readonly focusable: boolean;
  readonly focused: boolean;
  readonly longClickable: boolean;
  readonly password: boolean;
  readonly scrollable: boolean;
  readonly selected: boolean;
  readonly displayed: boolean;
  readonly look?: Look;
  readonly children: readonly ViewNode[];
}

/** `Surface.ROTATION_*`: quarters of a turn, counted counter-clockwise from upright. */
export type Rotation = 0 | 1 | 2 | 3;

/** A short message of an app that floats over everything and goes by itself. */
export interface Toast {
  readonly packageName: string;
  readonly text: string;
  /** Phone time. */
  readonly shownAtMs: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Glass and keys: what a finger, UiAutomator or `input` can do, and what they see. */
export interface Display {
  /** As the glass is held now: width and height change places when it is turned. */
  readonly widthPx: number;
  readonly heightPx: number;
  readonly densityDpi: number;
  rotation(): Rotation;
  /** What is on the glass now, status bar and shade included. */
  root(): ViewNode;
  isOn(): boolean;
  isLocked(): boolean;
  tap(point: Point): void;
  longPress(point: Point): void;
  swipe(from: Point, to: Point, durationMs: number): void;
  /** A swipe whose finger leaves the glass at full speed: what scrolls goes on by itself. */
  fling(from: Point, to: Point, durationMs: number): void;
  /** Picks up what lies under the first point by a long press, and lets it go at the second. */
  drag(from: Point, to: Point, durationMs: number): void;
  doubleTap(point: Point): void;
  /** Two fingers part (`scale` over 1) or meet (under 1) around a point. */
  pinch(centre: Point, scale: number): void;
  /** Types into the focused field, as a keyboard does; lost when nothing has the focus. */
  type(text: string): void;
  /** Replaces the text of the field with this key. */
  setText(key: string, text: string): void;
  /** Android key code: 3 home, 4 back, 26 power, 66 enter, 224 wake up, … */
  pressKey(keyCode: number): void;
  /** Holds a key: the power key's menu; otherwise as a short press. */
  longPressKey(keyCode: number): void;
  /** Scrolls the scrollable view with this key; false when it was at its end already. */
  scroll(key: string, direction: 'up' | 'down' | 'left' | 'right'): boolean;
  isKeyboardShown(): boolean;
  /** The message that floats over the screen now. */
  toast(): Toast | undefined;
}
