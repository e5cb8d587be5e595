/** What a UID sent and received since boot, as the phone's kernel counts it: headers of TCP and IP included. */
export interface UidTraffic {
  readonly receivedBytes: number;
  readonly receivedPackets: number;
  readonly sentBytes: number;
  readonly sentPackets: number;
}

/** Where a phone's counters were read, the finest-grained first. */
export type CounterSource = 'ebpf map' | 'xt_qtaguid' | 'netstats' | 'uid_stat';

/** UID, in decimal, → its traffic. A UID without traffic may be missing. */
export type TrafficByUid = Readonly<Record<string, UidTraffic>>;

/** The phone's counters at one moment. */
export interface CounterReading {
  /** Host clock, ms: when the phone was asked, and when it had answered. */
  readonly startMs: number;
  readonly endMs: number;
  readonly source: CounterSource;
  /** Traffic on every interface but loopback: what left past a proxy behind `adb reverse`. Absent where the source does not tell interfaces apart. */
  readonly beyondLoopback?: TrafficByUid;
  /** Traffic of a UID in all, loopback as the phone's convention has it. Absent where the source leaves loopback out. */
  readonly all?: TrafficByUid;
}

/** A reading that could not be made. */
export interface CounterFailure {
  readonly startMs: number;
  readonly endMs: number;
  /** What was asked, what was found, what was expected. */
  readonly failed: string;
}

/** How a phone counts, measured before its first window. */
export interface CounterModel {
  readonly source: CounterSource;
  /**
   * What becomes of traffic over loopback. `told apart`: the source names interfaces, so it can be left out. `left out`:
   * the source never shows it. `counted`, `not counted`: the phone's convention in `all`, measured. `unknown`: the
   * measurement made no sense, and nothing can be said by these counters.
   */
  readonly loopback: 'told apart' | 'left out' | 'counted' | 'not counted' | 'unknown';
  /** Counted bytes for each payload byte and for each connection, measured over loopback; absent where it is not counted. */
  readonly overhead?: { readonly perByte: number; readonly perConnectionBytes: number };
  /** How far a prediction may be off: bytes, and as a share of what is explained. */
  readonly tolerance: { readonly bytes: number; readonly share: number };
  /** One line for people: what was sent, what was counted. */
  readonly detail: string;
}

/** All that the kernel witness brought home from one window. */
export interface CounterRecord {
  /** Absent when no source could be read on this phone. */
  readonly model?: CounterModel;
  /** In order of time: at both ends of the window, before each act and after each settle time, at each barrier. */
  readonly readings: readonly (CounterReading | CounterFailure)[];
}
