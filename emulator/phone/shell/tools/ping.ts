import { isIPv4 } from 'node:net';
import { orAborted, print, type Invocation, type Program } from '../process/invocation.ts';
import { readOptions } from './options.ts';

/** Round trips that are printed; invented: no packet travels, nothing is measured. */
const ROUND_TRIP_MS = { local: '0.052', far: '23.4' } as const;
const DEFAULT_COUNT = Number.POSITIVE_INFINITY;
const DEFAULT_INTERVAL_S = 1;

/**
 * iputils' `ping`. A name is looked up as any program's is, and a host that has one answers; an address without a name
 * does not, the network carries no ICMP.
 */
export const ping: Program = async (invocation) => {
  const { values, operands } = readOptions(invocation.args, 'c:i:W:w:s:nq46I:t:');
  const [host = ''] = operands;
  if (host === '') {
    invocation.stderr.write('Usage: ping [-aAbBdDfhLnOqrRUvV] [-c count] [-i interval] [-I interface] destination\n');
    return 2;
  }
  const target = await targetOf(invocation, host);
  if ('error' in target) {
    invocation.stderr.write(target.error);
    return 2;
  }
  const intervalMs = Number(values.get('i') ?? DEFAULT_INTERVAL_S) * 1000;
  return send(invocation, { ...target, host, count: Number(values.get('c') ?? DEFAULT_COUNT), intervalMs });
};

interface Target {
  readonly address: string;
  readonly roundTripMs: string;
  readonly answers: boolean;
}

async function targetOf({ phone }: Invocation, host: string): Promise<Target | { readonly error: string }> {
  if (host === 'localhost' || host.startsWith('127.')) return { address: host === 'localhost' ? '127.0.0.1' : host, roundTripMs: ROUND_TRIP_MS.local, answers: true };
  if (isIPv4(host)) {
    const { settings } = phone.services;
    const isOff = settings.get('global', 'airplane_mode_on') === '1' || (settings.get('global', 'wifi_on') === '0' && settings.get('global', 'mobile_data') === '0');
    return isOff ? { error: 'connect: Network is unreachable\n' } : { address: host, roundTripMs: ROUND_TRIP_MS.far, answers: false };
  }
  const addresses = await phone.lookUp?.(host).catch(() => []);
  const address = addresses?.find((found) => isIPv4(found));
  return address === undefined ? { error: `ping: unknown host ${host}\n` } : { address, roundTripMs: ROUND_TRIP_MS.far, answers: true };
}

async function send(invocation: Invocation, to: Target & { readonly host: string; readonly count: number; readonly intervalMs: number }): Promise<number> {
  const { host, address, answers, roundTripMs } = to;
  print(invocation, `PING ${host} (${address}) 56(84) bytes of data.\n`);
  let sent = 0;
  while (sent < to.count && !invocation.signal.aborted && !invocation.stdout.closed) {
    if (sent > 0) await pause(to.intervalMs, invocation.signal);
    sent += 1;
    if (answers) print(invocation, `64 bytes from ${address}: icmp_seq=${sent} ttl=${address.startsWith('127.') ? 64 : 52} time=${roundTripMs} ms\n`);
  }
  const received = answers ? sent : 0;
  print(invocation, `\n--- ${host} ping statistics ---\n${sent} packets transmitted, ${received} received, ${answers ? 0 : 100}% packet loss, time ${Math.max(0, sent - 1) * to.intervalMs}ms\n`);
  if (answers) print(invocation, `rtt min/avg/max/mdev = ${[roundTripMs, roundTripMs, roundTripMs].map((text) => Number(text).toFixed(3)).join('/')}/0.000 ms\n`);
  return answers ? 0 : 1;
}

async function pause(waitMs: number, signal: AbortSignal): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await orAborted(new Promise<void>((resolve) => {
    timer = setTimeout(resolve, waitMs);
  }), signal);
  clearTimeout(timer);
}
