import type { ShellPhone } from '../../shell-phone.ts';
import type { Intent } from './intent.ts';

const PACKAGE = 'io.appium.settings';

/** `Activity.RESULT_OK`. */
const OK = -1;

/** Whether the package is Appium's settings app: it has no screens, but a service and receivers that answer. */
export const isSettingsApp = (packageName: string): boolean => packageName === PACKAGE;

/** Starts its foreground service; its activity closes at once and leaves the screen as it was. */
export function startSettingsApp(phone: ShellPhone): void {
  const { processes } = phone.system;
  if (processes.byName(PACKAGE) === undefined) processes.start(PACKAGE, phone.services.packages.get(PACKAGE)?.uid ?? 10_100);
}

/** Ends its process when it is the one that is stopped. */
export function stopSettingsApp(phone: ShellPhone, packageName: string): void {
  const process = isSettingsApp(packageName) ? phone.system.processes.byName(PACKAGE) : undefined;
  if (process !== undefined) phone.system.processes.end(process.pid);
}

/** What a broadcast came back with. */
export interface BroadcastResult {
  readonly code: number;
  readonly data?: string;
}

/** What its receivers do; undefined when the broadcast is not for them or they have no part for it. */
export async function settingsAppReceives(phone: ShellPhone, intent: Intent): Promise<BroadcastResult | undefined> {
  if (intent.component?.split('/')[0] !== PACKAGE || phone.services.packages.get(PACKAGE) === undefined) return undefined;
  startSettingsApp(phone);
  const switched = intent.extras['setstatus'] === 'enable' ? '1' : '0';
  const { settings } = phone.services;
  switch (intent.action ?? '') {
    case 'io.appium.settings.clipboard.get':
      return { code: OK, data: Buffer.from(phone.system.clipboard.get()).toString('base64') };
    case 'io.appium.settings.scan_media':
      await scan(phone, intent.extras['path'] ?? '');
      return { code: OK };
    case 'io.appium.settings.wifi': settings.put('global', 'wifi_on', switched); return { code: OK };
    case 'io.appium.settings.bluetooth': settings.put('global', 'bluetooth_on', switched); return { code: OK };
    case 'io.appium.settings.animation': {
      for (const key of ['animator_duration_scale', 'transition_animation_scale', 'window_animation_scale']) settings.put('global', key, switched);
      return { code: OK };
    }
    case 'io.appium.settings.list_locales':
      return { code: OK, data: Buffer.from(JSON.stringify([{ language: 'en', country: 'US' }])).toString('base64') };
    case 'io.appium.settings.sms.read': return { code: OK, data: JSON.stringify({ items: [], total: 0 }) };
    default: return undefined;
  }
}

async function scan(phone: ShellPhone, path: string): Promise<void> {
  const { files, media } = phone.system;
  const isFolder = files.existsSync(path) && files.node(path).kind === 'directory';
  if (isFolder) await media.scanAll();
  else await media.scanFile(path);
}
