import { named, speaksForTheOther } from '../../attribute/same-code/same-code.ts';
import type { DrivenApp } from '../../flow/app-code.ts';
import type { PhoneFacts } from '../../flow/phone-facts.ts';
import { confirmed, notTold, refuted, type Told } from '../told.ts';
import { browsersOf, browserVerdicts, pairsOf, type CodePair, type PhoneApps } from './carried-code.ts';

/** A phone of a run, as far as C14 is told from it. */
export interface PhoneOfRun extends PhoneApps {
  readonly facts?: Partial<Pick<PhoneFacts, 'model'>> | undefined;
}

/**
 * C14: other models carry the same browser code.
 *
 * Confirmed: this phone and one of another model carry the same browser code, and on one of them it leaked what a claim about browsers is about.
 * Refuted: every browser of every other model was read, and wherever one of two leaked their code differs. Not told: where code could not
 * be read, no other model is in the run, nothing leaked, or code is alike and not the same.
 */
export function tellSameCode(phone: PhoneOfRun, run: readonly PhoneOfRun[]): Told {
  const own = browsersOf(phone);
  if (own.length === 0) return notTold('No browser of this phone was looked at in this run.');
  const model = phone.facts?.model;
  const others = run.filter(({ device, facts }) => device !== phone.device && facts?.model !== undefined && facts.model !== model);
  if (model === undefined || others.length === 0) return notTold('No phone of another model is in this run.');
  const met = others.flatMap((other) => pairsOf(own, browsersOf(other)).map((pair): Meeting => ({ ...pair, phone, other })));
  const telling = met.filter((meeting) => leaksOf(meeting).length > 0);
  const same = telling.filter(({ same: { grade } }) => speaksForTheOther(grade));
  const [first] = same;
  if (first !== undefined) return confirmed(inWords(first, same));
  const unread = [phone, ...others].flatMap((one) => browsersOf(one).filter(({ code }) => code === undefined).map((app) => ({ one, app })))[0];
  if (unread !== undefined) return notTold(`The code of ${unread.app.package} on ${unread.one.device} could not be read: ${unread.app.notTold ?? 'nobody tried'}`);
  if (telling.length === 0) return notTold('No browser leaked on this phone, nor on one of another model whose browser was looked at.');
  const unclear = telling.find(({ same: { grade } }) => grade !== 'different');
  if (unclear !== undefined) return notTold(`${describe(unclear)}: ${unclear.same.grade === 'alike' ? 'alike, which is not the same' : 'not told'} (${unclear.same.because}).`);
  return refuted(`${telling.map((pair) => `${describe(pair)}: ${pair.same.because}`).join('; ')}.`);
}

interface Meeting extends CodePair {
  readonly phone: PhoneOfRun;
  readonly other: PhoneOfRun;
}

/** Where one of the two leaked: on which phone, and by which action. */
function leaksOf({ left, right, phone, other }: Meeting): readonly { readonly at: PhoneOfRun; readonly app: DrivenApp; readonly action: string }[] {
  const of = (app: DrivenApp, at: PhoneOfRun): ReturnType<typeof leaksOf> =>
    browserVerdicts(app, at).filter(({ verdict }) => verdict === 'leaked').map(({ action }) => ({ at, app, action }));
  return [...of(left, phone), ...of(right, other)];
}

function inWords(first: Meeting, same: readonly Meeting[]): string {
  const [leak] = leaksOf(first);
  const models = [...new Set(same.map(({ other }) => other.facts?.model ?? other.device))];
  const judged = browserVerdicts(first.left, first.phone);
  const here = judged.length === 0 ? ' Here it was not judged in this run.' : judged.some(({ verdict }) => verdict === 'leaked') ? '' : ' Here it did not leak in this run: code is not all that decides.';
  return `${first.left.code.package} ${first.left.code.versionName} is the same browser code as on ${models.join(', ')} (${named(first.right.code)}; ${first.same.grade}: ${first.same.because}), `
    + `and "${leak?.action ?? ''}" leaked on ${leak?.at.facts?.model ?? ''}.${here}`;
}

function describe({ left, right, other }: Meeting): string {
  return `${named(left.code)} and ${named(right.code)} of ${other.facts?.model ?? other.device}`;
}
