/** What is left of arguments once single-letter options are taken out. */
export interface Options {
  /** Letters given, each once. */
  readonly flags: ReadonlySet<string>;
  /** Values of the letters that take one. */
  readonly values: ReadonlyMap<string, string>;
  readonly operands: readonly string[];
  /** The first letter nobody knows. */
  readonly unknown?: string;
}

/**
 * Reads options as toybox does: `-rf`, `-n 3` or `-n3`, `--` ends them, operands may come in between.
 *
 * @param known Letters; one followed by `:` takes a value (`'lan:'`).
 */
export function readOptions(args: readonly string[], known: string): Options {
  const flags = new Set<string>();
  const values = new Map<string, string>();
  const operands: string[] = [];
  let unknown: string | undefined;
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? '';
    if (word === '--') {
      operands.push(...args.slice(at + 1));
      break;
    }
    if (word === '-' || !word.startsWith('-')) {
      operands.push(word);
      continue;
    }
    for (let index = 1; index < word.length; index++) {
      const letter = word.charAt(index);
      const place = known.indexOf(letter);
      if (place < 0 || letter === ':') unknown ??= letter;
      else if (known.charAt(place + 1) !== ':') flags.add(letter);
      else {
        values.set(letter, index + 1 < word.length ? word.slice(index + 1) : args[++at] ?? '');
        break;
      }
    }
  }
  return { flags, values, operands, ...(unknown === undefined ? {} : { unknown }) };
}
