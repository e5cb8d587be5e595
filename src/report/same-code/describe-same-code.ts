import { named, speaksForTheOther } from '../../attribute/same-code/same-code.ts';
import { browsersOf, isBrowser, pairsOf, type CodePair, type PhoneApps } from './carried-code.ts';

/** What two phones' apps have in common, a line each pair that does the same work (was driven by the same spec, or are browsers) or has the same name. */
export function describeSameCode(left: PhoneApps, right: PhoneApps): readonly string[] {
  const pairs = pairsOf(left.apps ?? [], right.apps ?? []).filter((pair) => isOfOneKind(pair) || (isBrowser(pair.left, left) && isBrowser(pair.right, right)));
  const told = pairs.map((pair) => {
    const what = isBrowser(pair.left, left) ? 'browser code' : 'code';
    return `${named(pair.left.code)} of ${left.device}: ${inWords(pair, what)} ${named(pair.right.code)} of ${right.device} (${pair.same.because})`;
  });
  const untold = [left, right].flatMap(({ device, apps = [] }) =>
    apps.flatMap((app) => (app.notTold === undefined ? [] : [`${app.package} of ${device}: its code is not told: ${app.notTold}`])));
  return [...told, ...untold];
}

function isOfOneKind({ left, right }: CodePair): boolean {
  return left.package === right.package || left.specs.some((spec) => right.specs.includes(spec));
}

function inWords({ same: { grade } }: CodePair, what: string): string {
  if (grade === 'same code, repacked') return `same ${what}, repacked, as`;
  if (speaksForTheOther(grade)) return `same ${what} as`;
  if (grade === 'alike') return `${what} alike, but not the same as`;
  return grade === 'different' ? `other ${what} than` : `${what} not told beside`;
}

/** What the front page of a run's report says of its phones' browsers: which carry the same code as one of another phone. */
export function sameBrowsers(phones: readonly PhoneApps[]): Readonly<Record<string, string>> {
  return Object.fromEntries(phones.flatMap((phone) => {
    const lines = phones.filter(({ device }) => device !== phone.device).flatMap((other) =>
      describeSameCode(onlyBrowsers(phone), onlyBrowsers(other)).filter((line) => line.includes('same browser code')));
    return lines.length === 0 ? [] : [[`${phone.device} carries`, lines.join('; ')] as const];
  }));
}

function onlyBrowsers(phone: PhoneApps): PhoneApps {
  return { ...phone, apps: browsersOf(phone) };
}
