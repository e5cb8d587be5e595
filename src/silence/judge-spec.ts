import type { Flow } from '../flow/flow.ts';
import type { WindowRecord } from '../flow/window.ts';
import { judgeWindow } from './judge.ts';
import type { JudgeInput, Judged } from './judge.ts';

/** All that one spec brought home from one phone: what its verdicts are made from, now or years later. */
export interface SpecRecord extends Omit<JudgeInput, 'window' | 'flows'> {
  /** In order of their rounds; at least one. */
  readonly windows: readonly WindowRecord[];
  /** The phone's flows as the ledger had them when the window closed (`WindowRecord.ledgerByteCount`). */
  readonly flowsOf: (window: WindowRecord) => readonly Flow[];
}

/** Judges a spec from all of its windows. Pure: the same records always give the same verdicts. */
export function judgeSpec(record: SpecRecord): Judged {
  const { windows, flowsOf, ...rest } = record;
  const [first] = windows;
  if (first === undefined) throw new RangeError('judging a spec: found no window, expected at least one');
  return judgeWindow({ ...rest, window: first, flows: flowsOf(first) });
}
