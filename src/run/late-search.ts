import { LedgerTail, bodyReader } from '../record/ledger.ts';
import type { PhoneFacts } from '../flow/phone-facts.ts';
import type { Verdict } from '../flow/verdict.ts';
import { readThrough } from '../leak/read-through.ts';
import type { Linkage } from '../report/linkage/linkage.ts';
import { LateSearch } from '../silence/late.ts';
import { loadRegister } from '../silence/register-file.ts';
import { remoteConfigurations, type RemoteConfiguration } from '../silence/remote-configuration.ts';
import type { Judged } from './held-phone.ts';
import { rewriteRaised, type PerformedWork } from './late-verdicts.ts';
import { LinkageSearch } from './phone-linkage.ts';
import { watchedWindows } from './watched-windows.ts';
import { readWindows } from './window-file.ts';

/** What a phone did in a run, and where it lies. Paths are absolute. */
export interface LateSearchInput {
  readonly facts: PhoneFacts;
  readonly judged: Judged;
  readonly performed: readonly PerformedWork[];
  readonly ledger: string;
  readonly register: string;
  readonly allureResults: string;
}

/** What only a whole run can say of a phone. */
export interface LateFindings {
  readonly verdicts: readonly Verdict[];
  /** Those of them that were raised by what came late. */
  readonly raised: readonly Verdict[];
  readonly linkage: Linkage;
  readonly remoteConfigurations: readonly RemoteConfiguration[];
  /** How much of the ledger was read. */
  readonly ledgerByteCount: number;
}

/** Searches all that a phone sent in a run, once its last spec is over: for what came late, and for what travelled together. */
export function searchLate({ facts, judged, performed, ledger, register, allureResults }: LateSearchInput): LateFindings {
  const tail = new LedgerTail(ledger);
  const windows = performed.flatMap(({ evidence }) => readWindows(evidence));
  const said = { flows: tail.flows(), readBody: bodyReader(ledger), installed: Object.keys(facts.packages), windows };
  const watched = performed.flatMap(({ evidence }) => watchedWindows(evidence));
  const late = new LateSearch({ ...said, watched, verdicts: judged.verdicts, register: loadRegister(register), phone: facts });
  const linkage = new LinkageSearch({ ...said, facts });
  readThrough(said, [late, linkage]);
  const verdicts = windows.length === 0 ? judged.verdicts : late.verdicts();
  const raised = rewriteRaised(verdicts, { judged, performed, allureResults, phone: facts });
  return { verdicts, raised, linkage: linkage.linkage(verdicts), remoteConfigurations: remoteConfigurations(said.flows, said.readBody), ledgerByteCount: tail.byteCount };
}
