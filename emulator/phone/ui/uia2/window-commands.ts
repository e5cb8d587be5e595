import { isObject, optionalObject, type JsonObject } from './body.ts';
import { windowIdOf } from './attributes.ts';
import type { Command, Routes } from './route.ts';
import type { ScreenNode } from './screen.ts';
import type { Session } from './session.ts';

/** Windows and displays as accessibility lists them. */
export const windowRoutes: Routes = {
  'POST appium/list_windows': listWindows,
  'POST appium/list_displays': ({ session }) => [displayModel(session)],
};

/** `AccessibilityWindowInfo.TYPE_*`. */
const TYPE = { application: 1, inputMethod: 2, system: 3 } as const;

const INPUT_METHOD = 'com.google.android.inputmethod.latin';
const SYSTEM_UI = 'com.android.systemui';

/** Only up to Android 13: from 14 on the server adds a picture of each window. */
function listWindows({ session, body }: Command): readonly JsonObject[] {
  const windows = session.look().root.children.map((window) => windowModel(window, session)).reverse();
  const filters = optionalObject(body, 'filters') ?? {};
  return windows.filter((window) => Object.entries(filters).every(([name, wanted]) => wanted === null || matches(window, name, wanted)));
}

function windowModel(window: ScreenNode, session: Session): JsonObject {
  const { packageName } = window.view;
  const isStatusBar = window.children.some(({ view }) => view.resourceId === `${SYSTEM_UI}:id/status_bar`);
  const type = packageName === INPUT_METHOD ? TYPE.inputMethod : packageName === SYSTEM_UI ? TYPE.system : TYPE.application;
  const isFront = window.index === 0;
  return {
    windowId: windowIdOf(window),
    displayId: 0,
    physicalDisplayId: PHYSICAL_DISPLAY_ID,
    virtualDisplayId: null,
    rect: { x: window.bounds.left, y: window.bounds.top, width: window.bounds.right - window.bounds.left, height: window.bounds.bottom - window.bounds.top },
    packageName,
    screenshot: null,
    type,
    title: isStatusBar ? 'StatusBar' : type === TYPE.inputMethod ? 'InputMethod' : isFront ? session.services.activities.focused().packageName : packageName,
    layer: window.index,
    isAccessibilityFocused: false,
    isActive: isFront,
    isFocused: isFront,
    isInPictureInPictureMode: false,
  };
}

/** As `dumpsys SurfaceFlinger --display-id` has it. */
const PHYSICAL_DISPLAY_ID = '19260422155234049';

/** Texts may carry `*` and `?`; a filter the server does not know keeps every window. */
function matches(window: JsonObject, name: string, wanted: unknown): boolean {
  if (!Object.hasOwn(window, name) || isObject(wanted)) return true;
  const found = window[name];
  if (name === 'packageName' || name === 'title') return typeof found === 'string' && globOf(String(wanted)).test(found);
  return String(found) === String(wanted).trim().toLowerCase().replace(/^1$/u, typeof found === 'boolean' ? 'true' : '1').replace(/^0$/u, typeof found === 'boolean' ? 'false' : '0');
}

function globOf(pattern: string): RegExp {
  return new RegExp(`^${pattern.replaceAll(/[.+^${}()|[\]\\]/gu, '\\$&').replaceAll('*', '.*').replaceAll('?', '.')}$`, 'u');
}

function displayModel({ display }: Session) {
  const { widthPx, heightPx, densityDpi } = display;
  return {
    id: 0,
    name: 'Built-in Screen',
    physicalId: PHYSICAL_DISPLAY_ID,
    virtualId: null,
    metrics: {
      widthPixels: widthPx,
      heightPixels: heightPx,
      density: densityDpi / 160,
      densityDpi,
      scaledDensity: densityDpi / 160,
      xdpi: densityDpi,
      ydpi: densityDpi,
    },
    isDefault: true,
  };
}
