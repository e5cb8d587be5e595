import type { Cause } from '../app-event.ts';
import { KEY } from './keyboard.ts';
import { STREAM } from './media-volume.ts';
import { SYSTEM_UI, type Runtime } from './runtime.ts';

/** Keys with which an app is started. */
const APP_KEYS: ReadonlyMap<number, string> = new Map([
  [KEY.camera, 'com.android.camera'], [KEY.explorer, 'com.mi.globalbrowser'], [KEY.settings, 'com.android.settings'],
]);

/** Presses a key that belongs to the system; false when the app in front has it. */
export function pressSystemKey(runtime: Runtime, keyCode: number, cause: Cause): boolean {
  if (keyCode === KEY.power) runtime.turn(!runtime.isOn, cause);
  else if (keyCode === KEY.wakeUp || keyCode === KEY.sleep) runtime.turn(keyCode === KEY.wakeUp, cause);
  else if (keyCode === KEY.volumeUp || keyCode === KEY.volumeDown || keyCode === KEY.volumeMute) changeVolume(runtime, keyCode);
  else if (!runtime.isOn) return true;
  else if (keyCode === KEY.home) runtime.home(cause);
  else if (keyCode === KEY.back) runtime.back(cause);
  else if (keyCode === KEY.menu && runtime.isLocked) runtime.unlock(cause);
  else if (keyCode === KEY.appSwitch) toggleRecents(runtime, cause);
  else if (keyCode === KEY.notification) runtime.openShade('key', cause);
  else return startByKey(runtime, keyCode, cause);
  return true;
}

function toggleRecents(runtime: Runtime, cause: Cause): void {
  if (runtime.windows.recents() === undefined) runtime.openRecents(cause);
  else runtime.closeSystem('recents', cause, 'key');
}

function startByKey(runtime: Runtime, keyCode: number, cause: Cause): boolean {
  const packageName = APP_KEYS.get(keyCode);
  if (packageName === undefined || runtime.isLocked) return false;
  if (runtime.services.packages.get(packageName) !== undefined) runtime.launch(packageName, cause);
  return true;
}

function changeVolume(runtime: Runtime, keyCode: number): void {
  const now = Number(runtime.services.settings.get('system', STREAM.key) ?? STREAM.usual);
  const next = keyCode === KEY.volumeMute ? 0 : now + (keyCode === KEY.volumeUp ? 1 : -1);
  runtime.putSetting('system', STREAM.key, String(Math.max(0, Math.min(STREAM.most, next))));
  if (runtime.isOn) runtime.windows.showVolume(runtime.detached(SYSTEM_UI, 'volume'), runtime.services.clock.now());
}
