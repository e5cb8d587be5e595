import type { Cause } from '../app-event.ts';
import type { PostedNotification, SystemOperation } from '../notification.ts';
import { isTrue } from '../template.ts';
import type { Row } from '../value.ts';
import type { AppProcess } from './app-process.ts';
import { STREAM } from './media-volume.ts';
import type { NotificationShelf } from './notification-shelf.ts';

/** What the system's own screens work on: the apps, their notifications, the system's windows. */
export interface SystemTarget {
  readonly notifications: NotificationShelf;
  readonly services: {
    readonly battery?: { state(): { readonly level: number; readonly plugged: string } };
    onPowerMenu?(what: 'reboot' | 'shutdown'): void;
  };
  readonly values: { setting(namespace: string, key: string): string | undefined };
  app(packageName: string): AppProcess | undefined;
  recentApps(): readonly AppProcess[];
  kill(packageName: string, cause: Cause): void;
  launch(packageName: string, cause: Cause): unknown;
  openScreen(app: AppProcess, name: string, args: Row, cause: Cause): void;
  openWindow(name: string, cause: Cause): void;
  closeSystem(name: string, cause: Cause): void;
  closeShade(by: string, cause: Cause): void;
  /** An event of whoever shows the recent apps. */
  emitOfRecents(name: string, data: Row, cause: Cause): void;
  putSetting(namespace: 'global' | 'secure' | 'system', key: string, value: string): void;
}

/** Rows of the sources `system.…`, for the system's own screens. */
export function systemRows(runtime: SystemTarget, source: string): readonly Row[] {
  switch (source) {
    case 'system.notifications':
      return [...runtime.notifications.list(), ...systemNotifications(runtime)].map(({ packageName, id, title, text, ongoing }) => ({
        key: `${packageName}/${id}`, package: packageName, id, title, text: text ?? '', ongoing: ongoing === true,
        app: packageName === 'android' ? 'Android System' : runtime.app(packageName)?.definition.title ?? packageName, icon: runtime.app(packageName)?.definition.icon ?? 'app',
      }));
    case 'system.tasks':
      return runtime.recentApps().map(({ packageName, definition }) => ({ key: packageName, package: packageName, title: definition.title, icon: definition.icon }));
    default:
      return [];
  }
}

/** Values `system.…`. */
export function systemValue(runtime: SystemTarget, name: string): string | number | boolean | undefined {
  const battery = runtime.services.battery?.state() ?? { level: 100, plugged: 'usb' };
  switch (name) {
    case 'battery': return battery.level;
    case 'charging': return battery.plugged !== 'none';
    case 'tasks': return runtime.recentApps().length;
    case 'notifications': return runtime.notifications.list().length;
    case 'volume': return Number(runtime.values.setting('system', STREAM.key) ?? STREAM.usual);
    case 'volumeMost': return STREAM.most;
    default: return undefined;
  }
}

/** Carries out an effect `system`. */
export function runSystemOperation(runtime: SystemTarget, operation: SystemOperation, args: Row, cause: Cause): void {
  const [packageName, id, window] = [String(args['package'] ?? ''), String(args['id'] ?? ''), String(args['window'] ?? '')];
  switch (operation) {
    case 'openNotification': openNotification(runtime, packageName, id, cause); break;
    case 'dismissNotification':
      if (runtime.notifications.find(packageName, id)?.ongoing !== true) runtime.notifications.cancel(packageName, id);
      break;
    case 'clearNotifications': runtime.notifications.clear(); break;
    case 'openTask':
      runtime.emitOfRecents('recents.task.open', { package: packageName }, cause);
      runtime.closeSystem('recents', cause);
      runtime.launch(packageName, cause);
      break;
    case 'closeTask':
      runtime.emitOfRecents('recents.task.remove', { package: packageName }, cause);
      runtime.kill(packageName, cause);
      break;
    case 'killApp': runtime.kill(packageName, cause); break;
    case 'closeTasks':
      for (const { packageName: one } of runtime.recentApps()) {
        runtime.emitOfRecents('recents.task.remove', { package: one }, cause);
        runtime.kill(one, cause);
      }
      runtime.closeSystem('recents', cause);
      break;
    case 'restartApp':
      runtime.kill(packageName, cause);
      runtime.launch(packageName, cause);
      break;
    case 'openWindow': runtime.openWindow(window, cause); break;
    case 'closeWindow': runtime.closeSystem(window, cause); break;
    case 'setVolume': runtime.putSetting('system', STREAM.key, String(args['to'] ?? STREAM.usual)); break;
    case 'reboot':
    case 'shutdown': runtime.services.onPowerMenu?.(operation); break;
  }
}

/** What the system itself posts: that a computer may debug the phone. */
function systemNotifications(runtime: SystemTarget): readonly PostedNotification[] {
  if (!isTrue(runtime.values.setting('global', 'adb_enabled'))) return [];
  return [{ packageName: 'android', id: 'adb', title: 'USB debugging connected', text: 'Tap to turn off USB debugging', ongoing: true, postedAtMs: 0 }];
}

function openNotification(runtime: SystemTarget, packageName: string, id: string, cause: Cause): void {
  if (packageName === 'android') {
    runtime.closeShade('tap', cause);
    runtime.launch('com.android.settings', cause);
  }
  const found = runtime.notifications.find(packageName, id);
  if (found === undefined) return;
  if (found.ongoing !== true) runtime.notifications.cancel(packageName, id);
  runtime.closeShade('tap', cause);
  runtime.launch(packageName, cause);
  const app = runtime.app(packageName);
  if (app !== undefined && found.screen !== undefined) runtime.openScreen(app, found.screen, found.args ?? {}, cause);
}
