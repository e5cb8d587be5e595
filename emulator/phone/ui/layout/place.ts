import type { Bounds } from '../view.ts';
import type { Box, Placed } from './box.ts';
import { gridRowHeights, heightOf, px, rowWidths, shareOut, widthOf } from './measure.ts';

/** Lays a box and all in it out in the given bounds, which it fills. */
export function place<Content>(box: Box<Content>, bounds: Bounds): Placed<Content> {
  return placeWithin(box, bounds, bounds);
}

/** @param clip What can be seen of it: the bounds of whatever scrolls around it. */
function placeWithin<Content>(box: Box<Content>, bounds: Bounds, clip: Bounds): Placed<Content> {
  const padPx = px(box.paddingDp);
  const inner = { left: bounds.left + padPx, top: bounds.top + padPx, right: bounds.right - padPx, bottom: bounds.bottom - padPx };
  const visible = intersect(bounds, clip);
  const overflowPx = box.arrangement === 'scroll' ? Math.max(0, heightOf({ ...box, height: 'wrap' }, bounds.right - bounds.left) - (bounds.bottom - bounds.top)) : 0;
  const wanted = childBounds(box, inner, overflowPx);
  const children = box.children.flatMap((child, i) => {
    const childBox = wanted[i];
    return childBox === undefined || isEmpty(intersect(childBox, visible)) ? [] : [placeWithin(child, childBox, visible)];
  });
  return { content: box.content, bounds: visible, overflowPx, children };
}

function childBounds(box: Box, inner: Bounds, overflowPx: number): readonly Bounds[] {
  switch (box.arrangement) {
    case 'row': return rowBounds(box, inner);
    case 'column': return columnBounds(box, inner, 0);
    case 'scroll': return columnBounds(box, inner, Math.min(box.scrolledPx ?? 0, overflowPx));
    case 'grid': return gridBounds(box, inner);
    case 'stack': return box.children.map((child) => stackedBounds(child, inner));
    case 'sheet': return box.children.map((child) => sheetBounds(child, inner));
  }
}

function rowBounds(box: Box, inner: Bounds): readonly Bounds[] {
  const widths = rowWidths(box, inner.right - inner.left);
  const heightPx = inner.bottom - inner.top;
  let left = inner.left;
  return box.children.map((child, i) => {
    const width = widths[i] ?? 0;
    const height = child.height === 'fill' ? heightPx : Math.min(heightPx, heightOf(child, width));
    const bounds = at(left, inner.top + Math.floor((heightPx - height) / 2), width, height);
    left += width;
    return bounds;
  });
}

function columnBounds(box: Box, inner: Bounds, scrolledPx: number): readonly Bounds[] {
  const widthPx = inner.right - inner.left;
  const widths = box.children.map((child) => widthOf(child, widthPx));
  const natural = box.children.map((child, i) => heightOf(child, widths[i] ?? 0));
  // In what scrolls nothing can fill the rest: there is no rest.
  const heights = box.arrangement === 'scroll' ? natural : shareOut(box.children.map((child) => child.height), natural, inner.bottom - inner.top);
  let top = inner.top - scrolledPx;
  return box.children.map((_, i) => {
    const bounds = at(inner.left, top, widths[i] ?? 0, heights[i] ?? 0);
    top = bounds.bottom;
    return bounds;
  });
}

function gridBounds(box: Box, inner: Bounds): readonly Bounds[] {
  const columns = box.columns ?? 1;
  const cellPx = Math.floor((inner.right - inner.left) / columns);
  const heights = gridRowHeights(box, inner.right - inner.left, columns);
  const tops = heights.map((_, row) => heights.slice(0, row).reduce((sum, height) => sum + height, inner.top));
  return box.children.map((_, i) => {
    const row = Math.floor(i / columns);
    return at(inner.left + (i % columns) * cellPx, tops[row] ?? inner.top, cellPx, heights[row] ?? 0);
  });
}

function stackedBounds(child: Box, inner: Bounds): Bounds {
  const width = widthOf(child, inner.right - inner.left);
  return at(inner.left, inner.top, width, child.height === 'fill' ? inner.bottom - inner.top : heightOf(child, width));
}

/** At the foot of the screen and no higher than it, as MIUI shows its dialogs. */
function sheetBounds(child: Box, inner: Bounds): Bounds {
  const width = widthOf(child, inner.right - inner.left);
  const height = Math.min(inner.bottom - inner.top, heightOf(child, width));
  return at(inner.left, inner.bottom - height, width, height);
}

function at(left: number, top: number, width: number, height: number): Bounds {
  return { left, top, right: left + width, bottom: top + height };
}

function intersect(a: Bounds, b: Bounds): Bounds {
  return { left: Math.max(a.left, b.left), top: Math.max(a.top, b.top), right: Math.min(a.right, b.right), bottom: Math.min(a.bottom, b.bottom) };
}

function isEmpty(bounds: Bounds): boolean {
  return bounds.right <= bounds.left || bounds.bottom <= bounds.top;
}
