/** One row of the phone's socket table that was new, changed or gone when the table was looked at. */
export interface SocketSighting {
  /** Host clock, ms since the epoch. */
  readonly atMs: number;
  readonly protocol: 'tcp' | 'udp';
  readonly uid: number;
  /** `address:port`, IPv4-mapped addresses as IPv4. */
  readonly local: string;
  readonly remote: string;
  /** `ESTABLISHED`, `SYN_SENT`, … as Linux names them; `gone` when a row seen before was not there any more. */
  readonly state: string;
}

/** That the tables were looked at, whole: what is not sighted by then was not there. */
export interface SocketLook {
  /** Host clock, ms since the epoch: a moment within the look. */
  readonly lookMs: number;
}

/** All that sampling wrote of one window, in order of time. */
export interface SocketWatch {
  readonly looksMs: readonly number[];
  readonly sightings: readonly SocketSighting[];
}

/** What sampling the phone's socket tables during a window was worth. It misses short connections: corroboration only. */
export interface SocketRecord {
  /** File in the spec's evidence folder, NDJSON: what a look saw as one `SocketSighting` a line, then its `SocketLook`. */
  readonly file: string;
  /** False where the phone does not let its shell read the tables. */
  readonly readable: boolean;
  readonly detail: string;
  /** Whole looks at the tables, and the longest time between two; absent where there was none. */
  readonly looks?: { readonly count: number; readonly longestGapMs: number };
  /** Port on the phone's loopback that leads to the recorder. */
  readonly proxyPort: number;
}
