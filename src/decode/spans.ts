/** A stretch of bytes: the first, and the one behind the last. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Stretches of a layer that have been opened, in any order. */
export class Spans {
  #sorted: Span[] = [];
  #dirty = false;
  #hasEmpty = false;

  /** Takes note of one more; one without a byte stands in nobody's way. */
  add({ start, end }: Span): void {
    if (end <= start) {
      this.#hasEmpty = true;
      return;
    }
    const last = this.#sorted.at(-1);
    if (last !== undefined && start < last.start) this.#dirty = true;
    this.#sorted.push({ start, end });
  }

  /** Whether a byte of the stretch lies in any of these. */
  touches({ start, end }: Span): boolean {
    const spans = this.#ordered();
    // The first one that ends behind our start: everything before it ends before us.
    let low = 0;
    let high = spans.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((spans[middle]?.end ?? 0) <= start) low = middle + 1;
      else high = middle;
    }
    const next = spans[low];
    return next !== undefined && next.start < end;
  }

  /** Whether one of these reaches from the first byte to behind the last of so many. */
  coversAll(byteCount: number): boolean {
    const [first] = this.#ordered();
    return first !== undefined && first.start <= 0 && first.end >= byteCount;
  }

  get isEmpty(): boolean {
    return this.#sorted.length === 0 && !this.#hasEmpty;
  }

  #ordered(): readonly Span[] {
    if (!this.#dirty) return this.#sorted;
    this.#dirty = false;
    const merged: { start: number; end: number }[] = [];
    for (const span of [...this.#sorted].sort((one, other) => one.start - other.start)) {
      const last = merged.at(-1);
      if (last !== undefined && span.start <= last.end) last.end = Math.max(last.end, span.end);
      else merged.push({ ...span });
    }
    this.#sorted = merged;
    return merged;
  }
}
