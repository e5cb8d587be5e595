import type { CounterModel } from '../flow/counters.ts';

/** What is known of the ways a phone is watched; each value was found out on the phone, not assumed. */
export interface WatchedPhone {
  readonly proxy: {
    /** How the phone is led to the sidecar: by its `http_proxy` setting, by SOCKS, or by its routes (everything of TCP). */
    readonly kind: 'http_proxy' | 'socks' | 'transparent';
    readonly caInstalled: boolean;
    /** Why the CA is not installed, in words. */
    readonly caDetail: string;
  };
  /** The measured model of the kernel's counters; absent when no source could be read. */
  readonly counters?: Pick<CounterModel, 'loopback' | 'source'>;
  /** Whether the SDKs' own log is listened to. */
  readonly oracle: boolean;
  /** Whether the phone lets its shell read its socket tables. */
  readonly socketTables: boolean;
}

/**
 * What the wire cannot see on this phone, one sentence a blind spot, each with who else watches it. A blind spot that
 * nobody watches says so.
 */
export function blindSpotsOf(phone: WatchedPhone): readonly string[] {
  return [...pastTheProxy(phone), ...insideTls(phone), ...beforeTheWire(phone)];
}

/** Of traffic nobody recorded bytes are all that is left, so the sentences say what the counters can do. */
function pastTheProxy(phone: WatchedPhone): readonly string[] {
  const { kind } = phone.proxy;
  const others = watchers(phone, ['kernel', 'sockets']);
  const udp = `UDP (DNS, QUIC) does not go through ${kind === 'transparent' ? 'the redirected TCP' : 'the proxy'}: ${others}`;
  if (kind === 'transparent') return [udp];
  const who = kind === 'socks' ? 'what does not speak SOCKS' : 'what ignores the http_proxy setting';
  return [`TCP of ${who} goes past the recorder: ${others}`, udp];
}

function insideTls(phone: WatchedPhone): readonly string[] {
  const others = phone.oracle ? 'the SDKs\' own log tells what was meant to be sent' : 'nobody else watches it';
  if (!phone.proxy.caInstalled) {
    return [`what TLS carries cannot be read, only that a handshake was tried and its server's name (${phone.proxy.caDetail}): ${others}`];
  }
  return [`what an app sends that trusts its own certificates only cannot be read; its refused handshakes are recorded: ${others}`];
}

/** Events that are held back or handed over leave no bytes of their own in the window. */
function beforeTheWire(phone: WatchedPhone): readonly string[] {
  return [`what an app keeps for later than the window leaves no bytes in it: ${phone.oracle ? 'the SDKs\' own log names it when it is queued' : 'nobody else watches it'}`];
}

function watchers(phone: WatchedPhone, asked: readonly ('kernel' | 'sockets')[]): string {
  const found = asked.flatMap((who) => (who === 'kernel' ? kernelWatch(phone) : socketWatch(phone)));
  return found.length === 0 ? 'nobody else watches it' : found.join('; ');
}

function kernelWatch({ counters }: WatchedPhone): readonly string[] {
  if (counters === undefined || counters.loopback === 'unknown') return [];
  const exact = counters.loopback === 'told apart' || counters.loopback === 'left out';
  return [exact
    ? `the kernel counts its bytes for each UID, apart from loopback (${counters.source})`
    : `the kernel counts its bytes for each UID together with other traffic (${counters.source}), so a little of it can hide within the tolerance`];
}

const socketWatch = ({ socketTables }: WatchedPhone): readonly string[] =>
  (socketTables ? ['socket tables show connections that live long enough to be sampled'] : []);
