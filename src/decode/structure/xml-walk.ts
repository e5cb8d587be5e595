import { APOSTROPHE, EQUALS, GREATER, isBlank, LESS, MINUS, OPEN_BRACKET, QUESTION, QUOTE, SLASH } from './characters.ts';

const EXCLAMATION = 0x21;

/**
 * A walk over XML or HTML from token to token. It keeps no stack and asks for no well-formed input: what an app sends may
 * be a fragment, or torn off. (`@xmldom/xmldom` refuses such input, builds a tree, and gives no byte offsets.)
 * Every byte is passed once.
 */
export class XmlWalk {
  readonly bytes: Buffer;
  kind: 'text' | 'open' | 'attribute' | 'tag end' | 'close' | 'cdata' | 'other' = 'other';
  /** The token: text, a value without its quotes, the inside of CDATA, a tag up to behind its name. */
  start = 0;
  end = 0;
  /** Name of the element or of the attribute. */
  nameStart = 0;
  nameEnd = 0;
  /** For a tag's end: the element has no content. */
  isEmpty = false;
  #at = 0;
  #isInTag = false;
  #noMore = new Set<number>();

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  /** Moves to the next token; false at the end. */
  next(): boolean {
    if (this.#at >= this.bytes.length) return false;
    if (this.#isInTag) this.#insideTag();
    else if (this.bytes[this.#at] === LESS) this.#markup();
    else this.#take('text', this.#at, orEnd(this.bytes.indexOf(LESS, this.#at), this.bytes));
    return true;
  }

  #take(kind: XmlWalk['kind'], start: number, end: number, next: number = end): void {
    this.kind = kind;
    this.start = start;
    this.end = end;
    this.#at = next;
  }

  #markup(): void {
    const at = this.#at;
    const second = this.bytes[at + 1];
    if (second === EXCLAMATION) this.#declaration();
    else if (second === QUESTION) this.#upTo('?>', 'other', at);
    else if (second === SLASH) {
      this.#name(at + 2);
      const end = this.#tagClose(this.nameEnd);
      this.#take('close', at, end);
    } else {
      this.#name(at + 1);
      // A sign that stands for itself: `a < b`.
      if (this.nameEnd === this.nameStart) {
        this.#take('text', at, orEnd(this.bytes.indexOf(LESS, at + 1), this.bytes));
        return;
      }
      this.#isInTag = true;
      this.#take('open', at, this.nameEnd);
    }
  }

  #declaration(): void {
    const at = this.#at;
    if (this.bytes[at + 2] === MINUS && this.bytes[at + 3] === MINUS) {
      this.#upTo('-->', 'other', at);
      return;
    }
    if (this.bytes[at + 2] === OPEN_BRACKET && this.bytes.toString('latin1', at, at + 9) === '<![CDATA[') {
      this.#upTo(']]>', 'cdata', at + 9);
      return;
    }
    this.#take('other', at, this.#tagClose(at + 2));
  }

  // What has no end runs to the end of the text: nothing is searched for twice.
  #upTo(closing: string, kind: 'other' | 'cdata', start: number): void {
    const end = this.bytes.indexOf(closing, start);
    if (end < 0) this.#take(kind, start, this.bytes.length);
    else this.#take(kind, start, end, end + closing.length);
  }

  #insideTag(): void {
    let at = this.#at;
    while (isBlank(this.bytes[at]) || this.bytes[at] === EQUALS) at += 1;
    const byte = this.bytes[at];
    const isEmpty = byte === SLASH && this.bytes[at + 1] === GREATER;
    if (byte === undefined || byte === GREATER || byte === LESS || isEmpty) {
      this.#isInTag = false;
      this.isEmpty = isEmpty;
      this.#take('tag end', at, byte === GREATER ? at + 1 : isEmpty ? at + 2 : at);
      return;
    }
    this.#name(at);
    // A character that no name begins with, a stray quote for example, is passed by.
    if (this.nameEnd === this.nameStart) {
      this.#take('other', at, at + 1);
      return;
    }
    at = this.nameEnd;
    while (isBlank(this.bytes[at])) at += 1;
    if (this.bytes[at] !== EQUALS) {
      this.#take('other', this.nameStart, this.nameEnd);
      return;
    }
    this.#value(at + 1);
  }

  #value(from: number): void {
    let at = from;
    while (isBlank(this.bytes[at])) at += 1;
    const quote = this.bytes[at];
    if (quote === QUOTE || quote === APOSTROPHE) {
      const close = this.#noMore.has(quote) ? -1 : this.bytes.indexOf(quote, at + 1);
      if (close >= 0) {
        this.#take('attribute', at + 1, close, close + 1);
        return;
      }
      this.#noMore.add(quote);
      at += 1;
    }
    let end = at;
    while (end < this.bytes.length && !isBlank(this.bytes[end]) && this.bytes[end] !== GREATER && this.bytes[end] !== LESS) end += 1;
    this.#take('attribute', at, end);
  }

  #name(from: number): void {
    let at = from;
    while (at < this.bytes.length && isNameByte(this.bytes[at] ?? 0)) at += 1;
    this.nameStart = from;
    this.nameEnd = at;
  }

  #tagClose(from: number): number {
    let at = from;
    while (at < this.bytes.length && this.bytes[at] !== GREATER && this.bytes[at] !== LESS) at += 1;
    return this.bytes[at] === GREATER ? at + 1 : at;
  }
}

function isNameByte(byte: number): boolean {
  if (byte >= 0x80) return true;
  const lower = byte | 0x20;
  // Letters, digits, and `-` `.` `:` `_`.
  return (lower >= 0x61 && lower <= 0x7a) || (byte >= 0x30 && byte <= 0x3a) || byte === MINUS || byte === 0x2e || byte === 0x5f;
}

function orEnd(index: number, bytes: Buffer): number {
  return index < 0 ? bytes.length : index;
}
