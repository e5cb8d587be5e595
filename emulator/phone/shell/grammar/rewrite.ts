/** Quoted text, a comment, an operator, a redirection with its file's beginning, a word. */
const PIECE = /'[^']*'?|"(?:\\[^]|[^"\\])*"?|\\[^]|#[^\n]*|\$\(\(?|[;&|(){}`\n]|[<>]+&?[ \t]*|[ \t]+|[^\s;&|(){}<>'"\\`]+/g;

/** Words behind which another command begins. */
const LEADS: ReadonlySet<string> = new Set(['then', 'do', 'else', 'elif', '!', 'if', 'while', 'until', 'time']);

/** What a `select`'s variable is called in the syntax tree, whose parser has only `for`. */
export const SELECT_PREFIX = '__select_';

/** Text with the aliases in it replaced, where a command's name may stand. */
export function withAliases(text: string, aliases: ReadonlyMap<string, string>): string {
  return aliases.size === 0 ? text : rewritten(text, (word, seen) => (seen.has(word) ? undefined : aliases.get(word)));
}

/** `for __select_x in …` in place of `select x in …`. */
export function withSelectAsFor(text: string): string {
  if (!text.includes('select') || hasHereDocument(text)) return text;
  let isName = false;
  return rewritten(text, (word, seen) => {
    if (seen.size > 0) return undefined;
    if (word === 'select') {
      isName = true;
      // The blank behind it makes the next word one that is looked at.
      return 'for ';
    }
    if (!isName) return undefined;
    isName = false;
    return `${SELECT_PREFIX}${word}`;
  });
}

/** Whether a script may hold a here-document; `$((1 << 2))` is none. */
export function hasHereDocument(text: string): boolean {
  return text.includes('<<') && text.replace(/\$\(\((?:[^()]|\([^()]*\))*\)\)/g, '').includes('<<');
}

type Replace = (word: string, seen: ReadonlySet<string>) => string | undefined;

/** Replaces commands' names; a replacement that ends in a blank lets the word behind it be replaced too. */
function rewritten(text: string, replace: Replace, seen: ReadonlySet<string> = new Set()): string {
  let isCommand = true;
  let isTarget = false;
  let before = '';
  return text.replace(PIECE, (piece, at: number) => {
    const [isStart, previous] = [/^$|[\s;&|(){}<>`]$/.test(before), before];
    before = piece;
    if (/^[ \t]+$/.test(piece) || piece.startsWith('#')) return piece;
    if (/^(?:\$\(\(?|[;&|(){}`\n])$/.test(piece)) {
      isCommand = true;
      isTarget = false;
      return piece;
    }
    if (/^[<>]/.test(piece)) {
      isTarget = true;
      return piece;
    }
    if (isTarget) {
      isTarget = false;
      return piece;
    }
    const isWhole = isStart && !previous.endsWith('\\') && /^$|^[\s;&|(){}<>`]/.test(text.slice(at + piece.length, at + piece.length + 1));
    if (!isCommand || !isWhole || /^['"\\]/.test(piece)) {
      isCommand = isCommand && isWhole && /^\w+=/.test(piece);
      return piece;
    }
    if (/^\w+=/.test(piece) || LEADS.has(piece)) return piece;
    const other = replace(piece, seen);
    isCommand = other?.endsWith(' ') === true;
    return other === undefined ? piece : rewritten(other.trimEnd(), replace, new Set([...seen, piece])) + other.slice(other.trimEnd().length);
  });
}
