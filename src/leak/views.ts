import type { Layer } from '../decode/layer.ts';
import type { Span } from '../decode/spans.ts';

/** A layer inside of another whose bytes it shares, and where it begins there. */
export interface Place {
  readonly layer: Layer;
  readonly base: number;
}

/** Finds the innermost view that a stretch of a layer lies in; views are looked up, not gone through. */
export class Views {
  readonly #ordered = new Map<Layer, readonly { readonly layer: Layer; readonly span: Span }[]>();
  readonly #outermost: Layer;

  constructor(outermost: Layer) {
    this.#outermost = outermost;
  }

  /** The innermost layer that holds all of a stretch. */
  around({ start, end }: Span): Place {
    let place: Place = { layer: this.#outermost, base: 0 };
    for (;;) {
      const { base } = place;
      const inner = this.#childAround(place.layer, { start: start - base, end: end - base });
      if (inner === undefined) return place;
      place = { layer: inner.layer, base: base + inner.span.start };
    }
  }

  // Views of one layer follow each other; where one lies about another, the later one is the narrower.
  #childAround(layer: Layer, { start, end }: Span): { readonly layer: Layer; readonly span: Span } | undefined {
    const views = this.#viewsOf(layer);
    let low = 0;
    let high = views.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((views[middle]?.span.start ?? 0) <= start) low = middle + 1;
      else high = middle;
    }
    for (let index = low - 1; index >= 0 && index >= low - NEIGHBOURS; index -= 1) {
      const view = views[index];
      if (view !== undefined && end <= view.span.end) return view;
    }
    return undefined;
  }

  #viewsOf(layer: Layer): readonly { readonly layer: Layer; readonly span: Span }[] {
    const known = this.#ordered.get(layer);
    if (known !== undefined) return known;
    const views = layer.children.flatMap((child) => (child.isView && child.span !== undefined ? [{ layer: child, span: child.span }] : []));
    views.sort((one, other) => one.span.start - other.span.start || other.span.end - one.span.end);
    this.#ordered.set(layer, views);
    return views;
  }
}

const NEIGHBOURS = 8;
