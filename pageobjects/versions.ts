/**
 * Whether a version name lies within bounds like `>=12.1 <13`, all of which must hold. What is compared are the numbers in
 * it, one by one: `V12.1.4-gl` is 12.1.4, and a missing number counts as 0.
 */
export function isWithinVersions(versionName: string, bounds: string): boolean {
  const version = numbersOf(versionName);
  return bounds.split(' ').every((bound) => {
    const [, sign = '', limit = ''] = /^(>=|<=|>|<|=)(.*)$/.exec(bound) ?? [];
    const order = compare(version, numbersOf(limit));
    if (sign === '>=') return order >= 0;
    if (sign === '<=') return order <= 0;
    if (sign === '>') return order > 0;
    if (sign === '<') return order < 0;
    return order === 0;
  });
}

function numbersOf(version: string): readonly number[] {
  return [...version.matchAll(/\d+/g)].map(([digits]) => Number(digits));
}

function compare(one: readonly number[], other: readonly number[]): number {
  for (let index = 0; index < Math.max(one.length, other.length); index += 1) {
    const difference = (one[index] ?? 0) - (other[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
