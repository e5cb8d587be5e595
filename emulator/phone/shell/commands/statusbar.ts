import { print, type Program } from '../process/invocation.ts';

const USAGE = `Status bar commands:
  help
    Print this help text.

  expand-notifications
    Open the notifications panel.

  expand-settings
    Open the notifications panel and expand quick settings if present.

  collapse
    Collapse the notifications and settings panel.

  check-support
    Check if this device supports QS + APIs

  get-status-icons
    Print the list of status bar icons and the order they appear in

`;

/** Slots of `config_statusBarIcons`, in AOSP's order. */
const SLOTS = ['alarm_clock', 'rotate', 'bluetooth', 'location', 'zen', 'volume', 'airplane', 'wifi', 'mobile', 'battery', 'clock'];

/** `cmd statusbar …`: AOSP's `StatusBarShellCommand`. */
export const statusbar: Program = (invocation) => {
  const bar = invocation.phone.services.statusBar;
  const [command] = invocation.args;
  switch (command) {
    case 'expand-notifications': bar?.expand(); return 0;
    case 'expand-settings': bar?.expandSettings(); return 0;
    case 'collapse': bar?.collapse(); return 0;
    case 'check-support': return print(invocation, 'true\n');
    case 'get-status-icons': return print(invocation, SLOTS.map((slot) => `${slot}\n`).join(''));
    case undefined:
    case 'help':
    case '-h': return print(invocation, USAGE, command === undefined ? 255 : 0);
    default: return print(invocation, `Unknown command: ${command}\n`, 255);
  }
};
