import { requireNumber } from './body.ts';
import type { Command, Routes } from './route.ts';

const KEYCODE_BACK = 4;

/** Keys of the phone. */
export const keyRoutes: Routes = {
  'POST back': ({ session }) => {
    session.display.pressKey(KEYCODE_BACK);
    return null;
  },
  'POST appium/device/press_keycode': pressKey,
  'POST appium/device/long_press_keycode': pressKey,
};

/** The display knows no difference between a short and a long press of a key. */
function pressKey({ session, body }: Command): null {
  session.display.pressKey(requireNumber(body, 'keycode'));
  return null;
}
