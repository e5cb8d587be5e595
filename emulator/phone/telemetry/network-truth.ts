import type { NetworkRecord } from '../network/phone-network.ts';
import type { Clock } from '../system/services.ts';
import { onHostClock } from './telemetry-truth.ts';
import type { TruthLog } from './truth-log.ts';

/** Turns what the network did into truth lines; telemetry writes its own, event by event. */
export function networkTruth(truth: TruthLog, phone: { readonly id: string; readonly clock: Clock }): (record: NetworkRecord) => void {
  return (record) => {
    if (record.purpose === 'telemetry') return;
    const clockOffsetMs = phone.clock.now() - Date.now();
    truth.write({
      atMs: record.atMs,
      phoneMs: record.atMs + clockOffsetMs,
      phone: phone.id,
      what: record.purpose,
      outcome: record.error === undefined ? 'sent' : 'failed',
      package: record.packageName,
      sender: record.packageName,
      method: record.method,
      url: record.url,
      host: new URL(record.url).hostname,
      transport: record.transport,
      ...(record.status === undefined ? {} : { status: record.status }),
      ...(record.error === undefined ? {} : { error: record.error }),
      ...(record.payloadBase64 === undefined ? {} : { payloadBase64: record.payloadBase64 }),
      ...(record.lookedUp === undefined ? {} : { lookedUp: record.lookedUp }),
      cause: onHostClock(record.cause, clockOffsetMs),
    });
  };
}
