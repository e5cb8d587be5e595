import { print, type Invocation, type Program } from '../../process/invocation.ts';
import { dumpActivity } from './activity.ts';
import { dumpBattery } from './battery.ts';
import * as device from './device.ts';
import { dumpNetwork } from './network.ts';
import { dumpPackage } from './package.ts';
import * as services from './services.ts';
import { dumpWindow } from './window.ts';

const SERVICES: Readonly<Record<string, (invocation: Invocation) => number>> = {
  SurfaceFlinger: device.dumpSurfaceFlinger,
  account: device.dumpAccount,
  activity: dumpActivity,
  alarm: services.dumpAlarm,
  battery: dumpBattery,
  connectivity: dumpNetwork('connectivity'),
  cpuinfo: services.dumpCpuinfo,
  deviceidle: device.dumpDeviceIdle,
  display: device.dumpDisplay,
  input: services.dumpInput,
  input_method: device.dumpInputMethod,
  meminfo: services.dumpMeminfo,
  netd: dumpNetwork('netd'),
  netstats: dumpNetwork('netstats'),
  notification: services.dumpNotification,
  package: dumpPackage,
  power: services.dumpPower,
  wifi: services.dumpWifi,
  window: dumpWindow,
};

/** Services that are registered with the service manager; more than `dumpsys` can tell of. */
export const SERVICE_NAMES: readonly string[] = [...new Set([
  ...Object.keys(SERVICES), 'appops', 'bluetooth_manager', 'clipboard', 'content', 'iphonesubinfo', 'location', 'lock_settings', 'overlay', 'settings', 'statusbar', 'uimode',
])].filter((name) => name !== 'netstats').sort();

/** `dumpsys [-l | service [args…]]`; a service that is not there is no error of its exit code. */
export const dumpsys: Program = (invocation) => {
  const words = [...invocation.args];
  while (words[0] === '-t' || words[0] === '-T') words.splice(0, 2);
  const [name, ...args] = words;
  if (name === '-l') return print(invocation, `Currently running services:\n${SERVICE_NAMES.map((service) => `  ${service}\n`).join('')}`);
  if (name === undefined) return everything(invocation);
  const dump = SERVICES[name];
  if (dump !== undefined) return dump({ ...invocation, args });
  return print(invocation, SERVICE_NAMES.includes(name) ? '' : `Can't find service: ${name}\n`);
};

function everything(invocation: Invocation): number {
  print(invocation, `Currently running services:\n${SERVICE_NAMES.map((service) => `  ${service}\n`).join('')}`);
  for (const name of SERVICE_NAMES) {
    print(invocation, `-------------------------------------------------------------------------------\nDUMP OF SERVICE ${name}:\n`);
    SERVICES[name]?.({ ...invocation, args: [] });
  }
  return 0;
}
