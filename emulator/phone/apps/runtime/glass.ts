import type { Placed } from '../../ui/layout/box.ts';
import type { Bounds, Display, Point, Rotation, Toast, ViewNode } from '../../ui/view.ts';
import type { Cause } from '../app-event.ts';
import type { Effects } from '../app-definition.ts';
import { perform } from './effects.ts';
import { drawBehind, drawFrame, findView, focusedScreen, keyboardBounds, STATUS_BAR_PX, viewsAt } from './frame.ts';
import { KEY, letterOf } from './keyboard.ts';
import { pressSystemKey } from './system-keys.ts';
import { SYSTEM_UI, type Runtime } from './runtime.ts';
import type { Screen } from './screen.ts';
import { edgeEffects, flingPx, scrollBy, scrollStep, type Direction } from './scrolling.ts';
import { touchKeyboard } from './soft-keyboard.ts';
import { readImeInput } from './unicode-ime.ts';
import { fullId, toViewNode } from './view-node.ts';
import { isZoomable, type View } from './views.ts';
import { scopeWith } from './screen.ts';

/** Movement below this is no swipe. */
const TOUCH_SLOP_PX = 24;
const LONG_PRESS_MS = 500;
/** How far a finger has to pull to open or close the shade. */
const SHADE_PULL_PX = 120;
/** Movements that begin on the lowest pixels are the system's: apps never hear of them. */
const SYSTEM_EDGE_PX = 8;

/** How far two fingers, and two taps at once, make a page larger. */
const MOST_ZOOM = 5;
const DOUBLE_TAP_ZOOM = 2;

/** How a finger moved. */
interface Movement {
  readonly dx: number;
  readonly dy: number;
  readonly isVertical: boolean;
  readonly cause: Cause;
  /** The finger is gone, what it moved goes on. */
  readonly isMomentum?: true;
}

/** Size of the glass. */
export interface GlassSize {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly densityDpi: number;
}

/** Glass and keys over the app runtime. */
export class Glass implements Display {
  readonly densityDpi: number;
  readonly #size: GlassSize;
  readonly #runtime: Runtime;
  readonly #statusBar: Screen;

  constructor(runtime: Runtime, screen: GlassSize) {
    this.#size = screen;
    this.densityDpi = screen.densityDpi;
    this.#runtime = runtime;
    this.#statusBar = runtime.detached(SYSTEM_UI, 'statusBar');
  }

  get widthPx(): number {
    return this.rotation() % 2 === 0 ? this.#size.widthPx : this.#size.heightPx;
  }

  get heightPx(): number {
    return this.rotation() % 2 === 0 ? this.#size.heightPx : this.#size.widthPx;
  }

  rotation(): Rotation {
    return this.#runtime.rotation();
  }

  toast(): Toast | undefined {
    return this.#runtime.toasts.current(this.#runtime.services.clock.now());
  }

  /** What is seen dimmed behind a dialog; only painted. */
  behind(): ViewNode | undefined {
    const behind = drawBehind(this.#runtime, this.#glass());
    return behind === undefined ? undefined : toViewNode(behind);
  }

  root(): ViewNode {
    return toViewNode(this.#frame());
  }

  isOn(): boolean {
    return this.#runtime.isOn;
  }

  isLocked(): boolean {
    return this.#runtime.isLocked;
  }

  isKeyboardShown(): boolean {
    return focusedScreen(this.#runtime)?.keyboard === true;
  }

  tap(point: Point): void {
    if (this.#touchedKeyboard(point)) return;
    const views = this.#viewsAt(point);
    const taken = views.find(({ content: { spec } }) => spec.onTap !== undefined || spec.type === 'field');
    const cause = this.#cause('touch', `tap ${nameOf(views)}`);
    if (taken !== undefined) this.#tapView(taken.content, cause);
    else this.#tapBeside(views, cause);
    this.#runtime.settle(cause);
  }

  longPress(point: Point): void {
    const views = this.#viewsAt(point);
    const taken = views.find(({ content: { spec } }) => spec.onLongTap !== undefined);
    if (taken === undefined) return;
    const cause = this.#cause('touch', `long press ${nameOf(views)}`);
    this.#perform(taken.content.spec.onLongTap, taken.content, cause);
    this.#runtime.settle(cause);
  }

  swipe(from: Point, to: Point, durationMs: number): void {
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    if (Math.hypot(dx, dy) < TOUCH_SLOP_PX) {
      if (durationMs >= LONG_PRESS_MS) this.longPress(from);
      else this.tap(from);
      return;
    }
    if (!this.isOn()) return;
    const cause = this.#cause('touch', `swipe ${from.x},${from.y} to ${to.x},${to.y}`);
    this.#move(from, { dx, dy, isVertical: Math.abs(dy) > Math.abs(dx), cause });
    this.#runtime.settle(cause);
  }

  fling(from: Point, to: Point, durationMs: number): void {
    this.swipe(from, to, durationMs);
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    if (!this.isOn() || Math.abs(dy) <= Math.abs(dx)) return;
    const cause = this.#cause('touch', `fling ${from.x},${from.y} to ${to.x},${to.y}`);
    this.#drag(this.#viewsAt(from), { dx: 0, dy: flingPx(dy, durationMs), isVertical: true, isMomentum: true, cause });
    this.#runtime.settle(cause);
  }

  drag(from: Point, to: Point, durationMs: number): void {
    const taken = this.#viewsAt(from).find(({ content: { spec } }) => spec.onDrag !== undefined);
    if (taken === undefined) {
      this.longPress(from);
      this.swipe(from, to, durationMs);
      return;
    }
    const cause = this.#cause('touch', `drag ${nameOf([taken])} to ${to.x},${to.y}`);
    const view = taken.content;
    this.#perform(view.spec.onDrag, { ...view, scope: scopeWith(view.scope, 'drag', { dx: to.x - from.x, dy: to.y - from.y, x: to.x, y: to.y }) }, cause);
    this.#runtime.settle(cause);
  }

  doubleTap(point: Point): void {
    const views = this.#viewsAt(point);
    const taken = views.find(({ content: { spec } }) => spec.onTap !== undefined || spec.onDoubleTap !== undefined || isZoomable(spec));
    const cause = this.#cause('touch', `double tap ${nameOf(views)}`);
    if (taken?.content.spec.onDoubleTap !== undefined) this.#perform(taken.content.spec.onDoubleTap, taken.content, cause);
    else if (taken !== undefined && taken.content.spec.onTap === undefined && isZoomable(taken.content.spec)) this.#zoom(taken, isZoomed(taken) ? 1 / MOST_ZOOM : DOUBLE_TAP_ZOOM);
    else {
      this.tap(point);
      this.tap(point);
    }
    this.#runtime.settle(cause);
  }

  pinch(centre: Point, scale: number): void {
    const taken = this.#viewsAt(centre).find(({ content: { spec } }) => isZoomable(spec));
    if (taken !== undefined) this.#zoom(taken, scale);
  }

  type(text: string): void {
    const input = readImeInput(text, this.#runtime.services.settings.get('secure', 'default_input_method'));
    const cause = this.#cause('text', `type ${JSON.stringify(text)}`);
    if (input.kind === 'action') this.#enter(cause);
    else this.#insert(input.text, cause);
  }

  #insert(text: string, cause: Cause): void {
    const [line = '', ...more] = text.split('\n');
    this.#edit(cause, (before) => before + line);
    if (more.length === 0) return;
    this.#enter(cause);
    if (more.join('\n') !== '') this.#insert(more.join('\n'), cause);
  }

  setText(key: string, text: string): void {
    const field = findView(this.#frame(), (view) => view.key === key && view.spec.type === 'field');
    if (field === undefined) return;
    const cause = this.#cause('text', `set ${nameOf([field])} to ${JSON.stringify(text)}`);
    if (field.content.screen?.focused !== field.content.spec.bind) this.#focus(field.content, cause);
    this.#edit(cause, () => text);
  }

  pressKey(keyCode: number): void {
    const cause = this.#cause('key', `key ${keyCode}`);
    this.#pressKey(keyCode, cause);
    this.#runtime.settle(cause);
  }

  scroll(key: string, direction: Direction): boolean {
    const view = findView(this.#frame(), (candidate) => candidate.key === key);
    if (view === undefined || !this.isOn()) return false;
    const cause = this.#cause('touch', `scroll ${nameOf([view])} ${direction}`);
    const moved = scrollStep(view, direction, (effects, content) => this.#perform(effects, content, cause));
    if (direction === 'down') this.#perform(edgeEffects(view, 1, moved), view.content, cause);
    this.#runtime.settle(cause);
    return moved;
  }

  longPressKey(keyCode: number): void {
    if (keyCode === KEY.power && this.isOn()) this.#runtime.openWindow('powerMenu', this.#cause('key', 'long press of the power key'));
    else this.pressKey(keyCode);
  }

  #pressKey(keyCode: number, cause: Cause): void {
    if (pressSystemKey(this.#runtime, keyCode, cause) || !this.isOn()) return;
    const letter = letterOf(keyCode);
    const screen = focusedScreen(this.#runtime);
    if (keyCode === KEY.enter || keyCode === KEY.numpadEnter) this.#enter(cause);
    else if (keyCode === KEY.delete) this.#edit(cause, (before) => Array.from(before).slice(0, -1).join(''));
    else if (keyCode === KEY.escape && screen?.keyboard === true) screen.keyboard = false;
    else if (letter !== undefined) this.#edit(cause, (before) => before + letter);
  }

  #touchedKeyboard(point: Point): boolean {
    const keyboard = keyboardBounds(this.#runtime, this.#glass());
    const screen = focusedScreen(this.#runtime);
    if (keyboard === undefined || screen === undefined || point.y < keyboard.top || !this.isOn()) return false;
    const cause = this.#cause('touch', `tap the keyboard at ${point.x},${point.y}`);
    touchKeyboard(screen, point, keyboard, {
      insert: (text) => { this.#edit(cause, (before) => before + text); },
      erase: () => { this.#edit(cause, (before) => Array.from(before).slice(0, -1).join('')); },
      enter: () => { this.#enter(cause); },
    });
    return true;
  }

  /** A movement of one finger: the system's edges first, then what scrolls under it. */
  #move(from: Point, move: Movement): void {
    const { dy, isVertical, cause } = move;
    const runtime = this.#runtime;
    if (runtime.isLocked) {
      if (isVertical && dy < -SHADE_PULL_PX) runtime.unlock(cause);
    } else if (isVertical && runtime.windows.top() === undefined && from.y < STATUS_BAR_PX && dy > SHADE_PULL_PX) runtime.openShade('swipe', cause);
    else if (isVertical && runtime.shade !== undefined && Math.abs(dy) > SHADE_PULL_PX) {
      if (dy < 0) runtime.closeShade('swipe', cause);
      else runtime.expandShade('swipe', cause);
    } else if (from.y < this.heightPx - SYSTEM_EDGE_PX) this.#drag(this.#viewsAt(from), move);
  }

  #zoom(taken: Placed<View>, scale: number): void {
    const { screen, key } = taken.content;
    if (screen === undefined) return;
    const zoom = Math.max(1, Math.min(MOST_ZOOM, (screen.zoomed.get(key) ?? 1) * scale));
    screen.zoomed.set(key, Math.round(zoom * 100) / 100);
  }

  #tapView(view: View, cause: Cause): void {
    if (view.spec.type === 'field') this.#focus(view, cause);
    this.#perform(view.spec.onTap, view, cause);
  }

  /** Nothing takes the tap: a dialog closes when it fell beside it. */
  #tapBeside(views: readonly Placed<View>[], cause: Cause): void {
    const screen = focusedScreen(this.#runtime);
    const isBeside = views[0]?.content.key === `${screen?.id ?? ''}:window`;
    if (screen !== undefined && isBeside && !screen.isFull && screen.spec.cancellable !== false) this.#runtime.close(screen, cause);
  }

  #drag(views: readonly Placed<View>[], drag: Movement): void {
    for (const view of views) {
      if (drag.isVertical ? this.#scroll(view, drag) : this.#turnPage(view, drag.dx, drag.cause)) return;
    }
    const taken = drag.isVertical && drag.isMomentum !== true ? views.find(({ content: { spec } }) => spec.onSwipe !== undefined)?.content : undefined;
    if (taken === undefined) return;
    const direction = drag.dy < 0 ? 'up' : 'down';
    this.#perform(taken.spec.onSwipe, { ...taken, scope: scopeWith(taken.scope, 'swipe', { direction }) }, drag.cause);
  }

  /** Moves a list, or pulls it where it cannot be moved; false when neither did anything. */
  #scroll(view: Placed<View>, { dy, cause, isMomentum }: Movement): boolean {
    const moved = scrollBy(view, -dy);
    // Nothing is pulled by a list that goes on by itself.
    const effects = dy > 0 && isMomentum === true ? [] : edgeEffects(view, -dy, moved);
    this.#perform(effects, view.content, cause);
    return moved || effects.length > 0;
  }

  #turnPage(view: Placed<View>, dx: number, cause: Cause): boolean {
    return view.content.spec.type === 'pager'
      && scrollStep(view, dx < 0 ? 'right' : 'left', (effects, content) => this.#perform(effects, content, cause));
  }

  #focus(view: View, cause: Cause): void {
    const { screen, spec } = view;
    if (screen === undefined || spec.bind === undefined) return;
    const isNew = screen.focused !== spec.bind;
    screen.keyboard = true;
    if (!isNew) return;
    screen.focus(spec.bind);
    screen.allSelected = spec.onFocus !== undefined;
    this.#perform(spec.onFocus, view, cause);
  }

  #edit(cause: Cause, change: (before: string) => string): void {
    const field = this.#focusedField();
    const { screen, spec } = field ?? {};
    if (field === undefined || screen === undefined || spec?.bind === undefined) return;
    const before = screen.allSelected ? '' : String(field.scope.lookUp(spec.bind) ?? '');
    screen.allSelected = false;
    screen.set(spec.bind, change(before));
    this.#perform(spec.onChange, field, cause);
    this.#runtime.settle(cause);
  }

  #enter(cause: Cause): void {
    const field = this.#focusedField();
    if (field === undefined) return;
    // `IME_ACTION_DONE`, which a field without a listener has, puts the keyboard away.
    if (field.spec.onEnter === undefined && field.screen !== undefined) field.screen.keyboard = false;
    this.#perform(field.spec.onEnter, field, cause);
    this.#runtime.settle(cause);
  }

  #focusedField(): View | undefined {
    const screen = focusedScreen(this.#runtime);
    if (screen?.focused === undefined || !this.isOn()) return undefined;
    return findView(this.#frame(), (view) => view.spec.type === 'field' && view.screen === screen && view.spec.bind === screen.focused)?.content;
  }

  #perform(effects: Effects | undefined, view: View, cause: Cause): void {
    if (effects === undefined || view.screen === undefined) return;
    perform(effects, { screen: view.screen, scope: view.scope, cause }, this.#runtime);
  }

  #frame(): Placed<View> {
    return drawFrame(this.#runtime, this.#statusBar, this.#glass());
  }

  #glass(): Bounds {
    return { left: 0, top: 0, right: this.widthPx, bottom: this.heightPx };
  }

  #viewsAt(point: Point): readonly Placed<View>[] {
    return this.isOn() ? viewsAt(this.#frame(), point) : [];
  }

  #cause(kind: 'touch' | 'key' | 'text', what: string): Cause {
    return { kind, atMs: this.#runtime.services.clock.now(), what };
  }
}

function isZoomed({ content: { screen, key } }: Placed<View>): boolean {
  return (screen?.zoomed.get(key) ?? 1) > 1;
}

/** The innermost of several views that has a name, as the truth log tells it: id, and what stands on it. */
function nameOf(views: readonly Placed<View>[]): string {
  const labels = views.map(({ content: { spec, packageName, text, desc } }) => {
    const label = text === '' ? (desc ?? '') : text;
    return [...(spec.id === undefined ? [] : [fullId(spec.id, packageName)]), ...(label === '' ? [] : [JSON.stringify(label)])].join(' ');
  });
  return labels.find((label) => label !== '') ?? 'nothing with a name';
}
