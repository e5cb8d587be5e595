import { print, type Invocation, type Program } from '../process/invocation.ts';

const KEY_MENU = 82;

/**
 * `wm size|density|dismiss-keyguard`. An override is remembered and told as `wm` tells it; the glass and what is laid out on it stay
 * as they are.
 */
export const wm: Program = (invocation) => {
  const { display } = invocation.phone.services;
  const [command, value] = invocation.args;
  switch (command) {
    case 'size': return size(invocation, value);
    case 'density': return density(invocation, value);
    case 'dismiss-keyguard': {
      if (display.isLocked()) display.pressKey(KEY_MENU);
      return 0;
    }
    case undefined: return print({ stdout: invocation.stderr }, 'Window manager (window) commands:\n  size [reset|WxH|WdpxHdp]\n  density [reset|DENSITY]\n  dismiss-keyguard\n', 255);
    default: return print({ stdout: invocation.stderr }, `Unknown command: ${command}\n`, 255);
  }
};

function size(invocation: Invocation, value: string | undefined): number {
  const { widthPx, heightPx } = invocation.phone.services.display;
  const [, width, height] = /^(\d+)x(\d+)$/.exec(value ?? '') ?? [];
  const physical = `${Math.min(widthPx, heightPx)}x${Math.max(widthPx, heightPx)}`;
  if (value === undefined || value === 'reset') return tellOrReset(invocation, 'size', { value, physical });
  if (width === undefined || height === undefined) return print({ stdout: invocation.stderr }, `Error: bad size ${value}\n`, 255);
  return override(invocation, 'size', value);
}

function density(invocation: Invocation, value: string | undefined): number {
  if (value === undefined || value === 'reset') return tellOrReset(invocation, 'density', { value, physical: String(invocation.phone.services.display.densityDpi) });
  if (!/^\d+$/.test(value)) return print({ stdout: invocation.stderr }, `Error: bad number ${value}\n`, 255);
  if (Number(value) < LEAST_DENSITY_DPI) return print({ stdout: invocation.stderr }, `Error: density must be >= ${LEAST_DENSITY_DPI}\n`, 255);
  return override(invocation, 'density', value);
}

const LEAST_DENSITY_DPI = 72;

function override(invocation: Invocation, what: 'size' | 'density', value: string): number {
  invocation.phone.state.displayOverrides.set(what, value);
  return 0;
}

function tellOrReset(invocation: Invocation, what: 'size' | 'density', { value, physical }: { readonly value: string | undefined; readonly physical: string }): number {
  const { displayOverrides } = invocation.phone.state;
  if (value === 'reset') {
    displayOverrides.delete(what);
    return 0;
  }
  const other = displayOverrides.get(what);
  return print(invocation, `Physical ${what}: ${physical}\n${other === undefined ? '' : `Override ${what}: ${other}\n`}`);
}
