import type { Properties } from '../system/services.ts';

/** What adbd says to a service that changes it, and whether it starts anew afterwards. */
export interface PrivilegeAnswer {
  readonly text: string;
  readonly restart: boolean;
}

/** Property by which adbd remembers, over its own restart, that it runs as root. */
const ROOT_PROPERTY = 'service.adb.root';

/** Whether adbd, and with it the shell, runs as root. */
export function runsAsRoot(properties: Properties): boolean {
  return properties.get(ROOT_PROPERTY) === '1';
}

/** Answers `root:`, `unroot:`, `remount:`, `tcpip:<port>` and `usb:`; undefined for another service. */
export function answerPrivilege(service: string, properties: Properties): PrivilegeAnswer | undefined {
  if (service === 'root:') return root(properties);
  if (service === 'unroot:') return unroot(properties);
  if (service.startsWith('remount:')) return { text: remount(properties), restart: false };
  if (service === 'usb:') return { text: 'restarting in USB mode\n', restart: true };
  if (service.startsWith('tcpip:')) return tcpip(service.slice('tcpip:'.length));
  return undefined;
}

function root(properties: Properties): PrivilegeAnswer {
  if (runsAsRoot(properties)) return { text: 'adbd is already running as root\n', restart: false };
  if (properties.get('ro.debuggable') !== '1') {
    return { text: 'adbd cannot run as root in production builds\n', restart: false };
  }
  properties.set(ROOT_PROPERTY, '1');
  return { text: 'restarting adbd as root\n', restart: true };
}

function unroot(properties: Properties): PrivilegeAnswer {
  if (!runsAsRoot(properties)) return { text: 'adbd not running as root\n', restart: false };
  properties.set(ROOT_PROPERTY, '0');
  return { text: 'restarting adbd as non root\n', restart: true };
}

function remount(properties: Properties): string {
  return runsAsRoot(properties) ? 'remount succeeded\n' : 'Not running as root. Try "adb root" first.\n';
}

/** The phone listens on one port for ever: it restarts where it is, whatever port was asked for. */
function tcpip(argument: string): PrivilegeAnswer {
  const port = Number(argument);
  if (!Number.isInteger(port) || port <= 0 || port > 65535) return { text: `invalid port ${argument}\n`, restart: false };
  return { text: `restarting in TCP mode port: ${port}\n`, restart: true };
}
