/** Where a text stops being JSON, counted as editors count. */
export interface TextPosition {
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/** White space, structure, or one whole scalar of RFC 8259; anything else is where the text went wrong. */
const TOKEN = /[ \t\n\r]+|[{}[\]:,]|"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|(?:true|false|null)(?!\w)/y;

type Expecting = 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'comma or end';

/**
 * The first place at which a text breaks JSON's grammar; undefined when it is JSON. `JSON.parse` names a position in
 * some of its messages only, and no line in any.
 */
export function findJsonError(text: string): TextPosition | undefined {
  const open: ('{' | '[')[] = [];
  let expecting: Expecting = 'value';
  let offset = 0;
  while (offset < text.length) {
    TOKEN.lastIndex = offset;
    const token = TOKEN.exec(text)?.[0];
    if (token === undefined) return positionOf(text, offset);
    if (!/^\s/.test(token)) {
      const next = step(token, expecting, open);
      if (next === undefined) return positionOf(text, offset);
      expecting = next;
    }
    offset += token.length;
  }
  return open.length === 0 && expecting === 'comma or end' ? undefined : positionOf(text, offset);
}

/** What may follow the token; undefined when the token may not stand here. Opens and closes brackets in `open`. */
function step(token: string, expecting: Expecting, open: ('{' | '[')[]): Expecting | undefined {
  const wantsValue = expecting === 'value' || expecting === 'value or ]';
  switch (token) {
    case '{':
    case '[':
      if (!wantsValue) return undefined;
      open.push(token);
      return token === '{' ? 'key or }' : 'value or ]';
    case '}':
      if (expecting !== 'key or }' && !(expecting === 'comma or end' && open.at(-1) === '{')) return undefined;
      open.pop();
      return 'comma or end';
    case ']':
      if (expecting !== 'value or ]' && !(expecting === 'comma or end' && open.at(-1) === '[')) return undefined;
      open.pop();
      return 'comma or end';
    case ':':
      return expecting === 'colon' ? 'value' : undefined;
    case ',':
      if (expecting !== 'comma or end' || open.length === 0) return undefined;
      return open.at(-1) === '{' ? 'key' : 'value';
    default:
      if (expecting === 'key' || expecting === 'key or }') return token.startsWith('"') ? 'colon' : undefined;
      return wantsValue ? 'comma or end' : undefined;
  }
}

function positionOf(text: string, offset: number): TextPosition {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: offset - lineStart + 1 };
}
