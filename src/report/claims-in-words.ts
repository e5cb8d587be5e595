import type { Claim } from '../flow/verdict.ts';
import { claimText } from './claim-sheet.ts';

const RESULTS = ['confirmed', 'refuted', 'not told'] as const;

/** What was told of each claim, a line each, for the front page of the report: `confirmed on a, b; refuted on c`. */
export function claimsInWords(claims: readonly Claim[]): Readonly<Record<string, string>> {
  const names = [...new Set(claims.map(({ claim }) => claim))];
  return Object.fromEntries(names.map((name) => [`${name}, ${claimText(name)}`, inWords(claims.filter(({ claim }) => claim === name))]));
}

function inWords(claims: readonly Claim[]): string {
  return RESULTS.flatMap((result) => {
    const devices = claims.filter((claim) => claim.result === result).map(({ device }) => device);
    return devices.length === 0 ? [] : [`${result} on ${devices.join(', ')}`];
  }).join('; ');
}
