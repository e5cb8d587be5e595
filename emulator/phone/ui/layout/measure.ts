import type { Box, BoxLength } from './box.ts';

/** 440 dpi: the Redmi Note 8 and most phones of its kind. */
const PX_PER_DP = 440 / 160;

const DEFAULT_TEXT_SIZE_SP = 16;
/** Mean advance of Roboto's letters and its line height, in ems. */
const LETTER_EM = 0.54;
const LINE_EM = 1.4;

/** Dp as whole pixels. */
export function px(dp: number): number {
  return Math.round(dp * PX_PER_DP);
}

/** Width of a box that may use at most `availablePx`. */
export function widthOf(box: Box, availablePx: number): number {
  if (typeof box.width === 'number') return Math.min(px(box.width), availablePx);
  if (box.width === 'fill') return availablePx;
  const paddingPx = 2 * px(box.paddingDp);
  return Math.min(availablePx, paddingPx + contentWidthOf(box, availablePx - paddingPx));
}

/** Height of a box of the given width, were there room without end; `fill` counts as its content. */
export function heightOf(box: Box, widthPx: number): number {
  return typeof box.height === 'number' ? px(box.height) : contentHeightOf(box, widthPx);
}

/** Lengths along the main axis: fixed ones first, the rest shared among those that fill. */
export function shareOut(lengths: readonly BoxLength[], naturalPx: readonly number[], availablePx: number): readonly number[] {
  const fillers = lengths.filter((length) => length === 'fill').length;
  const takenPx = lengths.reduce((sum: number, length, i) => sum + (length === 'fill' ? 0 : (naturalPx[i] ?? 0)), 0);
  const sharePx = fillers === 0 ? 0 : Math.max(0, Math.floor((availablePx - takenPx) / fillers));
  return lengths.map((length, i) => (length === 'fill' ? sharePx : (naturalPx[i] ?? 0)));
}

/** Widths of a row's children. */
export function rowWidths(box: Box, innerWidthPx: number): readonly number[] {
  return shareOut(box.children.map((child) => child.width), box.children.map((child) => (child.width === 'fill' ? 0 : widthOf(child, innerWidthPx))), innerWidthPx);
}

function contentWidthOf(box: Box, availablePx: number): number {
  const ownPx = box.text === undefined ? 0 : textWidthOf(box);
  const widths = box.children.map((child) => widthOf(child, availablePx));
  const childrenPx = box.arrangement === 'row' ? widths.reduce((sum, width) => sum + width, 0) : Math.max(0, ...widths);
  return Math.max(ownPx, childrenPx);
}

function contentHeightOf(box: Box, widthPx: number): number {
  const innerPx = Math.max(1, widthPx - 2 * px(box.paddingDp));
  const ownPx = box.text === undefined ? 0 : textHeightOf(box, innerPx);
  return 2 * px(box.paddingDp) + Math.max(ownPx, childrenHeightOf(box, innerPx));
}

function childrenHeightOf(box: Box, innerPx: number): number {
  switch (box.arrangement) {
    case 'row': {
      const widths = rowWidths(box, innerPx);
      return Math.max(0, ...box.children.map((child, i) => heightOf(child, widths[i] ?? 0)));
    }
    case 'stack':
    case 'sheet':
      return Math.max(0, ...box.children.map((child) => heightOf(child, widthOf(child, innerPx))));
    case 'grid': {
      const columns = box.columns ?? 1;
      return gridRowHeights(box, innerPx, columns).reduce((sum, height) => sum + height, 0);
    }
    case 'column':
    case 'scroll':
      return box.children.reduce((sum, child) => sum + heightOf(child, widthOf(child, innerPx)), 0);
  }
}

/** Height of each row of a grid: its highest cell. */
export function gridRowHeights(box: Box, innerPx: number, columns: number): readonly number[] {
  const cellPx = Math.floor(innerPx / columns);
  const heights: number[] = [];
  box.children.forEach((child, i) => {
    const row = Math.floor(i / columns);
    heights[row] = Math.max(heights[row] ?? 0, heightOf(child, cellPx));
  });
  return heights;
}

function textWidthOf(box: Box): number {
  return Math.ceil((box.text?.length ?? 0) * LETTER_EM * px(box.textSizeSp ?? DEFAULT_TEXT_SIZE_SP));
}

function textHeightOf(box: Box, widthPx: number): number {
  const lines = Math.max(1, Math.ceil(textWidthOf(box) / widthPx));
  return Math.ceil(lines * LINE_EM * px(box.textSizeSp ?? DEFAULT_TEXT_SIZE_SP));
}
