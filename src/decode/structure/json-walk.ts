import { BACKSLASH, CLOSE_BRACE, CLOSE_BRACKET, COLON, COMMA, isBlank, LINE_FEED, OPEN_BRACE, OPEN_BRACKET, QUOTE, skipBlanks } from './characters.ts';

/** An object or array that is open at a point of the walk. */
export interface Frame {
  readonly kind: 'object' | 'array';
  /** Position among an array's elements. */
  index: number;
  /** Where the content of the current key stands; -1 before the first one. */
  keyStart: number;
  keyEnd: number;
  /** In an object: the next string is a key. */
  expectsKey: boolean;
  /** Behind the last complete member; -1 before the first one. */
  completeEnd: number;
}

// Deeper nesting than any program writes. Below it brackets are only counted, so memory stays bounded.
const MAX_FRAMES = 500;

/**
 * A walk over JSON text from token to token, without recursion, that copes with text torn off anywhere, with documents in
 * a row, and with a torn line between others. Strings are jumped over from quote to quote.
 */
export class JsonWalk {
  readonly bytes: Buffer;
  /** Start of the current token: a bracket, a comma, a string with its quotes, a number or word. */
  start = 0;
  /** Behind the current token. */
  end = 0;
  kind: 'open' | 'close' | 'comma' | 'colon' | 'string' | 'word' | 'end' = 'end';
  /** Whether a string is the key of a pair. */
  isKey = false;
  /** Whether the string or the document has its end. */
  isTorn = false;
  /** Position of the current document among those in a row. */
  document = 0;
  documentStart = 0;
  /** Open containers, outermost first. */
  readonly frames: Frame[] = [];
  #deeper = 0;
  #begun = false;
  #nextLine = -1;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  /** Containers that are open, counted also below the depth to which they are known. */
  get depth(): number {
    return this.frames.length + this.#deeper;
  }

  /** Moves to the next token; false at the end of the text. */
  next(): boolean {
    this.start = skipBlanks(this.bytes, this.end);
    this.isKey = false;
    const byte = this.bytes[this.start];
    if (byte === undefined) {
      this.kind = 'end';
      this.isTorn ||= this.depth > 0;
      return false;
    }
    this.end = this.start + 1;
    if (byte === OPEN_BRACE || byte === OPEN_BRACKET) this.#open(byte);
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) this.#close();
    else if (byte === COMMA) this.#comma();
    else if (byte === COLON) {
      this.kind = 'colon';
      const top = this.frames.at(-1);
      if (top !== undefined) top.expectsKey = false;
    } else if (byte === QUOTE) this.#string();
    else this.#word();
    return true;
  }

  #begin(): void {
    if (this.depth > 0) return;
    if (this.#begun) this.document += 1;
    this.#begun = true;
    this.documentStart = this.start;
  }

  // An object cannot stand where a key has to: the line before was torn off, and a new document begins.
  #open(byte: number): void {
    if (this.frames.at(-1)?.expectsKey === true && this.#deeper === 0) this.#restart();
    this.#begin();
    this.kind = 'open';
    if (this.frames.length >= MAX_FRAMES) {
      this.#deeper += 1;
      return;
    }
    const isObject = byte === OPEN_BRACE;
    this.frames.push({ kind: isObject ? 'object' : 'array', index: 0, keyStart: -1, keyEnd: -1, expectsKey: isObject, completeEnd: -1 });
  }

  #close(): void {
    this.kind = 'close';
    if (this.#deeper > 0) {
      this.#deeper -= 1;
      return;
    }
    this.frames.pop();
    const around = this.frames.at(-1);
    if (around !== undefined) around.completeEnd = this.end;
  }

  #comma(): void {
    this.kind = 'comma';
    const top = this.frames.at(-1);
    if (top === undefined || this.#deeper > 0) return;
    top.completeEnd = this.start;
    if (top.kind === 'array') top.index += 1;
    else top.expectsKey = true;
  }

  #string(): void {
    this.#begin();
    this.kind = 'string';
    const close = this.#closingQuote();
    if (close === 'torn') return;
    this.isTorn ||= close < 0;
    this.end = close < 0 ? this.bytes.length : close + 1;
    const top = this.#deeper > 0 ? undefined : this.frames.at(-1);
    if (top?.expectsKey !== true) return;
    this.isKey = true;
    top.keyStart = this.start + 1;
    top.keyEnd = close < 0 ? this.end : close;
  }

  // Every byte is passed once, over all strings: a quote ends the search, and so does a line that begins a document.
  #closingQuote(): number | 'torn' {
    let from = this.end;
    for (;;) {
      const quote = this.bytes.indexOf(QUOTE, from);
      if (this.#isTornBefore(quote < 0 ? this.bytes.length : quote)) return 'torn';
      if (quote < 0) return -1;
      let backslashes = 0;
      while (quote - 1 - backslashes >= from && this.bytes[quote - 1 - backslashes] === BACKSLASH) backslashes += 1;
      if (backslashes % 2 === 0) return quote;
      from = quote + 1;
    }
  }

  // A line break inside of a string, with a document behind it: the line was torn off inside of the string.
  #isTornBefore(limit: number): boolean {
    let line = this.#lineBreakFrom(this.end);
    while (line < limit) {
      const behind = skipBlanks(this.bytes, line);
      const byte = this.bytes[behind];
      if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        this.end = line;
        this.#restart();
        return true;
      }
      line = this.#lineBreakFrom(behind);
    }
    return false;
  }

  #lineBreakFrom(from: number): number {
    if (this.#nextLine < from) {
      const found = this.bytes.indexOf(LINE_FEED, from);
      this.#nextLine = found < 0 ? this.bytes.length : found;
    }
    return this.#nextLine;
  }

  #restart(): void {
    this.frames.length = 0;
    this.#deeper = 0;
  }

  #word(): void {
    this.#begin();
    this.kind = 'word';
    while (this.end < this.bytes.length && !endsWord(this.bytes[this.end])) this.end += 1;
  }
}

function endsWord(byte: number | undefined): boolean {
  if (isBlank(byte)) return true;
  return byte === COMMA || byte === COLON || byte === QUOTE || byte === OPEN_BRACE || byte === OPEN_BRACKET || byte === CLOSE_BRACE || byte === CLOSE_BRACKET;
}
