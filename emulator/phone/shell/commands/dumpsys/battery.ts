import { BATTERY_STATUS, type BatteryState, type BatteryStatus, type PlugType } from '../../../system/battery.ts';
import { print, type Invocation } from '../../process/invocation.ts';

const HELP = `Battery service (battery) commands:
  help
    Print this help text.
  set [-f] [ac|usb|wireless|status|level|temp|present|invalid] <value>
    Force a battery property value, freezing battery state.
    -f: force a battery change broadcast be sent, prints new sequence.
  unplug [-f]
    Force battery unplugged, freezing battery state.
    -f: force a battery change broadcast be sent, prints new sequence.
  reset [-f]
    Unfreeze battery state, returning to current hardware values.
    -f: force a battery change broadcast be sent, prints new sequence.
`;

/** `dumpsys battery [set property value | unplug | reset]`, as BatteryService of Android 9 has it. */
export function dumpBattery(invocation: Invocation): number {
  const { battery } = invocation.phone.system;
  const [verb, ...args] = invocation.args.filter((word) => word !== '-f' && word !== '-a');
  switch (verb) {
    case undefined: return print(invocation, stateText(battery.state(), battery.isOverridden()));
    case 'unplug': battery.override({ plugged: 'none', status: BATTERY_STATUS.discharging }); return 0;
    case 'reset': battery.reset(); return 0;
    case 'set': return set(invocation, args);
    case 'help':
    case '-h': return print(invocation, HELP);
    default: return print(invocation, `Unknown command: ${verb}\n${HELP}`);
  }
}

function set(invocation: Invocation, [property, value]: readonly string[]): number {
  if (property === undefined) return print({ stdout: invocation.stderr }, 'No property specified\n', 255);
  if (value === undefined) return print({ stdout: invocation.stderr }, 'No value specified\n', 255);
  if (!/^-?\d+$/.test(value)) return print({ stdout: invocation.stderr }, `Bad value: ${value}\n`, 255);
  const changes = changesOf(invocation.phone.system.battery.state(), property, Number(value));
  if (changes === undefined) return print({ stdout: invocation.stderr }, `Unknown set option: ${property}\n`, 255);
  invocation.phone.system.battery.override(changes);
  return 0;
}

function changesOf(before: BatteryState, property: string, value: number): Partial<BatteryState> | undefined {
  switch (property) {
    case 'level': return { level: value };
    case 'temp': return { temperatureTenthsCelsius: value };
    case 'present': return { present: value !== 0 };
    case 'status': return { status: statusOf(value) };
    case 'ac':
    case 'usb':
    case 'wireless': return { plugged: plugged(before.plugged, property, value !== 0) };
    default: return undefined;
  }
}

const plugged = (before: PlugType, property: PlugType, isOn: boolean): PlugType => (isOn ? property : before === property ? 'none' : before);

const statusOf = (value: number): BatteryStatus => Object.values(BATTERY_STATUS).find((status) => status === value) ?? BATTERY_STATUS.unknown;

function stateText(state: BatteryState, isOverridden: boolean): string {
  return `Current Battery Service state:
${isOverridden ? '  (UPDATES STOPPED -- use \'reset\' to restart)\n' : ''}  AC powered: ${state.plugged === 'ac'}
  USB powered: ${state.plugged === 'usb'}
  Wireless powered: ${state.plugged === 'wireless'}
  Max charging current: ${state.plugged === 'none' ? 0 : 500_000}
  Max charging voltage: ${state.plugged === 'none' ? 0 : 5_000_000}
  Charge counter: ${state.level * 39_000}
  status: ${state.status}
  health: ${state.health}
  present: ${state.present}
  level: ${state.level}
  scale: 100
  voltage: ${state.voltageMillivolts}
  temperature: ${state.temperatureTenthsCelsius}
  technology: Li-poly
`;
}
