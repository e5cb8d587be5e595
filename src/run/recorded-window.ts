import { join } from 'node:path';
import type { OracleEvent } from '../flow/oracle.ts';
import type { SocketWatch } from '../flow/socket.ts';
import type { Flow } from '../flow/flow.ts';
import type { WindowRecord } from '../flow/window.ts';
import { readFlows } from '../record/ledger.ts';
import { WireBytes, readWireBytes } from '../record/wire-bytes.ts';
import { readOracleLog } from '../witness/oracle/parse-oracle-log.ts';
import { readSocketWatch } from '../witness/sockets/watch-file.ts';

/** What lies on disk of one window beside its record. */
export interface RecordedWindow {
  readonly flows: readonly Flow[];
  readonly wireBytes: WireBytes;
  readonly oracleEvents: readonly OracleEvent[];
  readonly sockets?: SocketWatch;
}

/**
 * Reads what a window left behind: the ledger as it stood when the window closed, and what its witnesses wrote. The same
 * at any later time, so that judging again gives the same answer.
 *
 * @throws {EarshotError} BAD_INPUT when a file cannot be read.
 */
export function readRecorded(window: WindowRecord, from: { readonly ledger: string; readonly evidence: string }): RecordedWindow {
  const { oracle, sockets, ledgerByteCount, endMs } = window;
  return {
    flows: readFlows(from.ledger, ledgerByteCount),
    // What is written later was not there when the window was judged first.
    wireBytes: new WireBytes(readWireBytes(from.ledger).readings.filter(({ atMs }) => atMs <= endMs)),
    oracleEvents: oracle === undefined ? [] : readOracleLog(from.evidence, oracle),
    ...(sockets === undefined ? {} : { sockets: readSocketWatch(join(from.evidence, sockets.file)) }),
  };
}
