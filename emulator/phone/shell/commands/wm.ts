import { print, type Program } from '../process/invocation.ts';

const KEY_MENU = 82;

/** `wm size|density|dismiss-keyguard`. Nothing of the screen can be overridden here, and that is said. */
export const wm: Program = (invocation) => {
  const { display } = invocation.phone.services;
  const [command, value] = invocation.args;
  if ((command === 'size' || command === 'density') && value !== undefined && value !== 'reset') {
    return print({ stdout: invocation.stderr }, `Error: wm ${command} cannot be overridden on this phone\n`, 255);
  }
  switch (command) {
    case 'size': return print(invocation, value === undefined ? `Physical size: ${Math.min(display.widthPx, display.heightPx)}x${Math.max(display.widthPx, display.heightPx)}\n` : '');
    case 'density': return print(invocation, value === undefined ? `Physical density: ${display.densityDpi}\n` : '');
    case 'dismiss-keyguard': {
      if (display.isLocked()) display.pressKey(KEY_MENU);
      return 0;
    }
    case undefined: return print({ stdout: invocation.stderr }, 'Window manager (window) commands:\n  size [reset|WxH|WdpxHdp]\n  density [reset|DENSITY]\n  dismiss-keyguard\n', 255);
    default: return print({ stdout: invocation.stderr }, `Unknown command: ${command}\n`, 255);
  }
};
