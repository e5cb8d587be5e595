/** What mksh's `echo` prints: backslash escapes count, `-n` and `\c` leave the line end away, `-E` turns escapes off. */
export function echoText(words: readonly string[]): string {
  let newline = true;
  let escapes = true;
  let at = 0;
  for (; /^-[neE]+$/.test(words[at] ?? ''); at++) {
    if (words[at]?.includes('n') === true) newline = false;
    if (words[at]?.includes('E') === true) escapes = false;
    if (words[at]?.includes('e') === true) escapes = true;
  }
  const text = words.slice(at).join(' ');
  if (!escapes) return newline ? `${text}\n` : text;
  const { text: shown, endsLine } = unescapeText(text);
  return newline && endsLine ? `${shown}\n` : shown;
}

const LETTERS: Readonly<Record<string, string>> = { a: '\x07', b: '\b', e: '\x1b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\', c: '' };

/** Text with its escapes resolved; a `\c` anywhere in it takes the line end away and nothing else, as in mksh. */
export function unescapeText(text: string): { readonly text: string; readonly endsLine: boolean } {
  let endsLine = true;
  const result = text.replace(/\\(?:0([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|([abcefnrtv\\]))/g, (_whole, ...groups: (string | undefined)[]) => {
    const [octal, hex, unicode, letter] = groups;
    if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8));
    if (hex !== undefined || unicode !== undefined) return String.fromCharCode(parseInt(hex ?? unicode ?? '', 16));
    if (letter === 'c') endsLine = false;
    return LETTERS[letter ?? ''] ?? '';
  });
  return { text: result, endsLine };
}
