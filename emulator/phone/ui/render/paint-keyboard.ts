import { softKeys, type KeyboardFace, type SoftKey } from '../layout/keyboard-keys.ts';
import type { ViewNode } from '../view.ts';
import { drawSymbol } from './icons.ts';
import { PALETTE } from './palette.ts';
import { paintText } from './paint-text.ts';
import { inset, rectangle } from './svg.ts';

const SIGN_KEYS: ReadonlySet<SoftKey['action']['kind']> = new Set(['shift', 'delete', 'page']);

/** A keyboard as large as its window, with the keys a finger finds there. */
export function paintKeyboard(view: ViewNode, dp: number): string {
  const keys = softKeys(view.bounds, readFace(view.look?.icon));
  return rectangle(view.bounds, PALETTE.keyboard) + keys.map((key) => paintKey(key, dp)).join('');
}

/** `letters shifted search`: what the window says of its keys. */
function readFace(words = ''): KeyboardFace {
  const [page, shift, enter = 'done'] = words.split(' ');
  return { page: page === 'signs' ? 'signs' : 'letters', shifted: shift === 'shifted', enter };
}

function paintKey({ bounds, label, action }: SoftKey, dp: number): string {
  const box = inset(bounds, 3 * dp);
  const isEnter = action.kind === 'enter';
  const fill = isEnter ? PALETTE.accent : SIGN_KEYS.has(action.kind) ? PALETTE.signKey : PALETTE.key;
  const color = isEnter ? PALETTE.white : PALETTE.text;
  const ground = rectangle(box, fill, 5 * dp);
  const symbol = /^<(\w+)>$/u.exec(label)?.[1] ?? (isEnter ? ENTER_SYMBOLS[label] : undefined);
  if (symbol !== undefined) {
    const sizePx = 22 * dp;
    return ground + drawSymbol(symbol, { x: (box.left + box.right - sizePx) / 2, y: (box.top + box.bottom - sizePx) / 2, sizePx, color });
  }
  const isWord = label.length > 1;
  return label.trim() === '' ? ground : ground + paintText({ text: label, bounds: box, look: { textSizeSp: isWord ? 12 : 20, align: 'center' }, dp, color });
}

const ENTER_SYMBOLS: Readonly<Record<string, string>> = { done: 'check', go: 'forward', search: 'search', send: 'forward', next: 'arrow' };
