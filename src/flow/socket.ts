/** One row of the phone's socket table that was new when the table was looked at. */
export interface SocketSighting {
  /** Host clock, ms since the epoch. */
  readonly atMs: number;
  readonly protocol: 'tcp' | 'udp';
  readonly uid: number;
  /** `address:port`, IPv4-mapped addresses as IPv4. */
  readonly local: string;
  readonly remote: string;
  /** `ESTABLISHED`, `SYN_SENT`, … as Linux names them. */
  readonly state: string;
}

/** What sampling the phone's socket tables during a window was worth. It misses short connections: corroboration only. */
export interface SocketRecord {
  /** File in the spec's evidence folder, one `SocketSighting` a line. */
  readonly file: string;
  /** False where the phone does not let its shell read the tables. */
  readonly readable: boolean;
  readonly detail: string;
  /** Port on the phone's loopback that leads to the recorder. */
  readonly proxyPort: number;
}
