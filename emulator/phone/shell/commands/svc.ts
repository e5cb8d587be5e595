import { print, type Invocation, type Program } from '../process/invocation.ts';

const HELP = `Available commands:
    help     Show information about the subcommands
    power    Control the power manager
    data     Control mobile data connectivity
    wifi     Control the Wi-Fi manager
    nfc      Control NFC functions
    bluetooth Control Bluetooth service
`;

/** Of `svc power stayon`: a sum of `BATTERY_PLUGGED_*`. */
const STAY_ON: Readonly<Record<string, string>> = { false: '0', ac: '1', usb: '2', wireless: '4', true: '7' };

/** `svc wifi|data|nfc|bluetooth enable|disable`, `svc power stayon …`. */
export const svc: Program = (invocation) => {
  const [service, verb, value] = invocation.args;
  const isSwitch = verb === 'enable' || verb === 'disable';
  if (service === 'wifi' && isSwitch) return setWifi(invocation, verb === 'enable');
  if (service === 'data' && isSwitch) {
    invocation.phone.services.settings.put('global', 'mobile_data', verb === 'enable' ? '1' : '0');
    return 0;
  }
  if (service === 'nfc' && isSwitch) {
    invocation.phone.services.settings.put('global', 'nfc_on', verb === 'enable' ? '1' : '0');
    return 0;
  }
  if (service === 'bluetooth' && isSwitch) {
    invocation.phone.services.settings.put('global', 'bluetooth_on', verb === 'enable' ? '1' : '0');
    return 0;
  }
  if (service === 'power' && verb === 'stayon' && value !== undefined) {
    invocation.phone.services.settings.put('global', 'stay_on_while_plugged_in', STAY_ON[value] ?? '7');
    return 0;
  }
  return print({ stdout: invocation.stderr }, HELP, 1);
};

/** Switches Wi-Fi as its setting says it; whoever carries the traffic listens to that. */
export function setWifi(invocation: Invocation, enabled: boolean): number {
  invocation.phone.services.settings.put('global', 'wifi_on', enabled ? '1' : '0');
  return 0;
}
