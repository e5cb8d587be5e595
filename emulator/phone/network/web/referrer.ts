// What browsers did before strict-origin-when-cross-origin became the default in 2020 (Chrome 85).
const DEFAULT_POLICY = 'no-referrer-when-downgrade';

/** The `Referer` that a page lets a request carry (W3C Referrer Policy); undefined when it lets it carry none. */
export function refererFor(page: string, target: string, policy: string | undefined): string | undefined {
  const from = new URL(page);
  const to = new URL(target);
  if (from.protocol !== 'http:' && from.protocol !== 'https:') return undefined;
  const whole = `${from.origin}${from.pathname}${from.search}`;
  const origin = `${from.origin}/`;
  const isSame = from.origin === to.origin;
  const isDowngrade = from.protocol === 'https:' && to.protocol === 'http:';
  switch (lastKnown(policy)) {
    case 'no-referrer':
      return undefined;
    case 'origin':
      return origin;
    case 'unsafe-url':
      return whole;
    case 'same-origin':
      return isSame ? whole : undefined;
    case 'strict-origin':
      return isDowngrade ? undefined : origin;
    case 'origin-when-cross-origin':
      return isSame ? whole : origin;
    case 'strict-origin-when-cross-origin':
      return isSame ? whole : isDowngrade ? undefined : origin;
    default:
      return isDowngrade ? undefined : whole;
  }
}

const POLICIES = new Set([
  'no-referrer',
  'no-referrer-when-downgrade',
  'origin',
  'unsafe-url',
  'same-origin',
  'strict-origin',
  'origin-when-cross-origin',
  'strict-origin-when-cross-origin',
]);

/** A header may list several policies; the last one the browser knows counts. */
function lastKnown(policy: string | undefined): string {
  const named = (policy ?? '').split(',').map((entry) => entry.trim().toLowerCase());
  return named.filter((entry) => POLICIES.has(entry)).at(-1) ?? DEFAULT_POLICY;
}
