import type { PhoneServices } from '../../system/services.ts';
import { optionalString, requireString } from './body.ts';
import { invalidArgument, invalidElementState } from './errors.ts';
import type { Command, Routes } from './route.ts';
import { findNode } from './screen.ts';
import type { Session } from './session.ts';

/** What the phone is, and the parts of it that are no app's. */
export const deviceRoutes: Routes = {
  'GET appium/device/info': ({ session }) => deviceInfo(session),
  'GET appium/device/pixel_ratio': ({ session }) => session.pixelRatio(),
  'GET appium/device/display_density': ({ session }) => session.display.densityDpi,
  'GET appium/device/system_bars': ({ session }) => ({ statusBar: statusBarHeight(session) }),
  // A phone on a farm hangs on its cable: full, and charged.
  'GET appium/device/battery_info': () => ({ level: 1, status: BATTERY_STATUS_FULL }),
  'GET appium/device/declared_orientation': () => 'SCREEN_ORIENTATION_UNSPECIFIED',
  'GET appium/device/apps': ({ session }) => launchableApps(session.services),
  'GET orientation': () => PORTRAIT,
  'POST orientation': setOrientation,
  'GET rotation': () => ({ x: 0, y: 0, z: 0 }),
  'POST appium/device/open_notifications': openNotifications,
  'POST appium/device/set_clipboard': setClipboard,
  'POST appium/device/get_clipboard': ({ session }) => Buffer.from(session.clipboard.get(), 'utf8').toString('base64'),
  // Nothing is cached here: each command looks at the glass anew.
  'POST appium/reset_ax_cache': () => null,
  'POST appium/list_displays': ({ session }) => [displayModel(session)],
};

const PORTRAIT = 'PORTRAIT';
/** `BatteryManager.BATTERY_STATUS_FULL` */
const BATTERY_STATUS_FULL = 5;
/** `ConnectivityManager.TYPE_WIFI` */
const TYPE_WIFI = 1;
const DEFAULT_STATUS_BAR_DP = 24;

function deviceInfo({ services, display }: Session) {
  const property = (name: string): string => services.properties.get(name);
  const locale = property('persist.sys.locale') || property('ro.product.locale') || 'en-US';
  const carrierName = property('gsm.operator.alpha');
  return {
    androidId: services.settings.get('secure', 'android_id') ?? null,
    manufacturer: property('ro.product.manufacturer'),
    model: property('ro.product.model'),
    brand: property('ro.product.brand'),
    apiVersion: property('ro.build.version.sdk'),
    platformVersion: property('ro.build.version.release'),
    carrierName: carrierName === '' ? null : carrierName,
    realDisplaySize: `${display.widthPx}x${display.heightPx}`,
    displayDensity: display.densityDpi,
    networks: networks(services),
    locale: locale.replace('-', '_'),
    timeZone: property('persist.sys.timezone') || 'GMT',
    bluetooth: { state: services.settings.get('global', 'bluetooth_on') === '1' ? 'ON' : 'OFF' },
  };
}

function networks(services: PhoneServices) {
  if (services.settings.get('global', 'wifi_on') === '0') return [];
  return [
    {
      type: TYPE_WIFI,
      typeName: 'WIFI',
      subtype: 0,
      subtypeName: '',
      isConnected: true,
      detailedState: 'CONNECTED',
      state: 'CONNECTED',
      extraInfo: null,
      isAvailable: true,
      isFailover: false,
      isRoaming: false,
      capabilities: {
        transportTypes: 'TRANSPORT_WIFI',
        networkCapabilities: 'NET_CAPABILITY_NOT_METERED,NET_CAPABILITY_INTERNET,NET_CAPABILITY_VALIDATED',
      },
    },
  ];
}

function launchableApps(services: PhoneServices) {
  return services.packages.list().flatMap(({ name, launcherActivity }) =>
    launcherActivity === undefined
      ? []
      : [{ appPackage: name, appActivity: launcherActivity.replace(/^\./u, `${name}.`), appName: name }],
  );
}

function statusBarHeight(session: Session): number {
  const bar = findNode(session.look().root, ({ view }) => view.resourceId === 'com.android.systemui:id/status_bar');
  if (bar === undefined) return Math.round(DEFAULT_STATUS_BAR_DP * session.pixelRatio());
  return bar.bounds.bottom - bar.bounds.top;
}

/** The glass does not turn, as on a phone whose rotation an app has locked. */
function setOrientation({ body }: Command): string {
  const asked = requireString(body, 'orientation').toUpperCase();
  if (asked === PORTRAIT) return PORTRAIT;
  if (asked !== 'LANDSCAPE') throw invalidArgument(`Unknown orientation '${asked}', expected PORTRAIT or LANDSCAPE`);
  throw invalidElementState(
    'Screen rotation cannot be changed to ROTATION_90 after 2000ms. Is it locked programmatically?',
  );
}

/** The real server asks the accessibility service; the display of this phone knows only fingers. */
function openNotifications({ session }: Command): null {
  const { display } = session;
  const x = display.widthPx >> 1;
  const isOpen = (): boolean =>
    findNode(session.look().root, ({ view }) => view.resourceId === 'com.android.systemui:id/notification_panel') !==
    undefined;
  if (isOpen()) return null;
  display.swipe({ x, y: 1 }, { x, y: Math.round(display.heightPx * 0.6) }, OPENING_SWIPE_MS);
  if (!isOpen()) throw invalidElementState('Device failed to open notifications');
  return null;
}

const OPENING_SWIPE_MS = 200;

function setClipboard({ session, body }: Command): null {
  const contentType = optionalString(body, 'contentType') ?? 'PLAINTEXT';
  if (contentType.toUpperCase() !== 'PLAINTEXT') {
    throw invalidArgument(`Only '[PLAINTEXT]' content types are supported. '${contentType}' is given instead`);
  }
  session.clipboard.set(Buffer.from(requireString(body, 'content'), 'base64').toString('utf8'));
  return null;
}

function displayModel({ display }: Session) {
  const { widthPx, heightPx, densityDpi } = display;
  return {
    id: 0,
    name: 'Built-in Screen',
    physicalId: '0',
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
