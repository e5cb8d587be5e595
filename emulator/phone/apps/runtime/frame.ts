import type { Box, Placed } from '../../ui/layout/box.ts';
import { px } from '../../ui/layout/measure.ts';
import { place } from '../../ui/layout/place.ts';
import type { Bounds, Point } from '../../ui/view.ts';
import type { ViewSpec } from '../app-definition.ts';
import type { Scope } from '../value.ts';
import type { Runtime } from './runtime.ts';
import { LAUNCHER, SYSTEM_UI } from './runtime.ts';
import { LETTERS, scopeOf, type Screen } from './screen.ts';
import { buildScreen, type View } from './views.ts';

const STATUS_BAR_DP = 28;
const KEYBOARD_DP = 260;
/** A keyboard leaves the app at least this much of a glass that lies on its side. */
const KEYBOARD_MOST = 0.55;
/** The volume panel at the edge of the glass. */
const VOLUME = { widthDp: 56, heightDp: 220 } as const;
const KEYBOARD_PACKAGE = 'com.google.android.inputmethod.latin';
const NO_SCOPE: Scope = { lookUp: () => undefined, rows: () => [] };

export const STATUS_BAR_PX = px(STATUS_BAR_DP);

/** The screen that has the focus: a window of the system, or what is in front. */
export function focusedScreen(runtime: Runtime): Screen | undefined {
  return runtime.front();
}

/** Where the soft keyboard lies; undefined while it is down. */
export function keyboardBounds(runtime: Runtime, glass: Bounds): Bounds | undefined {
  if (focusedScreen(runtime)?.keyboard !== true) return undefined;
  const heightPx = Math.min(px(KEYBOARD_DP), Math.round((glass.bottom - glass.top) * KEYBOARD_MOST));
  return { ...glass, top: glass.bottom - heightPx };
}

/** The screen a dialog covers, laid out without it: what is seen dimmed behind. */
export function drawBehind(runtime: Runtime, glass: Bounds): Placed<View> | undefined {
  const front = focusedScreen(runtime);
  const covered = front === undefined || front.isFull ? undefined : runtime.tasks.topFull();
  return covered === undefined ? undefined : drawWindow(runtime, covered, { ...glass, top: STATUS_BAR_PX });
}

/** Lays out what is on the glass: the window in focus, the keyboard and the status bar. */
export function drawFrame(runtime: Runtime, statusBar: Screen, glass: Bounds): Placed<View> {
  const screen = focusedScreen(runtime);
  const keyboard = keyboardBounds(runtime, glass);
  const windows: Placed<View>[] = [];
  if (screen !== undefined) {
    windows.push(drawWindow(runtime, screen, { ...glass, top: STATUS_BAR_PX, bottom: keyboard?.top ?? glass.bottom }));
  }
  if (keyboard !== undefined) windows.push(keyboardWindow(screen, keyboard));
  const volume = runtime.windows.volume(runtime.services.clock.now());
  if (volume !== undefined) windows.push(drawWindow(runtime, volume, volumeBounds(glass)));
  windows.push(drawWindow(runtime, statusBar, { ...glass, bottom: STATUS_BAR_PX }, barColour(screen)));
  return { ...leaf('glass', screen?.app.packageName ?? LAUNCHER, glass), children: windows };
}

function volumeBounds(glass: Bounds): Bounds {
  const middle = Math.round((glass.top + glass.bottom) / 2);
  const halfPx = Math.min(px(VOLUME.heightDp / 2), middle - px(STATUS_BAR_DP));
  const right = glass.right - px(8);
  return { left: right - px(VOLUME.widthDp), right, top: middle - halfPx, bottom: middle + halfPx };
}

/** The bar has the colour of what is below it. */
function barColour(screen: Screen | undefined): string {
  if (screen === undefined || screen.app.packageName === LAUNCHER) return '#2B66C4';
  if (!screen.isFull) return '#6E7278';
  if (screen.name === 'keyguard') return '#1D2B4F';
  if (screen.name === 'recents' || screen.name === 'oldRecents') return '#26303C';
  return screen.app.packageName === SYSTEM_UI ? '#202020' : '#FAFAFA';
}

function drawWindow(runtime: Runtime, screen: Screen, bounds: Bounds, background?: string): Placed<View> {
  const content = buildScreen(screen, scopeOf(screen, runtime.values));
  const isDialog = !screen.isFull;
  const packageName = screen.spec.packageName ?? screen.app.packageName;
  const look = screen.name === 'volume' ? {} : background !== undefined ? { background } : isDialog ? { background: '#808080' } : screen.app.packageName === SYSTEM_UI ? { background: '#202020' } : { background: '#FFFFFF' };
  const window: Box<View> = {
    content: frameView(`${screen.id}:window`, packageName, { type: 'stack', look }),
    arrangement: isDialog ? 'sheet' : 'stack',
    width: 'fill', height: 'fill', paddingDp: 0,
    children: content === undefined ? [] : [content],
  };
  return place(window, bounds);
}

/** Its look says which keys it shows: they are painted, but listeners do not hear of them. */
function keyboardWindow(screen: Screen | undefined, bounds: Bounds): Placed<View> {
  const { page, shifted } = screen?.keys ?? LETTERS;
  const look = { background: '#D0D4D8', icon: `${page} ${shifted ? 'shifted' : 'plain'} ${screen === undefined ? 'done' : enterKeyOf(screen)}` };
  return { content: { ...frameView('keyboard', KEYBOARD_PACKAGE, { type: 'stack', look }), look }, bounds, overflowPx: 0, children: [] };
}

/** What the field with the focus wants its enter key to say. */
function enterKeyOf(screen: Screen): string {
  const find = (spec: ViewSpec): ViewSpec | undefined => {
    if (spec.type === 'field' && spec.bind === screen.focused) return spec;
    return [...(spec.children ?? []), ...(spec.rows === undefined ? [] : [spec.rows.view])].map(find).find((found) => found !== undefined);
  };
  const field = find(screen.spec.view);
  return field?.imeAction ?? (field?.onEnter === undefined ? 'done' : 'go');
}

function leaf(key: string, packageName: string, bounds: Bounds): Placed<View> {
  return { content: frameView(key, packageName, { type: 'stack', look: { background: '#D0D4D8' } }), bounds, overflowPx: 0, children: [] };
}

function frameView(key: string, packageName: string, spec: ViewSpec): View {
  return { key, packageName, spec, scope: NO_SCOPE, text: '', ...(spec.look === undefined ? {} : { look: spec.look }) };
}

/** The views under a point, innermost first; the last is the glass itself. */
export function viewsAt(root: Placed<View>, point: Point): readonly Placed<View>[] {
  if (!contains(root.bounds, point)) return [];
  const inner = root.children.findLast((child) => contains(child.bounds, point));
  return inner === undefined ? [root] : [...viewsAt(inner, point), root];
}

/** The first view, outermost first, for which the test holds. */
export function findView(root: Placed<View>, test: (view: View) => boolean): Placed<View> | undefined {
  if (test(root.content)) return root;
  for (const child of root.children) {
    const found = findView(child, test);
    if (found !== undefined) return found;
  }
  return undefined;
}

function contains(bounds: Bounds, point: Point): boolean {
  return point.x >= bounds.left && point.x < bounds.right && point.y >= bounds.top && point.y < bounds.bottom;
}
