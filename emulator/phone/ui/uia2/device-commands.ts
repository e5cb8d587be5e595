import type { PhoneServices } from '../../system/services.ts';
import { optionalString, requireNumber, requireString } from './body.ts';
import { invalidArgument, invalidElementState, unknownError } from './errors.ts';
import type { Command, Routes } from './route.ts';
import { findNode } from './screen.ts';
import type { Session } from './session.ts';

/** What the phone is, and the parts of it that are no app's. */
export const deviceRoutes: Routes = {
  'GET appium/device/info': ({ session }) => deviceInfo(session),
  'GET appium/device/pixel_ratio': ({ session }) => session.pixelRatio(),
  'GET appium/device/display_density': ({ session }) => session.display.densityDpi,
  'GET appium/device/system_bars': ({ session }) => ({ statusBar: statusBarHeight(session) }),
  'GET appium/device/battery_info': ({ session }) => batteryInfo(session),
  'GET appium/device/declared_orientation': () => 'SCREEN_ORIENTATION_UNSPECIFIED',
  'GET appium/device/apps': ({ session }) => launchableApps(session.services),
  'GET orientation': ({ session }) => orientationOf(session.display.rotation()),
  'POST orientation': setOrientation,
  'GET rotation': ({ session }) => ({ x: 0, y: 0, z: session.display.rotation() * 90 }),
  'POST rotation': setRotation,
  'POST network_connection': setNetwork,
  'POST appium/device/open_notifications': openNotifications,
  'POST appium/device/set_clipboard': setClipboard,
  'POST appium/device/get_clipboard': ({ session }) => Buffer.from(session.clipboard.get(), 'utf8').toString('base64'),
  // Nothing is cached here: each command looks at the glass anew.
  'POST appium/reset_ax_cache': () => null,
};

const PORTRAIT = 'PORTRAIT';
const LANDSCAPE = 'LANDSCAPE';
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

function batteryInfo({ battery }: Session): { readonly level: number; readonly status: number } {
  const { level, status } = battery?.state() ?? { level: 100, status: BATTERY_STATUS_FULL };
  return { level: level / 100, status };
}

function orientationOf(rotation: number): string {
  return rotation % 2 === 0 ? PORTRAIT : LANDSCAPE;
}

/** The server's landscape is a quarter to the right: `ROTATION_270`. */
function setOrientation({ session, body }: Command): string {
  const asked = requireString(body, 'orientation').toUpperCase();
  if (asked !== PORTRAIT && asked !== LANDSCAPE) {
    throw invalidArgument(`Orientation value of ${asked} is not supported. Only PORTRAIT and LANDSCAPE are`);
  }
  turn(session, asked === LANDSCAPE ? 3 : 0);
  return asked;
}

function setRotation({ session, body }: Command): string {
  const degrees = requireNumber(body, 'z');
  if (![0, 90, 180, 270].includes(degrees)) {
    throw invalidArgument(
      `Rotation value of ${degrees} degrees is not supported. Only 0, 90, 180 and 270 degrees could be translated into a valid screen rotation`,
    );
  }
  turn(session, degrees / 90);
  return `ROTATION_${degrees}`;
}

/** `UiAutomation.setRotation` has the window manager freeze the rotation, which leaves its traces in the settings. */
function turn(session: Session, rotation: number): void {
  const { settings } = session.services;
  const isFrozenOtherwise = settings.get('system', 'accelerometer_rotation') === '0' && Number(settings.get('system', 'user_rotation') ?? 0) !== rotation;
  if (session.display.rotation() === rotation && !isFrozenOtherwise) return;
  settings.put('system', 'accelerometer_rotation', '0');
  settings.put('system', 'user_rotation', String(rotation));
  if (session.display.rotation() === rotation) return;
  throw invalidElementState(
    `Screen rotation cannot be changed to ROTATION_${rotation * 90} after 2000ms. Is it locked programmatically?`,
  );
}

/** Of the modes the protocol knows the server can only turn Wi-Fi on. */
function setNetwork({ session, body }: Command): number {
  const type = requireNumber(body, 'type');
  if (type !== NETWORK_WIFI) {
    if ([0, 1, 4, 6].includes(type)) throw unknownError(`Setting Network Connection to '${type}' is not implemented`);
    throw invalidArgument(`Invalid Network Connection type: ${type}`);
  }
  session.services.settings.put('global', 'wifi_on', '1');
  return type;
}

const NETWORK_WIFI = 2;

/** `UiDevice.openNotification`: accessibility asks the status bar; without that service a finger does it. */
function openNotifications({ session }: Command): null {
  const { display, services } = session;
  const x = display.widthPx >> 1;
  const isOpen = (): boolean =>
    findNode(session.look().root, ({ view }) => view.resourceId === 'com.android.systemui:id/notification_panel') !==
    undefined;
  if (isOpen()) return null;
  if (services.statusBar !== undefined) services.statusBar.expand();
  else display.swipe({ x, y: 1 }, { x, y: Math.round(display.heightPx * 0.6) }, OPENING_SWIPE_MS);
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
