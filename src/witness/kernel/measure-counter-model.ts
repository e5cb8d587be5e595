import type { DeviceShell } from '../../device/device-shell.ts';
import type { CounterFailure, CounterModel, CounterReading, UidTraffic } from '../../flow/counters.ts';
import { modelFrom, type Measurement } from './counter-model.ts';
import { exchangePayload } from './payload-probe.ts';
import { hasFailed, readCounters, type SourceMemory } from './read-counters.ts';

/** Small: on a phone without the shell protocol they are part of a command, which old adbd takes up to 4 KiB of. */
const PAYLOAD_BYTES = [256, 2_560] as const;

/** Where payloads go, and which readings they stand between. */
export interface MeasuringOptions {
  /** `127.0.0.1:<port>`, the proxy setting of the run. */
  readonly setting: string;
  /** Two tokens no other probe has. */
  readonly tokens: readonly [string, string];
  readonly memory: SourceMemory;
}

/**
 * Measures how a phone counts, before its first window: sends two payloads of known size from its shell through the proxy
 * on its loopback, and looks at what was counted for the shell's UID.
 *
 * @returns The model, or the failure of a reading where no source could be read at all. What makes no sense is a model of
 * `unknown` with its reason. Never throws for what the phone does.
 */
export async function measureCounterModel(shell: DeviceShell, options: MeasuringOptions): Promise<CounterModel | CounterFailure> {
  const { setting, tokens, memory } = options;
  const first = await readCounters(shell, memory);
  if (hasFailed(first)) return first;
  const measurements: Measurement[] = [];
  let before = first;
  try {
    const uid = (await shell.run('id -u')).trim();
    for (const [index, bytes] of PAYLOAD_BYTES.entries()) {
      const exchange = await exchangePayload(shell, setting, { token: tokens[index === 0 ? 0 : 1], bytes });
      if ('failed' in exchange) return modelFrom(before, exchange.failed);
      const after = await readCounters(shell, memory);
      if (hasFailed(after)) return modelFrom(before, after.failed);
      const stoodStill = JSON.stringify(before.all) === JSON.stringify(after.all);
      measurements.push({ ...exchange, counted: movedBetween(before, after, uid), stoodStill });
      before = after;
    }
  } catch (cause) {
    return modelFrom(before, cause instanceof Error ? cause.message : String(cause));
  }
  return modelFrom(before, measurements);
}

function movedBetween(before: CounterReading, after: CounterReading, uid: string): UidTraffic | undefined {
  if (before.all === undefined || after.all === undefined) return undefined;
  const nothing: UidTraffic = { receivedBytes: 0, receivedPackets: 0, sentBytes: 0, sentPackets: 0 };
  const one = before.all[uid] ?? nothing;
  const other = after.all[uid] ?? nothing;
  return {
    receivedBytes: other.receivedBytes - one.receivedBytes,
    receivedPackets: other.receivedPackets - one.receivedPackets,
    sentBytes: other.sentBytes - one.sentBytes,
    sentPackets: other.sentPackets - one.sentPackets,
  };
}
