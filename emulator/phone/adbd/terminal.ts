/** Output as a terminal passes it on: every LF becomes CR LF. */
export function withTerminalLineEnds(bytes: Buffer): Buffer {
  if (!bytes.includes(0x0a)) return bytes;
  return Buffer.from(bytes.toString('latin1').replace(/\n/g, '\r\n'), 'latin1');
}

const CTRL_C = 0x03;
const CTRL_D = 0x04;
const BACKSPACE = 0x08;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const DELETE = 0x7f;

/** What the line discipline makes of typed bytes. */
export interface Typed {
  /** Shown to the person who types. */
  readonly echo: Buffer;
  /** Whole lines for the program. */
  readonly input: Buffer;
  readonly endOfFile: boolean;
  readonly interrupt: boolean;
}

/** A terminal in its usual (canonical) mode: echoes, edits a line, hands over whole lines. */
export class LineDiscipline {
  #line: number[] = [];

  /** Takes what a person typed. */
  type(bytes: Buffer): Typed {
    const echo: number[] = [];
    const input: number[] = [];
    let endOfFile = false;
    let interrupt = false;
    for (const byte of bytes) {
      if (byte === CARRIAGE_RETURN || byte === LINE_FEED) {
        input.push(...this.#line, LINE_FEED);
        echo.push(CARRIAGE_RETURN, LINE_FEED);
        this.#line = [];
      } else if (byte === BACKSPACE || byte === DELETE) {
        if (this.#line.pop() !== undefined) echo.push(BACKSPACE, 0x20, BACKSPACE);
      } else if (byte === CTRL_C) {
        interrupt = true;
        this.#line = [];
        echo.push(0x5e, 0x43, CARRIAGE_RETURN, LINE_FEED);
      } else if (byte === CTRL_D) {
        if (this.#line.length === 0) endOfFile = true;
      } else {
        this.#line.push(byte);
        echo.push(byte);
      }
    }
    return { echo: Buffer.from(echo), input: Buffer.from(input), endOfFile, interrupt };
  }
}
