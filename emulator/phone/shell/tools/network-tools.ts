import { fail, print, type Invocation, type Program } from '../process/invocation.ts';

/** The phone's address in the network it stands in; invented, as the network is. */
const ADDRESS = '192.168.1.23';
const PREFIX_LENGTH = 24;
const BROADCAST = '192.168.1.255';
const NETWORK = '192.168.1.0';
const WLAN_INDEX = 25;

const mac = (invocation: Invocation): string => {
  try {
    return invocation.phone.system.files.readSync('/sys/class/net/wlan0/address').toString().trim();
  } catch {
    return '02:00:00:00:00:00'; // A phone without the file hides its address, as Android 10 does.
  }
};

const isOnWifi = (invocation: Invocation): boolean => {
  const { settings } = invocation.phone.services;
  return settings.get('global', 'wifi_on') !== '0' && settings.get('global', 'airplane_mode_on') !== '1';
};

/** iproute2's `ip addr|link|route [show] [dev name]`. */
export const ip: Program = (invocation) => {
  const [object = '', ...args] = invocation.args.filter((word) => !word.startsWith('-'));
  const wanted = args.find((word) => word !== 'show' && word !== 'list' && word !== 'dev' && word !== 'table' && word !== 'all');
  const isUp = isOnWifi(invocation);
  if (/^a/.test(object) || /^l/.test(object)) {
    const shows = (name: string): boolean => wanted === undefined || wanted === name;
    if (wanted !== undefined && wanted !== 'lo' && wanted !== 'wlan0') return print({ stdout: invocation.stderr }, `Device "${wanted}" does not exist.\n`, 1);
    const addresses = object.startsWith('a');
    return print(invocation, `${shows('lo') ? loText(addresses) : ''}${shows('wlan0') ? wlanText(invocation, { isUp, addresses }) : ''}`);
  }
  if (/^r/.test(object)) {
    if (args[0] === 'get') return isUp ? print(invocation, `${args[1] ?? ''} via 192.168.1.1 dev wlan0 table wlan0 src ${ADDRESS} uid ${invocation.credential.uid}\n    cache\n`) : print({ stdout: invocation.stderr }, 'RTNETLINK answers: Network is unreachable\n', 2);
    return print(invocation, isUp ? `${NETWORK}/${PREFIX_LENGTH} dev wlan0 proto kernel scope link src ${ADDRESS}\n` : '');
  }
  if (object === '') return print({ stdout: invocation.stderr }, 'Usage: ip [ OPTIONS ] OBJECT { COMMAND | help }\n', 255);
  return print({ stdout: invocation.stderr }, `Object "${object}" is unknown, try "ip help".\n`, 1);
};

const loText = (addresses: boolean): string => `1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000
    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
${addresses ? '    inet 127.0.0.1/8 scope host lo\n       valid_lft forever preferred_lft forever\n' : ''}`;

function wlanText(invocation: Invocation, { isUp, addresses }: { readonly isUp: boolean; readonly addresses: boolean }): string {
  const flags = isUp ? '<BROADCAST,MULTICAST,UP,LOWER_UP>' : '<BROADCAST,MULTICAST>';
  return `${WLAN_INDEX}: wlan0: ${flags} mtu 1500 qdisc mq state ${isUp ? 'UP' : 'DOWN'} group default qlen 3000
    link/ether ${mac(invocation)} brd ff:ff:ff:ff:ff:ff
${isUp && addresses ? `    inet ${ADDRESS}/${PREFIX_LENGTH} brd ${BROADCAST} scope global wlan0\n       valid_lft forever preferred_lft forever\n` : ''}`;
}

/** toybox `ifconfig [name]`. */
export const ifconfig: Program = (invocation) => {
  const name = invocation.args.find((word) => !word.startsWith('-'));
  if (name !== undefined && name !== 'lo' && name !== 'wlan0') return fail(invocation, `${name}: No such device`);
  const lo = 'lo        Link encap:Local Loopback  \n          inet addr:127.0.0.1  Mask:255.0.0.0 \n          UP LOOPBACK RUNNING  MTU:65536  Metric:1\n\n';
  const wlan = `wlan0     Link encap:Ethernet  HWaddr ${mac(invocation)}\n          inet addr:${ADDRESS}  Bcast:${BROADCAST}  Mask:255.255.255.0 \n          UP BROADCAST RUNNING MULTICAST  MTU:1500  Metric:1\n\n`;
  return print(invocation, `${name !== 'wlan0' ? lo : ''}${name !== 'lo' && isOnWifi(invocation) ? wlan : ''}`);
};

/** toybox `netstat`: the sockets that listen and those that are open, from `/proc/net/tcp` where the phone has it. */
export const netstat: Program = (invocation) => {
  print(invocation, 'Active Internet connections (w/o servers)\nProto Recv-Q Send-Q Local Address          Foreign Address        State      \n');
  for (const file of ['tcp', 'tcp6']) {
    let text: string;
    try {
      text = invocation.files.readSync(`/proc/net/${file}`).toString();
    } catch {
      continue; // Android 10 and later keep it from the shell user.
    }
    for (const line of text.split('\n').slice(1)) {
      const [, local, remote, state = ''] = line.trim().split(/\s+/);
      if (local === undefined || remote === undefined) continue;
      print(invocation, `${file.padEnd(5)}      0      0 ${address(local).padEnd(22)} ${address(remote).padEnd(22)} ${STATES[state] ?? 'UNKNOWN'}\n`);
    }
  }
  return 0;
};

const STATES: Readonly<Record<string, string>> = { '01': 'ESTABLISHED', '02': 'SYN_SENT', '06': 'TIME_WAIT', '08': 'CLOSE_WAIT', '0A': 'LISTEN' };

function address(text: string): string {
  const [hex = '', port = ''] = text.split(':');
  const octets = (hex.slice(-8).match(/../g) ?? []).reverse().map((pair) => parseInt(pair, 16));
  return `${octets.join('.')}:${parseInt(port, 16)}`;
}
