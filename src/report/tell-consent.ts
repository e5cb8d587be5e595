import type { ConsentSetup } from '../flow/consent.ts';
import type { Verdict } from '../flow/verdict.ts';
import { consentRows, type ConsentRow } from './consent-table.ts';
import { confirmed, notTold, refuted, type Told } from './told.ts';

/** What the claim says stops the reports. Personalised ads are in the table, not in the claim. */
const STOPPING: readonly ConsentSetup[] = ['declined', 'program-off'];

/** Consent as somebody has it who agreed, or never looked. */
const STANDARD: readonly ConsentSetup[] = ['as-found', 'accepted', 'cleared'];

/** The verdicts that say what a phone does whose owner withheld nothing: claims about the apps are told from them. All, where there are no such. */
export function withStandardConsent(verdicts: readonly Verdict[]): readonly Verdict[] {
  const standard = verdicts.filter(({ consent = 'as-found' }) => STANDARD.includes(consent));
  return standard.length === 0 ? verdicts : standard;
}

/**
 * C17: declining consent, or the User Experience Program, stops it.
 *
 * Refuted: something that is reported with consent is reported without it too, or declining is itself reported. Confirmed: all that
 * was reported with consent is silent without it, for each way of withholding it that was performed. Not told: nothing was performed
 * without consent, nothing was reported with it, or a verdict without it cannot be given.
 */
export function tellConsent(verdicts: readonly Verdict[]): Told {
  const declining = verdicts.filter(({ claims, verdict }) => claims.includes('C17') && verdict === 'leaked');
  const [reported] = declining;
  if (reported !== undefined) return refuted(`"${reported.action}" was reported itself.`);
  const rows = consentRows(verdicts);
  const performed = STOPPING.filter((setup) => rows.some((row) => row.verdicts[setup] !== undefined));
  if (performed.length === 0) return notTold('Nothing was performed with and without consent in this run (--consent all does).');
  const leaking = rows.filter((row) => withConsent(row) === 'leaked');
  if (leaking.length === 0) return notTold('Nothing was reported with consent, so there was nothing to be stopped.');
  const cases = performed.flatMap((setup) => leaking.map((row) => ({ setup, row, verdict: row.verdicts[setup] }))).filter(({ verdict }) => verdict !== undefined);
  const still = cases.filter(({ verdict }) => verdict === 'leaked');
  const [first] = still;
  if (first !== undefined) return refuted(`${still.length} of ${cases.length} times it was reported all the same: "${first.row.action}" (${first.row.spec}) with ${inWords(first.setup)}.`);
  const unclear = cases.filter(({ verdict }) => verdict !== 'silent');
  const [doubtful] = unclear;
  if (doubtful !== undefined) return notTold(`"${doubtful.row.action}" (${doubtful.row.spec}) was ${doubtful.verdict ?? ''} with ${inWords(doubtful.setup)}; ${cases.length - unclear.length} of ${cases.length} were silent.`);
  return confirmed(`All ${leaking.length} actions that are reported with consent were silent with ${performed.map(inWords).join(', and with ')}.`);
}

function withConsent({ verdicts }: ConsentRow): string | undefined {
  return verdicts.accepted ?? verdicts['as-found'];
}

function inWords(setup: ConsentSetup): string {
  return setup === 'declined' ? 'the agreement declined' : 'the User Experience Program off';
}
