import { flowOwners } from '../attribute/flow-owners.ts';
import { toHar } from '../evidence/har.ts';
import type { SpecRun } from '../flow/spec-run.ts';
import type { WindowRecord } from '../flow/window.ts';
import { LedgerTail, bodyReader } from '../record/ledger.ts';
import { oracleEvidence } from '../silence/oracle-evidence.ts';
import type { SpecRecord } from '../silence/judge-spec.ts';
import { loadRegister } from '../silence/register.ts';
import { earshotVersion } from './earshot-version.ts';
import { recordedIn } from './recorded.ts';
import type { SpecEvidence } from './spec-evidence.ts';
import { harFile, windowFile } from './window-file.ts';

/** Keeps the windows of a spec as they close: on disk, and for the judge, who reads nothing but what is on disk. */
export class WindowRecorder {
  readonly ledger: LedgerTail;
  readonly #spec: SpecRun;
  readonly #evidence: SpecEvidence;
  readonly #recordedOf: SpecRecord['recordedOf'];
  #windows: readonly WindowRecord[] = [];

  constructor(spec: SpecRun, evidence: SpecEvidence) {
    this.#spec = spec;
    this.#evidence = evidence;
    this.ledger = new LedgerTail(spec.paths.ledger);
    this.#recordedOf = recordedIn(spec.paths);
  }

  /** In order of their rounds. */
  get windows(): readonly WindowRecord[] {
    return this.#windows;
  }

  /** Writes `window.json` and `flows.har`, of later rounds `window-2.json` and `flows-2.har` and so on. */
  keep(observed: WindowRecord): void {
    const flows = this.ledger.flows();
    const window: WindowRecord = { ...observed, ledgerByteCount: this.ledger.byteCount };
    this.#evidence.write(windowFile(window.round), window);
    // A connection opened before the window may speak within it, so the judge sees all there is; the HAR is the window's.
    const ofWindow = flows.filter(({ startMs, endMs }) => startMs <= window.endMs && (endMs ?? Infinity) >= window.startMs);
    const { paths, phone } = this.#spec;
    const { sockets, oracleEvents = [] } = this.#recordedOf(window);
    const owners = { window, phone, ...oracleEvidence(window, flows, oracleEvents), ...(sockets === undefined ? {} : { sockets }) };
    const har = toHar(ofWindow, bodyReader(paths.ledger), { version: earshotVersion(), comment: `${window.id}: ${window.journey}`, ownerOf: flowOwners(owners) });
    this.#evidence.write(harFile(window.round), har);
    this.#windows = [...this.#windows, window];
  }

  /** All that the verdicts are made from. */
  record(): SpecRecord {
    const { paths, phone, requiredWitnesses } = this.#spec;
    return {
      windows: this.#windows,
      recordedOf: this.#recordedOf,
      readBody: bodyReader(paths.ledger),
      register: loadRegister(paths.register),
      phone,
      requiredWitnesses,
    };
  }
}
