import { print, type Program } from '../process/invocation.ts';

/** Where a finger grips the shade: just below the upper edge, in the middle. */
const GRIP_PX = 5;
const PULL_MS = 200;

/** `cmd statusbar expand-notifications|expand-settings|collapse`: done the way a finger does it. */
export const statusbar: Program = (invocation) => {
  const { display } = invocation.phone.services;
  const middle = Math.floor(display.widthPx / 2);
  const top = { x: middle, y: GRIP_PX };
  const low = { x: middle, y: Math.floor(display.heightPx * 0.7) };
  switch (invocation.args[0] ?? '') {
    case 'expand-notifications': display.swipe(top, low, PULL_MS); return 0;
    case 'expand-settings': {
      display.swipe(top, low, PULL_MS);
      display.swipe({ x: middle, y: Math.floor(display.heightPx * 0.2) }, { x: middle, y: Math.floor(display.heightPx * 0.9) }, PULL_MS);
      return 0;
    }
    case 'collapse': display.swipe({ x: middle, y: display.heightPx - GRIP_PX }, top, PULL_MS); return 0;
    default: return print({ stdout: invocation.stderr }, `Unknown command: ${invocation.args[0] ?? ''}\n`, 255);
  }
};
