import type { Bounds, Look } from '../view.ts';
import { PALETTE } from './palette.ts';
import { escapeSvg, rectangle, round } from './svg.ts';
import { breakLines, lineWidthPx, type TextRoom } from './text-lines.ts';

/** What is written, and where. */
export interface Writing {
  readonly text: string;
  readonly bounds: Bounds;
  readonly look: Look;
  /** Pixels of a density-independent pixel. */
  readonly dp: number;
  readonly color?: string;
  /** Draws the mark where the next letter would go. */
  readonly caret?: boolean;
}

const DEFAULT_TEXT_SIZE_SP = 16;
const LINE_EM = 1.4;
/** Apps pad their texts by this much at most; more room than that is not padding. */
const MOST_PADDING_DP = 16;
const USUAL_PADDINGS_DP = [4, 8, 12, 16];
/** From the top of a line's letters' box to the line they stand on, in em, for Roboto. */
const BASELINE_EM = 0.35;

/** Writes a text into its bounds: broken into lines, ended by an ellipsis where it does not fit, centred in height. */
export function paintText(writing: Writing): string {
  const { text, bounds, look, dp } = writing;
  const sizePx = (look.textSizeSp ?? DEFAULT_TEXT_SIZE_SP) * dp;
  const height = bounds.bottom - bounds.top;
  const maxLines = Math.max(1, Math.floor(height / (LINE_EM * sizePx) + 0.15));
  const paddingPx = paddingOf(writing, sizePx);
  const room: TextRoom = {
    widthPx: bounds.right - bounds.left - 2 * paddingPx,
    sizePx,
    maxLines,
    weight: look.bold === true ? 'bold' : 'regular',
  };
  const lines = text === '' ? [] : breakLines(text, room);
  const middle = (bounds.top + bounds.bottom) / 2;
  const baseline = (line: number): number =>
    middle + ((line - (lines.length - 1) / 2) * LINE_EM + BASELINE_EM) * sizePx;
  const centred = look.align === 'center';
  const x = centred ? (bounds.left + bounds.right) / 2 : bounds.left + paddingPx;
  const written = lines
    .map((line, index) => `<text x="${round(x)}" y="${round(baseline(index))}">${escapeSvg(line)}</text>`)
    .join('');
  const colour = writing.color ?? look.color ?? PALETTE.text;
  const group = `<g font-family="Roboto" font-size="${round(sizePx)}" font-weight="${room.weight === 'bold' ? 500 : 400}" fill="${escapeSvg(colour)}"${centred ? ' text-anchor="middle"' : ''} xml:space="preserve">${written}</g>`;
  return writing.caret === true ? group + paintCaret(lines.at(-1) ?? '', room, { writing, x }) : group;
}

function paintCaret(line: string, room: TextRoom, { writing, x }: { readonly writing: Writing; readonly x: number }): string {
  const width = lineWidthPx(line, room);
  const left = (writing.look.align === 'center' ? x + width / 2 : x + width) + writing.dp;
  const middle = (writing.bounds.top + writing.bounds.bottom) / 2;
  return rectangle(
    { left, right: left + 2 * writing.dp, top: middle - 0.6 * room.sizePx, bottom: middle + 0.6 * room.sizePx },
    PALETTE.accent,
  );
}

/** A view's bounds hold its padding, which nobody names: what its lines leave of its height tells it. */
function paddingOf({ text, bounds, look, dp }: Writing, sizePx: number): number {
  const width = bounds.right - bounds.left;
  const weight = look.bold === true ? 'bold' : 'regular';
  const lines = Math.max(1, Math.ceil(lineWidthPx(text, { sizePx, weight }) / Math.max(1, width)));
  const roomFor = (count: number): number => (bounds.bottom - bounds.top - count * LINE_EM * sizePx) / 2;
  // The layout may have made room for more lines than there are: then a usual padding is left by a larger number.
  for (let count = lines; roomFor(count) > -dp; count += 1) {
    const usual = USUAL_PADDINGS_DP.find((padding) => Math.abs(padding * dp - roomFor(count)) < dp / 2);
    if (usual !== undefined) return Math.min(usual * dp, width / 4);
  }
  return Math.max(0, Math.min(roomFor(lines), MOST_PADDING_DP * dp, width / 4));
}
