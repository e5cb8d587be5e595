/** What is wrong with a text, as far as a walk over its words tells. */
export type SyntaxFault =
  | { readonly kind: 'quote' }
  /** Broke off inside of this construct. */
  | { readonly kind: 'unmatched'; readonly opener: string }
  | { readonly kind: 'unexpected'; readonly token: string };

const CLOSES: Readonly<Record<string, string>> = { fi: 'if', done: 'do', esac: 'case', '}': '{', ')': '(' };
const OPENS: ReadonlySet<string> = new Set(['if', 'for', 'while', 'until', 'case', '{', '(']);
/** Words after which another command may begin. */
const LEADS: ReadonlySet<string> = new Set(['then', 'do', 'else', 'elif', '!', 'if', 'while', 'until', '{', '(', 'time', 'in']);
const JOINS: ReadonlySet<string> = new Set(['&&', '||', '|', '|&']);

/**
 * Walks over the words of a script, not minding what they mean: the first operator where none may stand, or the construct
 * that is still open at the end. The parser decides whether a script is one; this says it in mksh's words.
 */
export function findFault(text: string): SyntaxFault | undefined {
  const open: string[] = [];
  let before = '';
  let isCommand = true;
  for (const token of tokens(text)) {
    if (token.kind === 'broken') return token.opener === undefined ? { kind: 'quote' } : { kind: 'unmatched', opener: token.opener };
    const word = token.text;
    if (token.kind === 'word') {
      if (isCommand) nest(open, word);
      isCommand = isCommand && LEADS.has(word);
    } else if (word === '(' && isCommand) open.push('(');
    else if (word === ')' && open.at(-1) === '(') open.pop();
    else if (word !== '\n' && word !== '(' && word !== ')' && isCommand && (before === ';' || JOINS.has(before) || before === '&') && open.at(-1) !== 'case') {
      return { kind: 'unexpected', token: word };
    }
    if (token.kind === 'operator') isCommand = true;
    if (word !== '\n') before = word;
  }
  const opener = open.at(-1);
  return opener === undefined ? undefined : { kind: 'unmatched', opener };
}

function nest(open: string[], word: string): void {
  if (OPENS.has(word)) open.push(word);
  else if (CLOSES[word] === 'do') {
    if (/^(for|while|until)$/.test(open.at(-1) ?? '')) open.pop();
  } else if (CLOSES[word] !== undefined && open.at(-1) === CLOSES[word]) open.pop();
}

interface Token {
  readonly kind: 'word' | 'operator' | 'broken';
  readonly text: string;
  /** Of a broken one: the parenthesis that was not closed; none for a quote. */
  readonly opener?: string;
}

function* tokens(text: string): Generator<Token> {
  for (let at = 0; at < text.length;) {
    const rest = text.slice(at);
    const skipped = /^(?:[ \t]+|\\\n|#[^\n]*)/.exec(rest);
    if (skipped !== null) {
      at += skipped[0].length;
      continue;
    }
    const operator = /^(?:\n|;;|;&|;|&&|\|\||\|&|&>|[<>]&|>\||<<<|<<-?|>>|<>|[&|()<>])/.exec(rest);
    if (operator !== null) {
      const [found] = operator;
      at += found.length;
      if (!/[<>]/.test(found)) yield { kind: 'operator', text: found };
      continue;
    }
    const end = wordEnd(text, at);
    if (typeof end !== 'number') {
      yield { kind: 'broken', text: '', ...end };
      return;
    }
    yield { kind: 'word', text: text.slice(at, end) };
    at = end;
  }
}

type Broken = { readonly opener?: string };

function wordEnd(text: string, start: number): number | Broken {
  let at = start;
  while (at < text.length && !/[\s;&|<>()]/.test(text.charAt(at))) {
    const end = pieceEnd(text, at);
    if (typeof end !== 'number') return end;
    at = end;
  }
  return Math.max(at, start + 1);
}

function pieceEnd(text: string, at: number): number | Broken {
  const character = text.charAt(at);
  if (character === '\\') return at + 2;
  if (character === "'") return closing(text, at, "'");
  if (character === '`') return closing(text, at, '`');
  if (character === '"') return doubleQuoteEnd(text, at);
  if (character === '$' && text.charAt(at + 1) === '(') return nestedEnd(text, at + 1, '(', ')');
  if (character === '$' && text.charAt(at + 1) === '{') return nestedEnd(text, at + 1, '{', '}');
  return at + 1;
}

function closing(text: string, at: number, quote: string): number | Broken {
  const end = text.indexOf(quote, at + 1);
  return end < 0 ? {} : end + 1;
}

function doubleQuoteEnd(text: string, start: number): number | Broken {
  for (let at = start + 1; at < text.length;) {
    if (text.charAt(at) === '"') return at + 1;
    const next = text.charAt(at) === "'" ? at + 1 : pieceEnd(text, at);
    if (typeof next !== 'number') return next;
    at = next;
  }
  return {};
}

function nestedEnd(text: string, start: number, open: string, close: string): number | Broken {
  let depth = 0;
  for (let at = start; at < text.length;) {
    const character = text.charAt(at);
    if (character === open) depth++;
    else if (character === close && --depth === 0) return at + 1;
    const next = character === open || character === close ? at + 1 : pieceEnd(text, at);
    if (typeof next !== 'number') return next;
    at = next;
  }
  return open === '(' ? { opener: '(' } : {};
}
