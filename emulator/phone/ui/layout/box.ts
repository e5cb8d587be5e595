import type { Bounds } from '../view.ts';

/** Fixed in dp, as large as the parent leaves room for, or as large as its content. */
export type BoxLength = number | 'fill' | 'wrap';

/**
 * How children lie in a box: below each other, beside each other, over each other, in columns, at the foot of the box,
 * or below each other and scrolled.
 */
export type Arrangement = 'column' | 'row' | 'stack' | 'grid' | 'sheet' | 'scroll';

/** A box to be laid out. Nothing here knows what is in it, except that text has a size. */
export interface Box<Content = unknown> {
  readonly content: Content;
  readonly arrangement: Arrangement;
  readonly width: BoxLength;
  readonly height: BoxLength;
  readonly paddingDp: number;
  /** Of a grid. */
  readonly columns?: number;
  /** Of `scroll`. */
  readonly scrolledPx?: number;
  /** Drawn text; only its length counts. */
  readonly text?: string;
  readonly textSizeSp?: number;
  readonly children: readonly Box<Content>[];
}

/** A box with its place on the screen. Children that lie outside a scrolled box are left out, cut ones are clipped. */
export interface Placed<Content> {
  readonly content: Content;
  readonly bounds: Bounds;
  /** Of `scroll`: how far the content reaches beyond the bounds when it is not scrolled. */
  readonly overflowPx: number;
  readonly children: readonly Placed<Content>[];
}
