import type { TerminalModes } from '../system/services.ts';

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
const CTRL_U = 0x15;
const CTRL_W = 0x17;
const BLANK = 0x20;
const DELETE = 0x7f;

/** What the line discipline makes of typed bytes. */
export interface Typed {
  /** Shown to the person who types. */
  readonly echo: Buffer;
  /** Whole lines for the program; every byte at once where the terminal is not in canonical mode. */
  readonly input: Buffer;
  readonly endOfFile: boolean;
  readonly interrupt: boolean;
}

/** A terminal: echoes, edits a line and hands over whole lines, as long as its modes say so. */
export class LineDiscipline {
  readonly modes: TerminalModes = { echo: true, canonical: true, signals: true };
  /** 0 x 0 until the host has told. */
  size: { readonly rows: number; readonly columns: number } = { rows: 0, columns: 0 };
  #line: number[] = [];
  #echo: number[] = [];
  #input: number[] = [];

  /** Takes the window's size as the shell protocol writes it: rows, columns and both in pixels, `24x80,0x0`. */
  resize(text: string): void {
    const [, rows, columns] = /^(\d+)x(\d+),/.exec(text) ?? [];
    if (rows !== undefined && columns !== undefined) this.size = { rows: Number(rows), columns: Number(columns) };
  }

  /** Takes what a person typed. */
  type(bytes: Buffer): Typed {
    this.#echo = [];
    this.#input = [];
    let endOfFile = false;
    let interrupt = false;
    for (const byte of bytes) {
      if (byte === CTRL_C && this.modes.signals) {
        interrupt = true;
        this.#line = [];
        this.#echo.push(0x5e, 0x43);
      } else if (!this.modes.canonical) {
        this.#input.push(byte);
        this.#echo.push(byte);
      } else if (byte !== CTRL_D) this.#edit(byte);
      else if (this.#line.length === 0) endOfFile = true;
      else this.#input.push(...this.#line.splice(0));
    }
    return { echo: Buffer.from(this.modes.echo ? this.#echo : []), input: Buffer.from(this.#input), endOfFile, interrupt };
  }

  #edit(byte: number): void {
    if (byte === CARRIAGE_RETURN || byte === LINE_FEED) {
      this.#input.push(...this.#line.splice(0), LINE_FEED);
      this.#echo.push(CARRIAGE_RETURN, LINE_FEED);
    } else if (byte === BACKSPACE || byte === DELETE) this.#rubOut(1);
    else if (byte === CTRL_U) this.#rubOut(this.#line.length);
    else if (byte === CTRL_W) this.#rubOut(this.#lastWordBytes());
    else {
      this.#line.push(byte);
      this.#echo.push(byte);
    }
  }

  #rubOut(count: number): void {
    const gone = this.#line.splice(Math.max(0, this.#line.length - count));
    this.#echo.push(...gone.flatMap(() => [BACKSPACE, BLANK, BACKSPACE]));
  }

  #lastWordBytes(): number {
    const end = this.#line.findLastIndex((byte) => byte !== BLANK) + 1;
    return this.#line.length - (this.#line.lastIndexOf(BLANK, Math.max(0, end - 1)) + 1);
  }
}
