/** A piece of a word: what was quoted is taken literally. */
export interface Segment {
  readonly text: string;
  readonly quoted: boolean;
}

/** Whether any unquoted piece has `*`, `?` or `[`. */
export const isPattern = (segments: readonly Segment[]): boolean =>
  segments.some((segment) => !segment.quoted && /[*?[]/.test(segment.text));

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
    if (character === '*') result += star;
    else if (character === '?') result += '[^]';
    else if (character === '\\' && at + 1 < text.length) result += escape(text.charAt(++at));
    else if (character === '[') {
      const close = text.indexOf(']', at + (/^\[[!^]?\]/.test(text.slice(at)) ? 3 : 2));
      if (close < 0) {
        result += '\\[';
        continue;
      }
      result += bracket(text.slice(at + 1, close));
      at = close;
    } else result += escape(character);
  }
  return result;
}

const CLASSES: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z', digit: '0-9', alnum: 'A-Za-z0-9', upper: 'A-Z', lower: 'a-z', space: '\\s', punct: '!-\\/:-@\\[-`{-~', xdigit: '0-9A-Fa-f',
};

function bracket(inside: string): string {
  const negated = inside.startsWith('!') || inside.startsWith('^');
  const body = inside.slice(negated ? 1 : 0)
    .replace(/[\\\]^]/g, '\\$&')
    .replace(/\[:(\w+):\\?\]?/g, (whole, name: string) => CLASSES[name] ?? whole);
  return `[${negated ? '^' : ''}${body}]`;
}

const escape = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
