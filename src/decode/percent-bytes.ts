const ESCAPE = /%[0-9a-f]{2}/i;

/** Whether the text holds a percent-escape. */
export function hasEscape(text: string): boolean {
  return ESCAPE.test(text);
}

/** Percent-decodes once, to bytes: what was escaped need not be UTF-8. Malformed escapes stay as they are. */
export function percentDecode(text: string): Buffer {
  if (!hasEscape(text)) return Buffer.from(text);
  const pieces: Buffer[] = [];
  let from = 0;
  for (const match of text.matchAll(/(?:%[0-9a-f]{2})+/gi)) {
    pieces.push(Buffer.from(text.slice(from, match.index)), Buffer.from(match[0].replaceAll('%', ''), 'hex'));
    from = match.index + match[0].length;
  }
  pieces.push(Buffer.from(text.slice(from)));
  return Buffer.concat(pieces);
}

/** Decodes a form or query component: `+` is a blank, then percent-escapes. */
export function formDecode(text: string): Buffer {
  return percentDecode(text.replaceAll('+', ' '));
}
