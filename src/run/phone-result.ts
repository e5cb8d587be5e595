import type { DrivenApp } from '../flow/app-code.ts';
import type { CounterFailure, CounterModel } from '../flow/counters.ts';
import type { PhoneFacts } from '../flow/phone-facts.ts';
import type { Linkage } from '../report/linkage/linkage.ts';
import type { RemoteConfiguration } from '../silence/remote-configuration.ts';
import type { Control, Verdict } from '../flow/verdict.ts';
import type { Precondition } from '../flow/window.ts';
import type { PhoneWork } from './work.ts';

/** What a phone brought home. */
export interface PhoneResult {
  readonly device: string;
  readonly facts?: PhoneFacts;
  /** What of the run's specs it performed, and what it cannot perform; absent when the phone was never reached. */
  readonly work?: PhoneWork;
  readonly preflight: readonly Precondition[];
  /** How the phone counts its traffic, or why that is not known. */
  readonly counterModel?: CounterModel | CounterFailure;
  readonly blindSpots: readonly string[];
  readonly verdicts: readonly Verdict[];
  readonly controls: readonly Control[];
  /** What servers told the SDKs on the phone about how to work. */
  readonly remoteConfigurations?: readonly RemoteConfiguration[];
  /** Size of the ledger's `flows.ndjson` when it was searched for what came late. */
  readonly ledgerByteCount?: number;
  /** Which identifiers travelled together; absent where the phone brought no ledger home. */
  readonly linkage?: Linkage;
  /** What code the apps under test are; absent where the phone was lost before it was asked. */
  readonly apps?: readonly DrivenApp[];
  readonly failures: readonly string[];
  /** What an emulated phone wrote about itself, below the run's `truth` folder; never opened here. */
  readonly truthFile?: string;
}
