import type { CounterModel, CounterReading, UidTraffic } from '../../flow/counters.ts';
import type { PayloadExchange } from './payload-probe.ts';

/** One payload over loopback, and what was counted for the shell meanwhile; undefined where the source leaves loopback out. */
export interface Measurement extends PayloadExchange {
  readonly counted: UidTraffic | undefined;
  /** No counter of any UID moved meanwhile. */
  readonly stoodStill: boolean;
}

/** No more than this share of a payload counted: it was not. */
const NOT_COUNTED_SHARE = 0.05;
/** Headers of TCP and IP over packets of 256 bytes and more; anything beyond is no overhead. */
const MOST_PER_BYTE = 1.35;
/** What two equal connections may differ by: bare acknowledgements that come or do not, at both ends. */
const JITTER_BYTES = 400;
/** SYN, FIN and bare acknowledgements of one connection: a dozen packets, and room for an acknowledgement of each segment. */
const MOST_CONNECTION_BYTES = 4_000;
/**
 * What a prediction for a counted loopback may be off: one connection's handshake; headers of small writes and
 * acknowledgements that come or do not, which a payload in one piece does not show.
 */
const TOLERANCE = { bytes: 512, share: 0.15 } as const;
const EXACT = { bytes: 0, share: 0 } as const;

/**
 * How a phone counts, from what was measured over its loopback.
 *
 * @param reading Any reading of the phone: what its source can tell.
 * @param measured Two exchanges of very different size, or why there are none.
 */
export function modelFrom(reading: CounterReading, measured: readonly Measurement[] | string): CounterModel {
  const { source, all, beyondLoopback } = reading;
  const found = conventionOf(measured);
  const exact = { source, tolerance: EXACT };
  // Counters of a phone that has booted have seen something; where they have not, they see nothing.
  if (!countsAnything(reading)) return { ...exact, loopback: 'unknown', detail: `${source} has no traffic of any uid since boot, expected some` };
  if (source === 'uid_stat') return { ...exact, loopback: 'unknown', detail: `uid_stat counts TCP only, so nothing can be said to be all; over loopback: ${found.detail}` };
  if (beyondLoopback !== undefined) {
    const loopback = source === 'netstats' ? 'left out' : 'told apart';
    return { ...exact, loopback, detail: `${source}: interfaces are told apart, loopback is ${all === undefined ? 'left out' : `${found.loopback} in the sum of all`}; ${found.detail}` };
  }
  // Nothing tells a sum that leaves loopback out from one that has stopped, unless something else moved.
  if (found.loopback === 'not counted' && typeof measured !== 'string' && measured.every(({ stoodStill }) => stoodStill)) {
    return { ...exact, loopback: 'unknown', detail: `${source}: ${found.detail}: no counter of any uid moved` };
  }
  const overhead = found.overhead === undefined ? {} : { overhead: found.overhead };
  return { source, loopback: found.loopback, ...overhead, tolerance: found.loopback === 'counted' ? TOLERANCE : EXACT, detail: `${source}: ${found.detail}` };
}

interface Convention extends Pick<CounterModel, 'overhead'> {
  readonly loopback: 'counted' | 'not counted' | 'unknown';
  readonly detail: string;
}

function conventionOf(measured: readonly Measurement[] | string): Convention {
  if (typeof measured === 'string') return { loopback: 'unknown', detail: measured };
  const [small, large] = measured;
  if (small?.counted === undefined || large?.counted === undefined) return { loopback: 'unknown', detail: 'the source does not show loopback' };
  const [one, other] = [small.counted, large.counted];
  const detail = `sent ${small.sentBytes} and ${large.sentBytes} bytes over loopback, counted ${one.sentBytes} and ${other.sentBytes} as sent, `
    + `${one.receivedBytes} and ${other.receivedBytes} as received`;
  if ([one, other].some((traffic) => Object.values(traffic).some((count: number) => count < 0))) {
    return { loopback: 'unknown', detail: `${detail}: counters do not go backwards` };
  }
  if (other.sentBytes <= large.sentBytes * NOT_COUNTED_SHARE && one.sentBytes <= small.sentBytes * NOT_COUNTED_SHARE) return { loopback: 'not counted', detail };
  const extraBytes = large.sentBytes - small.sentBytes;
  const slope = (other.sentBytes - one.sentBytes) / extraBytes;
  const jitter = JITTER_BYTES / extraBytes;
  // Less than each byte once cannot be: what is missing is jitter.
  const perByte = Math.max(1, slope);
  const perConnectionBytes = one.sentBytes - small.sentBytes * perByte - mirrored({ ...small, counted: one });
  if (slope < 1 - jitter || slope > MOST_PER_BYTE + jitter || perConnectionBytes < -TOLERANCE.bytes || perConnectionBytes > MOST_CONNECTION_BYTES) {
    return { loopback: 'unknown', detail: `${detail}: ${slope.toFixed(3)} for each byte and ${perConnectionBytes.toFixed(0)} for each connection is not what headers add` };
  }
  const overhead = { perByte, perConnectionBytes: Math.max(0, Math.ceil(perConnectionBytes)) };
  return { loopback: 'counted', overhead, detail: `${detail}: ${perByte.toFixed(3)} for each byte, ${overhead.perConnectionBytes} for each connection` };
}

/** adbd, the other end of the connection, may have the shell's UID: then what was received is counted as sent too. */
function mirrored({ sentBytes, receivedBytes, counted }: Measurement & { readonly counted: UidTraffic }): number {
  return counted.receivedBytes >= sentBytes ? receivedBytes : 0;
}

function countsAnything({ all, beyondLoopback }: CounterReading): boolean {
  return [all, beyondLoopback].some((table) => Object.values(table ?? {}).some(({ sentBytes, receivedBytes }) => sentBytes + receivedBytes > 0));
}
