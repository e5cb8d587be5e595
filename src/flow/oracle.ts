/**
 * What a telemetry SDK writes of itself into the phone's log. `started`: the SDK began in a process. `tracked`: an event
 * the app itself will upload. `handed over`: an event given to com.miui.analytics. `uploading`: events about to be sent.
 * `answered`: the collector's answer.
 */
export type OracleEventKind = 'started' | 'tracked' | 'handed over' | 'uploading' | 'answered';

/** One thing the SDK's debug log says, its split lines joined. */
export interface OracleEvent {
  /** Phone clock, ms since the epoch: the log's own stamp. */
  readonly atMs: number;
  readonly kind: OracleEventKind;
  /** Tag without its prefix: `OneTrackLocalImp`. */
  readonly tag: string;
  /** Package of the process that wrote it; absent when nobody knows its pid any more. */
  readonly package?: string;
  /** Name of the event, where one is told. */
  readonly event?: string;
  /** The JSON it told, parsed; absent when there is none or it is torn. */
  readonly data?: unknown;
  /** The event's own time, phone clock, where it states one (`e_ts`). */
  readonly eventTimeMs?: number;
  /** The message as it was written, joined. */
  readonly text: string;
}

/** What the log capture of one window was worth. */
export interface OracleRecord {
  /** File in the spec's evidence folder that holds the captured lines. */
  readonly file: string;
  /** Both markers of the window are in the capture, so nothing in between was lost. Otherwise why not. */
  readonly whole: boolean;
  readonly detail: string;
  /** Packages whose debug log was asked for, and whether their SDK said that it is on. */
  readonly packages: Readonly<Record<string, 'on' | 'off' | 'no SDK'>>;
  /** Package of each process, by its pid, as far as known. */
  readonly processes: Readonly<Record<string, string>>;
}
