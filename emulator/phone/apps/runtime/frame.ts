import type { Box, Placed } from '../../ui/layout/box.ts';
import { px } from '../../ui/layout/measure.ts';
import { place } from '../../ui/layout/place.ts';
import type { Bounds, Point } from '../../ui/view.ts';
import type { ViewSpec } from '../app-definition.ts';
import type { Scope } from '../value.ts';
import type { Runtime } from './runtime.ts';
import { LAUNCHER, SYSTEM_UI } from './runtime.ts';
import { scopeOf, type Screen } from './screen.ts';
import { buildScreen, type View } from './views.ts';

const STATUS_BAR_DP = 28;
const KEYBOARD_DP = 260;
const KEYBOARD_PACKAGE = 'com.google.android.inputmethod.latin';
const NO_SCOPE: Scope = { lookUp: () => undefined, rows: () => [] };

export const STATUS_BAR_PX = px(STATUS_BAR_DP);

/** The screen that has the focus: the shade, or what is in front. */
export function focusedScreen(runtime: Runtime): Screen | undefined {
  return runtime.shade ?? runtime.tasks.top();
}

/** Lays out what is on the glass: the window in focus, the keyboard and the status bar. */
export function drawFrame(runtime: Runtime, statusBar: Screen, glass: Bounds): Placed<View> {
  const screen = focusedScreen(runtime);
  const keyboardPx = screen?.keyboard === true ? px(KEYBOARD_DP) : 0;
  const windows: Placed<View>[] = [];
  if (screen !== undefined) {
    windows.push(drawWindow(runtime, screen, { ...glass, top: STATUS_BAR_PX, bottom: glass.bottom - keyboardPx }));
  }
  if (keyboardPx > 0) windows.push(leaf('keyboard', KEYBOARD_PACKAGE, { ...glass, top: glass.bottom - keyboardPx }));
  windows.push(drawWindow(runtime, statusBar, { ...glass, bottom: STATUS_BAR_PX }));
  return { ...leaf('glass', screen?.app.packageName ?? LAUNCHER, glass), children: windows };
}

function drawWindow(runtime: Runtime, screen: Screen, bounds: Bounds): Placed<View> {
  const content = buildScreen(screen, scopeOf(screen, runtime.values));
  const isDialog = !screen.isFull;
  const packageName = screen.spec.packageName ?? screen.app.packageName;
  const look = isDialog ? { background: '#808080' } : packageName === SYSTEM_UI ? { background: '#202020' } : { background: '#FFFFFF' };
  const window: Box<View> = {
    content: frameView(`${screen.id}:window`, packageName, { type: 'stack', look }),
    arrangement: isDialog ? 'sheet' : 'stack',
    width: 'fill', height: 'fill', paddingDp: 0,
    children: content === undefined ? [] : [content],
  };
  return place(window, bounds);
}

function leaf(key: string, packageName: string, bounds: Bounds): Placed<View> {
  return { content: frameView(key, packageName, { type: 'stack', look: { background: '#D0D4D8' } }), bounds, overflowPx: 0, children: [] };
}

function frameView(key: string, packageName: string, spec: ViewSpec): View {
  return { key, packageName, spec, scope: NO_SCOPE, text: '' };
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
