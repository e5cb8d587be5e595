import { print, type Invocation, type Program } from '../process/invocation.ts';
import { SERVICE_NAMES } from './dumpsys/dumpsys.ts';

/** AIDL interfaces of the services, by AOSP's sources of Android 9; a service without one, such as `cpuinfo`, has none to tell. */
const INTERFACES: Readonly<Record<string, string>> = {
  SurfaceFlinger: 'android.ui.ISurfaceComposer', account: 'android.accounts.IAccountManager', activity: 'android.app.IActivityManager',
  alarm: 'android.app.IAlarmManager', appops: 'com.android.internal.app.IAppOpsService', bluetooth_manager: 'android.bluetooth.IBluetoothManager',
  clipboard: 'android.content.IClipboard', connectivity: 'android.net.IConnectivityManager', content: 'android.content.IContentService',
  deviceidle: 'android.os.IDeviceIdleController', display: 'android.hardware.display.IDisplayManager', input: 'android.hardware.input.IInputManager',
  input_method: 'com.android.internal.view.IInputMethodManager', iphonesubinfo: 'com.android.internal.telephony.IPhoneSubInfo',
  location: 'android.location.ILocationManager', lock_settings: 'com.android.internal.widget.ILockSettings', netd: 'android.net.INetd',
  notification: 'android.app.INotificationManager', overlay: 'android.content.om.IOverlayManager', package: 'android.content.pm.IPackageManager',
  power: 'android.os.IPowerManager', statusbar: 'com.android.internal.statusbar.IStatusBarService', uimode: 'android.app.IUiModeManager',
  wifi: 'android.net.wifi.IWifiManager', window: 'android.view.IWindowManager',
};

/** `service list|check name|call name code …`. */
export const service: Program = (invocation) => {
  const [verb = '', name = '', code] = invocation.args;
  switch (verb) {
    case 'list': return print(invocation, `Found ${SERVICE_NAMES.length} services:\n${SERVICE_NAMES.map((entry, index) => `${index}\t${entry}: [${INTERFACES[entry] ?? ''}]\n`).join('')}`);
    case 'check': return print(invocation, `Service ${name}: ${SERVICE_NAMES.includes(name) ? 'found' : 'not found'}\n`);
    case 'call': return call(invocation, name, code);
    default: return print(invocation, 'Usage: service [-h|-?]\n       service list\n       service check SERVICE\n       service call SERVICE CODE [i32 N | i64 N | f N | d N | s16 STR ] ...\n', 10);
  }
};

/** The one transaction that is answered is `getDeviceId`; all others come back as an unknown transaction does. */
function call(invocation: Invocation, name: string, code: string | undefined): number {
  if (!SERVICE_NAMES.includes(name)) return print(invocation, `service: Service ${name} does not exist\n`, 10);
  const imei = invocation.phone.system.imei;
  if (name === 'iphonesubinfo' && code === '1' && imei !== undefined) {
    // READ_PRIVILEGED_PHONE_STATE: the shell user holds it on Android 9, later versions refuse it.
    return print(invocation, parcelText(imei));
  }
  return print(invocation, "Result: Parcel(00000000    '....')\n");
}

/** A Parcel with one string as `service call` prints it: status, length and UTF-16 in lines of four words. */
function parcelText(text: string): string {
  const padded = text.length + 1 + ((text.length + 1) % 2);
  const bytes = Buffer.alloc(8 + padded * 2);
  bytes.writeUInt32LE(text.length, 4);
  bytes.write(text, 8, 'utf16le');
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const part = bytes.subarray(at, at + 16);
    const words = Array.from({ length: part.length / 4 }, (_, index) => part.readUInt32LE(index * 4).toString(16).padStart(8, '0'));
    const letters = part.toString('latin1').replace(/[^\x20-\x7e]/g, '.');
    lines.push(`  0x${at.toString(16).padStart(8, '0')}: ${words.join(' ').padEnd(36)}'${letters}'`);
  }
  return `Result: Parcel(\n${lines.join('\n')})\n`;
}
