import type { Placed } from '../../ui/layout/box.ts';
import type { Display, Point, ViewNode } from '../../ui/view.ts';
import type { Cause } from '../app-event.ts';
import type { Effects } from '../app-definition.ts';
import { perform } from './effects.ts';
import { drawFrame, findView, focusedScreen, STATUS_BAR_PX, viewsAt } from './frame.ts';
import { KEY, letterOf } from './keyboard.ts';
import { SYSTEM_UI, type Runtime } from './runtime.ts';
import type { Screen } from './screen.ts';
import { scrollBy, scrollStep, type Direction } from './scrolling.ts';
import { fullId, toViewNode } from './view-node.ts';
import type { View } from './views.ts';

/** Movement below this is no swipe. */
const TOUCH_SLOP_PX = 24;
const LONG_PRESS_MS = 500;
/** How far a finger has to pull to open or close the shade. */
const SHADE_PULL_PX = 120;
/** Movements that begin on the lowest pixels are the system's: apps never hear of them. */
const SYSTEM_EDGE_PX = 8;

/** Size of the glass. */
export interface GlassSize {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly densityDpi: number;
}

/** Glass and keys over the app runtime. */
export class Glass implements Display {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly densityDpi: number;
  readonly #runtime: Runtime;
  readonly #statusBar: Screen;

  constructor(runtime: Runtime, screen: GlassSize) {
    this.widthPx = screen.widthPx;
    this.heightPx = screen.heightPx;
    this.densityDpi = screen.densityDpi;
    this.#runtime = runtime;
    this.#statusBar = runtime.detached(SYSTEM_UI, 'statusBar');
  }

  root(): ViewNode {
    return toViewNode(this.#frame());
  }

  isOn(): boolean {
    return this.#runtime.isOn;
  }

  /** Test phones have no lock screen set. */
  isLocked(): boolean {
    return false;
  }

  isKeyboardShown(): boolean {
    return focusedScreen(this.#runtime)?.keyboard === true;
  }

  tap(point: Point): void {
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
    const isVertical = Math.abs(dy) > Math.abs(dx);
    if (isVertical && this.#runtime.shade === undefined && from.y < STATUS_BAR_PX && dy > SHADE_PULL_PX) this.#runtime.openShade('swipe', cause);
    else if (isVertical && this.#runtime.shade !== undefined && dy < -SHADE_PULL_PX) this.#runtime.closeShade('swipe', cause);
    else if (from.y < this.heightPx - SYSTEM_EDGE_PX) this.#drag(this.#viewsAt(from), { dx, dy, isVertical, cause });
    this.#runtime.settle(cause);
  }

  type(text: string): void {
    const cause = this.#cause('text', `type ${JSON.stringify(text)}`);
    const [line = '', ...more] = text.split('\n');
    this.#edit(cause, (before) => before + line);
    if (more.length === 0) return;
    this.#enter(cause);
    if (more.join('\n') !== '') this.type(more.join('\n'));
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
    this.#runtime.settle(cause);
    return moved;
  }

  #pressKey(keyCode: number, cause: Cause): void {
    const letter = letterOf(keyCode);
    if (keyCode === KEY.power) this.#runtime.turn(!this.isOn(), cause);
    else if (keyCode === KEY.wakeUp || keyCode === KEY.sleep) this.#runtime.turn(keyCode === KEY.wakeUp, cause);
    else if (!this.isOn()) return;
    else if (keyCode === KEY.home) this.#runtime.home(cause);
    else if (keyCode === KEY.back) this.#runtime.back(cause);
    else if (keyCode === KEY.enter) this.#enter(cause);
    else if (keyCode === KEY.delete) this.#edit(cause, (before) => before.slice(0, -1));
    else if (letter !== undefined) this.#edit(cause, (before) => before + letter);
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

  #drag(views: readonly Placed<View>[], drag: { readonly dx: number; readonly dy: number; readonly isVertical: boolean; readonly cause: Cause }): void {
    for (const view of views) {
      if (drag.isVertical ? scrollBy(view, -drag.dy) : this.#turnPage(view, drag.dx, drag.cause)) return;
    }
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
    return drawFrame(this.#runtime, this.#statusBar, { left: 0, top: 0, right: this.widthPx, bottom: this.heightPx });
  }

  #viewsAt(point: Point): readonly Placed<View>[] {
    return this.isOn() ? viewsAt(this.#frame(), point) : [];
  }

  #cause(kind: 'touch' | 'key' | 'text', what: string): Cause {
    return { kind, atMs: this.#runtime.services.clock.now(), what };
  }
}

/** The innermost of several views that has a name, as the truth log tells it: id, and what stands on it. */
function nameOf(views: readonly Placed<View>[]): string {
  const labels = views.map(({ content: { spec, packageName, text, desc } }) => {
    const label = text === '' ? (desc ?? '') : text;
    return [...(spec.id === undefined ? [] : [fullId(spec.id, packageName)]), ...(label === '' ? [] : [JSON.stringify(label)])].join(' ');
  });
  return labels.find((label) => label !== '') ?? 'nothing with a name';
}
