import type { Precondition } from '../flow/window.ts';
import type { DeviceShell } from './device-shell.ts';

const KEYCODE_WAKEUP = 224;

/** Whether the glass is on, and whether a lock screen lies over everything. */
export interface ScreenState {
  readonly isOn: boolean;
  readonly isLocked: boolean;
}

/** Turns the screen on and takes a lock screen without a secret away; holds when apps can be touched then. */
export async function wakeScreen(shell: DeviceShell): Promise<Omit<Precondition, 'name'>> {
  let state = await readScreen(shell);
  if (!state.isOn) await shell.run(`input keyevent ${KEYCODE_WAKEUP}`);
  if (!state.isOn || state.isLocked) {
    await shell.try('wm dismiss-keyguard');
    state = await readScreen(shell);
  }
  const found = `the screen is ${state.isOn ? 'on' : 'off'} and ${state.isLocked ? 'locked' : 'unlocked'}`;
  return { held: state.isOn && !state.isLocked, detail: `${found}, expected on and unlocked` };
}

async function readScreen(shell: DeviceShell): Promise<ScreenState> {
  return parseScreen(await shell.run('dumpsys power'), await shell.run('dumpsys window'));
}

/** State of the screen out of what `dumpsys power` and `dumpsys window` say. */
export function parseScreen(power: string, window: string): ScreenState {
  const wakefulness = /\bmWakefulness=(\w+)/.exec(power)?.[1];
  const isOff = wakefulness === undefined ? /\bscreenState=SCREEN_STATE_OFF\b/.test(window) : wakefulness !== 'Awake';
  const focus = /\bmCurrentFocus=.*/.exec(window)?.[0] ?? '';
  const isLocked = /\b(?:mShowingLockscreen|mDreamingLockscreen|mKeyguardShowing|isKeyguardShowing)=true\b/.test(window)
    || /KeyguardServiceDelegate\s+showing=true\b/.test(window)
    || /Keyguard|StatusBar\b.*\bkeyguard/i.test(focus);
  return { isOn: !isOff, isLocked };
}
