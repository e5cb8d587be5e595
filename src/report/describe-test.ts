import type { Control, Verdict } from '../flow/verdict.ts';
import { describeBound } from '../silence/describe.ts';
import { CLAIM_SHEETS, CLAIM_SOURCES, claimText, type ClaimSheet } from './claim-sheet.ts';

/** The phone and the state it was in, for people. */
export interface TestedPhone {
  readonly model: string;
  readonly id: string;
  readonly build: string;
}

/** What each verdict means, for a reader of the report who has read nothing else. */
const MEANING: Readonly<Record<Verdict['verdict'] | Control['verdict'], string>> = {
  silent: 'the instrument was alive, the control was seen, and nothing was sent that is not expected',
  noisy: 'something was sent that nobody expects; nothing of ours could be read in it',
  leaked: 'something that was planted by this very action, or that names the phone, its owner or what was done, was read in what left the phone',
  inconclusive: 'nobody can say: a precondition failed. This is neither a pass nor a failure of the phone',
  seen: 'legitimate traffic of the same app, which had to be heard, was heard: somebody was listening',
};

// Allure takes paragraphs and lists their margins: without a blank line of its own all would run together.
const BETWEEN = '\n\n&nbsp;\n\n';

/**
 * What a test is about, what must never happen, what its verdict means and how much it says: the description of a test in Allure, in
 * Markdown.
 */
export function describeTest(judged: Verdict | Control, phone: TestedPhone | undefined): string {
  const sheets = sheetsOf(judged.claims);
  return [
    `**${judged.verdict}**: ${MEANING[judged.verdict]}.`,
    ...(judged.expected === 'silent' ? [describeBound(judged), witnessesOf(judged)] : []),
    ...sheets.map(({ claim, says, status, mustNeverHappen }) => `**${claim}, ${says}** (${status}). What must never happen: ${mustNeverHappen}`),
    ...[...new Set(sheets.map(({ cannotBeTold }) => cannotBeTold))].map((limit) => `What cannot be told: ${limit}`),
    ...(phone === undefined ? [] : [`Phone: ${phone.model} (${phone.id}), build ${phone.build}.`]),
  ].filter((paragraph) => paragraph !== '').join(BETWEEN);
}

/** Who said what a test is about, each once. */
export function sourcesOf(claims: readonly string[]): readonly { readonly url: string; readonly name: string }[] {
  const names = [...new Set(sheetsOf(claims).flatMap(({ sources }) => sources))];
  return names.flatMap((name) => {
    const source = CLAIM_SOURCES[name];
    return source === undefined ? [] : [{ url: source.url, name: source.short }];
  });
}

/** Under which headings a test stands by what it is about. */
export function featuresOf({ claims, expected }: Pick<Verdict | Control, 'claims' | 'expected'>): readonly string[] {
  if (expected === 'traffic') return ['Positive controls: legitimate traffic that must be heard'];
  return claims.length === 0 ? ['About no claim'] : claims.map((claim) => `${claim}: ${claimText(claim)}`);
}

function sheetsOf(claims: readonly string[]): readonly ClaimSheet[] {
  return CLAIM_SHEETS.filter(({ claim }) => claims.includes(claim));
}

function witnessesOf({ witnesses: { wire, kernel, oracle }, expectedEvents, act }: Verdict): string {
  const when = act === undefined ? '' : `Performed from ${act.start} to ${act.end}. `;
  return `${when}Witnesses: what went through the recorder (wire) ${wire}, the kernel's counters ${kernel}, the telemetry SDK's own log (oracle) ${oracle}. Expected events beside it: ${expectedEvents}.`;
}
