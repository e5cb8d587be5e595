import type { Bounds, Point } from '../view.ts';

/** Which page of keys is shown, and what the enter key says. */
export interface KeyboardFace {
  readonly page: 'letters' | 'signs';
  readonly shifted: boolean;
  readonly enter: string;
}

/** What a key of the soft keyboard does. */
export type KeyAction =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'shift' | 'delete' | 'page' | 'enter' };

/** One key of the soft keyboard. */
export interface SoftKey {
  readonly bounds: Bounds;
  /** What stands on it; a symbol's name in angle brackets: `<shift>`. */
  readonly label: string;
  readonly action: KeyAction;
}

const PAGES: Readonly<Record<KeyboardFace['page'], readonly string[]>> = {
  letters: ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'],
  signs: ['1234567890', '@#$_&-+()', '*"\':;!?'],
};

/** Keys of the widest row, which the others are measured by. */
const COLUMNS = 10;
const ROWS = 4;

/** Keys at the foot, from the left, with their widths in columns. */
const FOOT: readonly (readonly [label: string, columns: number])[] = [['page', 1.5], [',', 1], [' ', 4.5], ['.', 1], ['enter', 2]];

/** The keys of a keyboard that fills these bounds. */
export function softKeys(bounds: Bounds, face: KeyboardFace): readonly SoftKey[] {
  const cell = { widthPx: (bounds.right - bounds.left) / COLUMNS, heightPx: (bounds.bottom - bounds.top) / ROWS };
  const at = (row: number, column: number, columns = 1): Bounds => ({
    left: Math.round(bounds.left + column * cell.widthPx),
    right: Math.round(bounds.left + (column + columns) * cell.widthPx),
    top: Math.round(bounds.top + row * cell.heightPx),
    bottom: Math.round(bounds.top + (row + 1) * cell.heightPx),
  });
  const written = PAGES[face.page].flatMap((characters, row) => {
    const first = (COLUMNS - characters.length) / 2;
    return Array.from(characters).map((character, i): SoftKey => {
      const text = face.shifted ? character.toUpperCase() : character;
      return { bounds: at(row, first + i), label: text, action: { kind: 'text', text } };
    });
  });
  const sides: readonly SoftKey[] = [
    { bounds: at(2, 0, 1.5), label: face.page === 'letters' ? '<shift>' : '=\\<', action: { kind: 'shift' } },
    { bounds: at(2, 8.5, 1.5), label: '<erase>', action: { kind: 'delete' } },
  ];
  return [...written, ...sides, ...foot(face, (column, columns) => at(3, column, columns))];
}

/** The key under a point. */
export function keyAt(keys: readonly SoftKey[], { x, y }: Point): SoftKey | undefined {
  return keys.find(({ bounds }) => x >= bounds.left && x < bounds.right && y >= bounds.top && y < bounds.bottom);
}

function foot(face: KeyboardFace, at: (column: number, columns: number) => Bounds): readonly SoftKey[] {
  let column = 0;
  return FOOT.map(([label, columns]) => {
    const bounds = at(column, columns);
    column += columns;
    if (label === 'page') return { bounds, label: face.page === 'letters' ? '?123' : 'ABC', action: { kind: 'page' } };
    if (label === 'enter') return { bounds, label: face.enter, action: { kind: 'enter' } };
    return { bounds, label, action: { kind: 'text', text: label } };
  });
}
