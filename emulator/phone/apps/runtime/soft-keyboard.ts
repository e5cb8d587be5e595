import { keyAt, softKeys, type KeyboardFace, type SoftKey } from '../../ui/layout/keyboard-keys.ts';
import type { Bounds, Point } from '../../ui/view.ts';
import { LETTERS, type Screen } from './screen.ts';

/** What a touched key has to do to the field that has the focus. */
export interface Typing {
  insert(text: string): void;
  erase(): void;
  enter(): void;
}

/** What the keyboard of a screen shows. */
export function faceOf(screen: Screen, enter: string): KeyboardFace {
  return { ...screen.keys, enter };
}

/** A finger on the keyboard: a key types, or shows other keys. */
export function touchKeyboard(screen: Screen, point: Point, keyboard: Bounds, typing: Typing): void {
  const key = keyAt(softKeys(keyboard, faceOf(screen, 'done')), point);
  if (key !== undefined) press(screen, key, typing);
}

function press(screen: Screen, { action }: SoftKey, typing: Typing): void {
  switch (action.kind) {
    case 'text':
      // Shift holds for one letter.
      screen.keys = { ...screen.keys, shifted: false };
      typing.insert(action.text);
      break;
    case 'delete': typing.erase(); break;
    case 'enter': typing.enter(); break;
    case 'shift': screen.keys = screen.keys.page === 'letters' ? { ...screen.keys, shifted: !screen.keys.shifted } : screen.keys; break;
    case 'page': screen.keys = screen.keys.page === 'letters' ? { page: 'signs', shifted: false } : LETTERS; break;
  }
}
