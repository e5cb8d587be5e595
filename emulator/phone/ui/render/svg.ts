import type { Bounds } from '../view.ts';

/** Text as SVG can carry it. */
export function escapeSvg(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '?')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** A filled rectangle, its corners rounded on demand. */
export function rectangle(bounds: Bounds, fill: string, radiusPx = 0): string {
  const width = bounds.right - bounds.left;
  const height = bounds.bottom - bounds.top;
  if (width <= 0 || height <= 0) return '';
  const rounded = radiusPx > 0 ? ` rx="${round(Math.min(radiusPx, width / 2, height / 2))}"` : '';
  return `<rect x="${round(bounds.left)}" y="${round(bounds.top)}" width="${round(width)}" height="${round(height)}" fill="${escapeSvg(fill)}"${rounded}/>`;
}

/** A filled circle. */
export function circle(x: number, y: number, radiusPx: number, fill: string): string {
  return `<circle cx="${round(x)}" cy="${round(y)}" r="${round(radiusPx)}" fill="${escapeSvg(fill)}"/>`;
}

/** A rectangle moved in from all sides. */
export function inset(bounds: Bounds, byPx: number): Bounds {
  return {
    left: bounds.left + byPx,
    top: bounds.top + byPx,
    right: Math.max(bounds.left + byPx, bounds.right - byPx),
    bottom: Math.max(bounds.top + byPx, bounds.bottom - byPx),
  };
}

/** Numbers short enough for a picture. */
export function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}
