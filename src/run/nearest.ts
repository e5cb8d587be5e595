const MOST_NAMED = 3;

/** The few of the known names that look most like one that is not known. */
export function nearestTo(name: string, known: readonly string[]): readonly string[] {
  return known.toSorted((one, other) => distance(name, one) - distance(name, other)).slice(0, MOST_NAMED);
}

/** Levenshtein's: how many letters must be put in, left out or changed. */
function distance(one: string, other: string): number {
  const [letters, others] = [one.split(''), other.split('')];
  let row = [...others, ''].map((_, index) => index);
  for (const [index, letter] of letters.entries()) {
    const next = [index + 1];
    for (const [at, against] of others.entries()) {
      next.push(Math.min((next[at] ?? 0) + 1, (row[at + 1] ?? 0) + 1, (row[at] ?? 0) + (letter === against ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
