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
  const end = text.indexOf('\\c');
  const unescaped = unescape(end < 0 ? text : text.slice(0, end));
  return newline && end < 0 ? `${unescaped}\n` : unescaped;
}

const LETTERS: Readonly<Record<string, string>> = { a: '\x07', b: '\b', e: '\x1b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\' };

function unescape(text: string): string {
  return text.replace(/\\(?:0([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|([abefnrtv\\]))/g, (whole, octal?: string, hex?: string, letter?: string) => {
    if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8));
    if (hex !== undefined) return String.fromCharCode(parseInt(hex, 16));
    return LETTERS[letter ?? ''] ?? whole;
  });
}
