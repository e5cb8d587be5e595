import type { Destination } from './destination.ts';
import type { IndicatorClass } from './indicator.ts';

/**
 * Who heard it, seen from the page the action asked for: the site itself (`first`), somebody whom the page brought in (`third`: the
 * site told them, not the app), the phone's vendor, or anybody else.
 */
export type Party = 'first' | 'third' | 'vendor' | 'other';

/** Something of ours, found in the bytes of a flow. */
export interface Finding {
  /** Name of the indicator: `canary:url`, `android_id`, … */
  readonly indicator: string;
  readonly class: IndicatorClass;
  readonly host: string;
  /** Package that sent the flow, or `unknown`. */
  readonly owner: string;
  /** What the owner is known by: `OT_sender`, `socket table`, …; absent in runs of before it was told. */
  readonly ownerRung?: string;
  readonly ownerConfidence?: 'certain' | 'likely' | 'possible';
  /** How to reach the value, from the outside in: `["body","form:data_list","base64","gzip","json:$[0].properties.url"]`. */
  readonly path: readonly string[];
  /** Id of the flow in the ledger. */
  readonly flow: string;
  /** In which form the value stood there when it was not as it is: `sha256`, `md5 of upper case`, `without separators`. */
  readonly form?: string;
  /** Plain attributes of the phone told in the same flow: `android_version`, `model`; they never leak alone. */
  readonly alongside?: readonly string[];
  /** A little of the innermost text around the value, with the middle of personal values left out. */
  readonly sample?: string;
  /** Where the value begins in the bytes of the innermost layer. */
  readonly offset?: number;
  /** What else in the same flow speaks for it, and proves nothing alone: `hashCode -1045101283 at body json:$.id`. */
  readonly corroboratedBy?: readonly string[];
  /** The event's own time where the bytes around the value state one, ms since the epoch. */
  readonly eventTimeMs?: number;
  /** Who heard it; absent in runs of before it was told. */
  readonly party?: Party;
  /** Whom the host belongs to and where its server is; absent in runs of before it was told. */
  readonly destination?: Destination;
}
