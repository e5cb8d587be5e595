import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { WindowRecord } from '../flow/window.ts';
import { examineLedger } from '../record/ledger-integrity.ts';
import { WireBytes, readWireBytes } from '../record/wire-bytes.ts';
import type { SpecRecord } from '../silence/judge-spec.ts';
import { readOracleLog } from '../witness/oracle/parse-oracle-log.ts';
import { readSocketWatch } from '../witness/sockets/watch-file.ts';

/** Where one spec's windows were recorded. */
export interface RecordedIn {
  /** The phone's ledger folder. */
  readonly ledger: string;
  /** The spec's evidence folder. */
  readonly evidence: string;
}

/**
 * Reads what lies on disk of a window: its flows as the ledger had them when it closed, and what its witnesses wrote. A
 * window that has closed does not change, so it is read once however often it is judged.
 */
export function recordedIn(where: RecordedIn): SpecRecord['recordedOf'] {
  const known = new Map<WindowRecord, Recorded>();
  return (window) => {
    const recorded = known.get(window) ?? readRecorded(window, where);
    known.set(window, recorded);
    return recorded;
  };
}

type Recorded = ReturnType<SpecRecord['recordedOf']>;

function readRecorded(window: WindowRecord, { ledger, evidence }: RecordedIn): Recorded {
  const { oracle, sockets, ledgerByteCount, endMs } = window;
  const { flows, losses } = examineLedger(ledger, ledgerByteCount);
  return {
    flows,
    ledgerLosses: losses,
    // What was written down later was not there when the window was judged first.
    wireBytes: new WireBytes(readWireBytes(ledger).readings.filter(({ atMs }) => atMs <= endMs)),
    ...(oracle === undefined ? {} : { oracleEvents: readOracleLog(evidence, oracle) }),
    ...(sockets === undefined || !existsSync(join(evidence, sockets.file)) ? {} : { sockets: readSocketWatch(join(evidence, sockets.file)) }),
  };
}
