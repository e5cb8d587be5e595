import type { ConsentSetup } from '../flow/consent.ts';
import type { Verdict, VerdictKind } from '../flow/verdict.ts';
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
 * Refuted: something is reported without consent, whether or not it is with it, or declining is itself reported. Confirmed: all that
 * was reported with consent is silent without it, for each way of withholding it that was performed, and nothing else is noisy there. Not
 * told: nothing was performed without consent, nothing was reported with it, what was reported with it was not performed without it, or
 * a verdict without it cannot be given.
 */
export function tellConsent(verdicts: readonly Verdict[]): Told {
  const declining = verdicts.filter(({ claims, verdict }) => claims.includes('C17') && verdict === 'leaked');
  const [reported] = declining;
  if (reported !== undefined) return refuted(`"${reported.action}" was reported itself.`);
  const rows = consentRows(verdicts);
  const performed = STOPPING.filter((setup) => rows.some((row) => row.verdicts[setup] !== undefined));
  if (performed.length === 0) return notTold('Nothing was performed with and without consent in this run (--consent all does).');
  const cases = performed.flatMap((setup) => rows.flatMap((row): readonly Case[] => {
    const verdict = row.verdicts[setup];
    return verdict === undefined ? [] : [{ setup, row, verdict }];
  }));
  const still = cases.filter(({ verdict }) => verdict === 'leaked');
  const [first] = still;
  if (first !== undefined) return refuted(`${still.length} of ${cases.length} times it was reported ${withConsent(first.row).includes('leaked') ? 'all the same' : 'where it is not with consent'}: ${describe(first)}.`);
  const leaking = rows.filter((row) => withConsent(row).includes('leaked'));
  if (leaking.length === 0) return notTold('Nothing was reported with consent, so there was nothing to be stopped.');
  const ofLeaking = cases.filter(({ row }) => leaking.includes(row));
  // What cannot be read may be the same that was read with consent.
  const unclear = [...ofLeaking.filter(({ verdict }) => verdict !== 'silent'), ...cases.filter(({ row, verdict }) => !leaking.includes(row) && verdict === 'noisy')];
  const [doubtful] = unclear;
  const silent = `${ofLeaking.filter(({ verdict }) => verdict === 'silent').length} of ${ofLeaking.length} were silent`;
  if (doubtful !== undefined) return notTold(`"${doubtful.row.action}" (${doubtful.row.spec}) was ${doubtful.verdict} with ${inWords(doubtful.setup)}; ${silent}.`);
  const noisy = verdicts.find(({ claims, verdict }) => claims.includes('C17') && verdict === 'noisy');
  if (noisy !== undefined) return notTold(`"${noisy.action}" was noisy itself; ${silent}.`);
  const untried = leaking.find((row) => !ofLeaking.some((one) => one.row === row));
  if (untried !== undefined) return notTold(`"${untried.action}" (${untried.spec}) is reported with consent and was not performed without; ${silent}.`);
  return confirmed(`All ${leaking.length} actions that are reported with consent were silent with ${performed.map(inWords).join(', and with ')}.`);
}

/** What one action came to with consent withheld. */
interface Case {
  readonly setup: ConsentSetup;
  readonly row: ConsentRow;
  readonly verdict: VerdictKind;
}

function describe({ row, setup }: Case): string {
  return `"${row.action}" (${row.spec}) with ${inWords(setup)}`;
}

/** What an action came to where nothing was withheld. */
function withConsent({ verdicts }: ConsentRow): readonly VerdictKind[] {
  return STANDARD.flatMap((setup) => verdicts[setup] ?? []);
}

function inWords(setup: ConsentSetup): string {
  return setup === 'declined' ? 'the agreement declined' : 'the User Experience Program off';
}
