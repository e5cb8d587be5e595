import type { Bounds } from '../view.ts';
import { PALETTE } from './palette.ts';
import { paintText } from './paint-text.ts';
import { inset, rectangle } from './svg.ts';

/** Shift and delete, at the ends of the third row, carry no letter. */
const ROWS = ['qwertyuiop', 'asdfghjkl', ' zxcvbnm ', ''];
/** Keys of the widest row, which the others are measured by. */
const COLUMNS = 10;

/** A keyboard as large as its window: three rows of letters, and the space bar. */
export function paintKeyboard(bounds: Bounds, dp: number): string {
  const cellHeight = (bounds.bottom - bounds.top) / ROWS.length;
  const cellWidth = (bounds.right - bounds.left) / COLUMNS;
  const rows = ROWS.map((letters, row) => {
    const top = bounds.top + row * cellHeight;
    if (letters === '') return paintKey({ left: bounds.left + 2 * cellWidth, right: bounds.right - 2 * cellWidth, top, bottom: top + cellHeight }, ' ', dp);
    const keys = Array.from(letters);
    const left = bounds.left + ((COLUMNS - keys.length) / 2) * cellWidth;
    return keys
      .map((key, column) =>
        paintKey({ left: left + column * cellWidth, right: left + (column + 1) * cellWidth, top, bottom: top + cellHeight }, key, dp),
      )
      .join('');
  });
  return rectangle(bounds, PALETTE.keyboard) + rows.join('');
}

function paintKey(cell: Bounds, key: string, dp: number): string {
  const box = inset(cell, 3 * dp);
  const letter = key.trim();
  return rectangle(box, PALETTE.key, 5 * dp) + (letter === '' ? '' : paintText({ text: letter, bounds: box, look: { textSizeSp: 20, align: 'center' }, dp }));
}
