/** A piece of a word: what was quoted is taken literally. */
export interface Segment {
  readonly text: string;
  readonly quoted: boolean;
}

/** Whether any unquoted piece has `*`, `?`, `[` or a list such as `+(…)`. */
export const isPattern = (segments: readonly Segment[]): boolean =>
  segments.some((segment) => !segment.quoted && /[*?[]|[+@!]\(/.test(segment.text));

/** A word as a regular expression over one path component or one string. */
export function toRegExp(segments: readonly Segment[], options: { readonly anchor: 'both' | 'start' | 'end' | 'none'; readonly greedy?: boolean }): RegExp {
  const star = options.greedy === false ? '[^]*?' : '[^]*';
  const body = segments.map((segment) => (segment.quoted ? escape(segment.text) : translate(segment.text, star))).join('');
  const start = options.anchor === 'both' || options.anchor === 'start' ? '^' : '';
  const end = options.anchor === 'both' || options.anchor === 'end' ? '$' : '';
  return new RegExp(`${start}(?:${body})${end}`);
}

function translate(text: string, star: string): string {
  let result = '';
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    const close = '*?+@!'.includes(character) && text.charAt(at + 1) === '(' ? closingParenthesis(text, at + 1) : -1;
    if (close > 0) {
      result += list(character, alternatives(text.slice(at + 2, close)).map((part) => translate(part, star)).join('|'), text.slice(close + 1));
      at = close;
    } else if (character === '*') result += star;
    else if (character === '?') result += '[^]';
    else if (character === '\\' && at + 1 < text.length) result += escape(text.charAt(++at));
    else if (character === '[') {
      const end = bracketEnd(text, at);
      if (end < 0) {
        result += '\\[';
        continue;
      }
      result += bracket(text.slice(at + 1, end));
      at = end;
    } else result += escape(character);
  }
  return result;
}

function list(kind: string, body: string, rest: string): string {
  if (kind === '!') return `(?!(?:${body})${rest === '' ? '$' : ''})[^]*`;
  return `(?:${body})${kind === '@' ? '' : kind}`;
}

function closingParenthesis(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text.charAt(at) === '(') depth++;
    else if (text.charAt(at) === ')' && --depth === 0) return at;
  }
  return -1;
}

function alternatives(text: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const character of text) {
    if (character === '(') depth++;
    else if (character === ')') depth--;
    if (character === '|' && depth === 0) parts.push('');
    else parts.push(`${parts.pop() ?? ''}${character}`);
  }
  return parts;
}

/** Where a bracket expression ends: a `]` at its front, and those of `[:alpha:]`, do not count. */
function bracketEnd(text: string, open: number): number {
  let at = open + (/^\[[!^]?\]/.test(text.slice(open)) ? (/^\[[!^]/.test(text.slice(open)) ? 3 : 2) : 1);
  for (; at < text.length; at++) {
    const named = /^\[:\w+:\]/.exec(text.slice(at));
    if (named !== null) at += named[0].length - 1;
    else if (text.charAt(at) === ']') return at;
  }
  return -1;
}

const CLASSES: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z', digit: '0-9', alnum: 'A-Za-z0-9', upper: 'A-Z', lower: 'a-z', space: '\\s', blank: ' \\t', punct: '!-\\/:-@\\[-`{-~', xdigit: '0-9A-Fa-f',
};

function bracket(inside: string): string {
  const negated = inside.startsWith('!') || inside.startsWith('^');
  const body = inside.slice(negated ? 1 : 0)
    .split(/(\[:\w+:\])/)
    .map((part) => CLASSES[/^\[:(\w+):\]$/.exec(part)?.[1] ?? ''] ?? part.replace(/[\\\]^[]/g, '\\$&'))
    .join('');
  return `[${negated ? '^' : ''}${body}]`;
}

const escape = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
