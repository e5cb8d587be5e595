import type { Segment } from './pattern.ts';

const DEFAULT_SEPARATORS = ' \t\n';

/** Gathers the pieces of a word into fields, splitting what expansions gave at the characters of `IFS`. */
export class FieldCollector {
  readonly #splits: boolean;
  readonly #separators: string;
  #done: Segment[][] = [];
  #current: Segment[] | undefined;
  /** The last field was ended by a blank: a separator that follows belongs to the same gap. */
  #endedByBlank = false;

  constructor(splits: boolean, separators: string | undefined) {
    this.#splits = splits;
    this.#separators = separators ?? DEFAULT_SEPARATORS;
  }

  /** A piece that stays in its field. */
  add(text: string, quoted: boolean): void {
    (this.#current ??= []).push({ text, quoted });
    this.#endedByBlank = false;
  }

  /** The outcome of an expansion: split unless it was quoted. */
  addValue(text: string, quoted: boolean): void {
    if (quoted || !this.#splits) {
      this.add(text, quoted);
      return;
    }
    let piece = '';
    const flush = (): void => {
      if (piece !== '') this.add(piece, false);
      piece = '';
    };
    for (const character of text) {
      if (!this.#separators.includes(character)) {
        piece += character;
        continue;
      }
      flush();
      if (DEFAULT_SEPARATORS.includes(character)) this.#blank();
      else this.#separator();
    }
    flush();
  }

  /** The end of a field, between two arguments of `$@`. */
  breakField(): void {
    if (!this.#splits) this.add(this.#separators.charAt(0) || ' ', true);
    else if (this.#current !== undefined) this.#end();
  }

  finish(): Segment[][] {
    if (this.#current !== undefined) this.#end();
    return this.#done;
  }

  #blank(): void {
    if (this.#current === undefined) return;
    this.#end();
    this.#endedByBlank = true;
  }

  #separator(): void {
    if (this.#current !== undefined) this.#end();
    else if (!this.#endedByBlank) this.#done.push([{ text: '', quoted: true }]);
    this.#endedByBlank = false;
  }

  #end(): void {
    this.#done.push(this.#current ?? []);
    this.#current = undefined;
  }
}
