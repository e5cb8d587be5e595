import type { Cause } from '../apps/app-event.ts';
import type { Sdk } from '../profile/profile.ts';
import type { Clock } from '../system/services.ts';
import type { QueuedEvent } from './queued-event.ts';
import type { TruthLine, TruthLog } from './truth-log.ts';

/** How it went with an event. */
export interface Fate extends Pick<TruthLine, 'outcome' | 'status' | 'error' | 'reason'> {
  readonly url: string;
  readonly sender: string;
  readonly isOpaque: boolean;
}

/** The same where the SDK's address and the event's own package are meant unless others are named. */
export type TellableFate = Omit<Fate, 'isOpaque' | 'url' | 'sender'> & Partial<Pick<Fate, 'url' | 'sender'>>;

/** Writes down what became of events. */
export class TelemetryTruth {
  readonly #phone: { readonly id: string; readonly clock: Clock; readonly truth: TruthLog };

  constructor(phone: { readonly id: string; readonly clock: Clock; readonly truth: TruthLog }) {
    this.#phone = phone;
  }

  write(event: QueuedEvent, sdk: Sdk, fate: Fate): void {
    const { id, clock, truth } = this.#phone;
    const atMs = Date.now();
    const phoneMs = clock.now();
    truth.write({
      atMs,
      phoneMs,
      phone: id,
      what: 'telemetry',
      outcome: fate.outcome,
      rule: event.rule,
      package: event.packageName,
      sender: fate.sender,
      ...(event.delegated === true ? { delegated: true } : {}),
      event: event.name,
      fields: event.fields,
      method: sdk.method,
      url: fate.url,
      host: hostOf(fate.url),
      transport: sdk.transport,
      ...(fate.status === undefined ? {} : { status: fate.status }),
      ...(fate.error === undefined ? {} : { error: fate.error }),
      ...(fate.reason === undefined ? {} : { reason: fate.reason }),
      cause: onHostClock(event.cause, phoneMs - atMs),
      claims: event.claims,
      ...(fate.isOpaque ? { opaque: true } : {}),
    });
  }
}

/** An address that its templates have made none of has no host. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : '';
}

/** Causes carry the phone's clock; the truth log speaks of the host's. */
export function onHostClock(cause: Cause, clockOffsetMs: number): Cause {
  return { ...cause, atMs: cause.atMs - clockOffsetMs };
}
