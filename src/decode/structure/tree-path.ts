import { pathExpression } from './json-path.ts';

interface Open {
  readonly kind: 'map' | 'array';
  /** Items still to come, keys counted; Infinity where a break ends it. */
  left: number;
  index: number;
  key: string;
}

// Nesting that no program writes: what is deeper is not taken for the format.
const MAX_DEPTH = 500;

/**
 * Where a walk over a binary tree of maps and arrays (MessagePack, CBOR) stands. It keeps the open containers on a list of
 * its own, so nesting costs no recursion.
 */
export class TreePath {
  readonly #open: Open[] = [];

  /** Opens a container of so many entries; false where it would be too deep. */
  open(kind: 'map' | 'array', entries: number): boolean {
    if (this.#open.length >= MAX_DEPTH) return false;
    this.#open.push({ kind, left: kind === 'map' ? entries * 2 : entries, index: 0, key: '' });
    return true;
  }

  get depth(): number {
    return this.#open.length;
  }

  /** The next item is the key of a pair. */
  get expectsKey(): boolean {
    const top = this.#open.at(-1);
    return top?.kind === 'map' && top.index % 2 === 0;
  }

  /** Names the pair whose value comes next. */
  setKey(key: string): void {
    const top = this.#open.at(-1);
    if (top !== undefined) top.key = key;
  }

  /** An item is complete; closes the containers that are complete with it. */
  completed(): void {
    for (;;) {
      const top = this.#open.at(-1);
      if (top === undefined) return;
      top.index += 1;
      top.left -= 1;
      if (top.left > 0) return;
      this.#open.pop();
    }
  }

  /** Closes containers that turned out to have no entries. */
  closeIfEmpty(): void {
    if (this.#open.at(-1)?.left !== 0) return;
    this.#open.pop();
    this.completed();
  }

  /** Ends a container without a count; false where none is open, or a key has no value. */
  breakOff(): boolean {
    const top = this.#open.at(-1);
    if (top?.left !== Infinity || (top.kind === 'map' && top.index % 2 === 1)) return false;
    this.#open.pop();
    this.completed();
    return true;
  }

  /** The current item as a path expression, `$.a[0]`. */
  toString(): string {
    return pathExpression(this.#open.map(({ kind, index, key }) => (kind === 'array' ? index : key)));
  }
}
