import { optionalNumber, requireNumber } from './body.ts';
import type { Command, Routes } from './route.ts';

const KEYCODE_BACK = 4;
const KEYCODE = { a: 29, z: 54 } as const;
/** `KeyEvent.META_SHIFT_ON`, left and right. */
const META_SHIFT = 0x1 | 0x40 | 0x80;
/** Code point of the capital A. */
const A = 65;

/** Keys of the phone. */
export const keyRoutes: Routes = {
  'POST back': ({ session }) => {
    session.display.pressKey(KEYCODE_BACK);
    return null;
  },
  'POST appium/device/press_keycode': pressKey,
  'POST appium/device/long_press_keycode': ({ session, body }) => {
    session.display.longPressKey(requireNumber(body, 'keycode'));
    return null;
  },
};

/** With shift a letter's key types it large. */
function pressKey({ session, body }: Command): null {
  const keyCode = requireNumber(body, 'keycode');
  const isShifted = ((optionalNumber(body, 'metastate') ?? 0) & META_SHIFT) !== 0;
  if (isShifted && keyCode >= KEYCODE.a && keyCode <= KEYCODE.z) session.display.type(String.fromCodePoint(A + keyCode - KEYCODE.a));
  else session.display.pressKey(keyCode);
  return null;
}
