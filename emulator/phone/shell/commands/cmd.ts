import { print, type Invocation, type Program } from '../process/invocation.ts';
import { am } from './am/am.ts';
import { appops } from './appops.ts';
import { dumpBattery } from './dumpsys/battery.ts';
import { SERVICE_NAMES } from './dumpsys/dumpsys.ts';
import { pm } from './pm/pm.ts';
import { ime } from './ime.ts';
import { input } from './input.ts';
import { settings } from './settings.ts';
import { statusbar } from './statusbar.ts';
import { setWifi } from './svc.ts';
import * as switches from './switches.ts';
import { wm } from './wm.ts';

const NOT_FOUND = 20;

const SERVICES: Readonly<Record<string, Program>> = {
  activity: am, appops, battery: dumpBattery, bluetooth_manager: switches.bluetoothManager, connectivity: switches.connectivity, input, input_method: ime, location: switches.location,
  lock_settings: switches.locksettings, netpolicy: switches.netpolicy, notification, overlay: switches.overlay, package: pm, settings, statusbar, uimode: switches.uimode, wifi, window: wm,
};

/** `cmd [-w] service args…`: the same as the services' own commands. */
export const cmd: Program = (invocation) => {
  const words = invocation.args[0] === '-w' ? invocation.args.slice(1) : invocation.args;
  const [name, ...args] = words;
  if (name === undefined) return print({ stdout: invocation.stderr }, 'cmd: No service specified; use -l to list all services\n', NOT_FOUND);
  if (name === '-l') return print(invocation, `Currently running services:\n${SERVICE_NAMES.map((service) => `  ${service}\n`).join('')}`);
  const service = SERVICES[name];
  if (service !== undefined) return service({ ...invocation, args });
  if (SERVICE_NAMES.includes(name)) return print({ stdout: invocation.stderr }, 'No shell command implementation.\n', 255);
  return print({ stdout: invocation.stderr }, `cmd: Can't find service: ${name}\n`, NOT_FOUND);
};

function notification(invocation: Invocation): number {
  const [verb = '', component] = invocation.args;
  const key = 'enabled_notification_listeners';
  const { settings: store } = invocation.phone.services;
  const listeners = new Set((store.get('secure', key) ?? '').split(':').filter((name) => name !== ''));
  switch (verb) {
    case 'allow_listener':
    case 'disallow_listener': {
      if (component === undefined) return print({ stdout: invocation.stderr }, 'Invalid listener - must be a ComponentName\n', 255);
      if (verb === 'allow_listener') listeners.add(component);
      else listeners.delete(component);
      store.put('secure', key, [...listeners].join(':'));
      return 0;
    }
    default: return print({ stdout: invocation.stderr }, `Unknown command: ${verb}\n`, 255);
  }
}

function wifi(invocation: Invocation): number {
  const [verb, state] = invocation.args;
  if (verb === 'set-wifi-enabled' && (state === 'enabled' || state === 'disabled')) return setWifi(invocation, state === 'enabled');
  if (verb === 'status') return print(invocation, `Wifi is ${invocation.phone.services.settings.get('global', 'wifi_on') === '0' ? 'disabled' : 'enabled'}\n`);
  return print({ stdout: invocation.stderr }, `Unknown command: ${verb ?? ''}\n`, 255);
}
