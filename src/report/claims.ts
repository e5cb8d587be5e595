import { isPlaceOf } from '../decode/adapters/recognise.ts';
import { sensorsAnalytics } from '../decode/adapters/sensors-analytics.ts';
import type { PhoneFacts } from '../flow/phone-facts.ts';
import type { Claim, Verdict } from '../flow/verdict.ts';
import { CLAIM_SHEETS } from './claim-sheet.ts';
import { nameOfLeftOut, type LeftOutOfRun } from './left-out.ts';
import type { LinkageRow } from './linkage/linkage.ts';
import { tellIdentifiers } from './tell-identifiers.ts';
import { tellSameCode, type PhoneOfRun } from './same-code/tell-same-code.ts';
import { tellConsent, withStandardConsent } from './tell-consent.ts';
import { tellIncognito } from './tell-incognito.ts';
import { tellServers } from './tell-servers.ts';
import { confirmed, notTold, refuted, reportFindings, withoutReports, type Told } from './told.ts';

/** The claims under test, in order. */
export const CLAIMS: readonly string[] = CLAIM_SHEETS.map(({ claim }) => claim);

/** The named format that the reports of 2020 were in. */
const SENSORS = sensorsAnalytics.name;

/** What one phone brought home, as far as claims are told from it. */
export interface PhoneJudged extends PhoneOfRun {
  readonly device: string;
  /** Absent when the phone was never reached. */
  readonly facts?: Pick<PhoneFacts, 'kind'> & Partial<Pick<PhoneFacts, 'model'>>;
  readonly verdicts: readonly Verdict[];
  /** Which identifiers travelled together in the whole run; worked out of the verdicts where it is absent. */
  readonly linkage?: readonly LinkageRow[] | undefined;
  /** Specs and actions the phone cannot perform, and the claims they are about. */
  readonly leftOut?: readonly (LeftOutOfRun & { readonly claims: readonly string[] })[] | undefined;
}

/**
 * Says of each claim on one phone whether it was confirmed, refuted or not told, from its verdicts and their findings.
 *
 * @param run All phones of the run: one claim is about what other models carry.
 */
export function tellClaims(phone: PhoneJudged, run: readonly PhoneOfRun[] = [phone]): readonly Claim[] {
  return CLAIMS.map((claim) => ({ claim, device: phone.device, ...(claim === 'C14' ? tellSameCode(phone, run) : withLeftOut(claim, phone, tell(claim, phone))) }));
}

const OF_ALL_REPORTS: Readonly<Record<string, (phone: PhoneJudged) => Told>> = {
  C10: ({ verdicts, linkage }) => tellIdentifiers(verdicts, linkage),
  C11: tellBase64,
  C12: tellServers,
  C13: tellSensors,
};

function tell(claim: string, phone: PhoneJudged): Told {
  const ofReports = OF_ALL_REPORTS[claim];
  if (claim === 'C17') return tellConsent(phone.verdicts);
  const verdicts = withStandardConsent(phone.verdicts);
  if (ofReports !== undefined) return ofReports({ ...phone, verdicts });
  if (claim === 'C5') return tellIncognito({ device: phone.device, leftOut: phone.leftOut ?? [], verdicts });
  const concerned = verdicts.filter(({ claims }) => claims.includes(claim));
  return concerned.length === 0 ? notTold('No action of this run is about it on this phone.') : tellByActions(concerned);
}

/** What could not be performed is why a claim is not told, or part of it. */
function withLeftOut(claim: string, { leftOut = [] }: PhoneJudged, told: Told): Told {
  if (told.result !== 'not told') return told;
  const why = leftOut.filter(({ claims }) => claims.includes(claim)).map((one) => ` ${nameOfLeftOut(one)} was left out: ${one.reason}.`);
  return { ...told, because: `${told.because}${why.join('')}` };
}

function tellByActions(concerned: readonly Verdict[]): Told {
  const allLeaked = concerned.filter(({ verdict }) => verdict === 'leaked');
  const leaked = allLeaked.filter(({ findings }) => findings.length === 0 || findings.some(({ party }) => party !== 'third'));
  const [first] = leaked;
  if (first !== undefined) {
    const indicators = [...new Set(first.findings.map(({ indicator }) => indicator))].join(', ');
    const hosts = [...new Set(first.findings.map(({ host }) => host))].join(', ');
    return confirmed(`${leaked.length} of ${concerned.length} actions leaked: "${first.action}" told ${hosts} ${indicators}.`);
  }
  const [byPage] = allLeaked;
  if (byPage !== undefined) return notTold(`"${byPage.action}" was told to ${[...new Set(byPage.findings.map(({ host }) => host))].join(', ')} by the page that was visited, not by the app.`);
  if (concerned.every(({ verdict }) => verdict === 'silent')) {
    return refuted(`${concerned.length === 1 ? 'Its one action was' : `All ${concerned.length} actions were`} silent: ${quoted(concerned)}.`);
  }
  const noisy = concerned.filter(({ verdict }) => verdict === 'noisy');
  if (noisy.length > 0) return notTold(`${quoted(noisy)} caused traffic nobody expects, in which nothing of ours could be read.`);
  const unclear = concerned.filter(({ verdict }) => verdict === 'inconclusive');
  return notTold(`${quoted(unclear)} cannot be judged: ${unclear[0]?.reasons[0] ?? 'no reason is recorded'}`);
}

/** Nothing on the way to the value needs a secret: encodings and compressions only, base64 among them. */
function tellBase64({ verdicts }: PhoneJudged): Told {
  const telling = reportFindings(verdicts);
  if (telling.length === 0) return withoutReports(verdicts);
  const encoded = telling.find(({ path }) => path.some((step) => /^base64(url)?$/.test(step)));
  if (encoded === undefined) return notTold('What was read in the reports was not behind base64.');
  return confirmed(`${encoded.indicator} was read in ${encoded.flow} without any key: ${encoded.path.join(' > ')}.`);
}

function tellSensors({ verdicts }: PhoneJudged): Told {
  const telling = reportFindings(verdicts);
  if (telling.length === 0) return withoutReports(verdicts);
  const sensors = telling.find((finding) => isPlaceOf(SENSORS, finding));
  if (sensors !== undefined) return confirmed(`${sensors.indicator} went to ${sensors.host} in the form of Sensors Analytics (${sensors.path.join(' > ')}).`);
  const hosts = [...new Set(telling.map(({ host }) => host))].join(', ');
  return notTold(`What was read went to ${hosts}, not in the form of Sensors Analytics.`);
}

function quoted(verdicts: readonly Verdict[]): string {
  return verdicts.map(({ action }) => `"${action}"`).join(', ');
}
