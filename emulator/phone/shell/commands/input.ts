import type { Display } from '../../ui/view.ts';
import { print, type Invocation, type Program } from '../process/invocation.ts';
import { keyCodeOf } from './key-codes.ts';

const SOURCES: ReadonlySet<string> = new Set(['keyboard', 'dpad', 'gamepad', 'touchscreen', 'mouse', 'trackball', 'touchnavigation', 'joystick', 'touchpad', 'stylus']);

const USAGE = `Usage: input [<source>] <command> [<arg>...]

The sources are: 
      dpad
      keyboard
      mouse
      touchpad
      gamepad
      touchnavigation
      joystick
      touchscreen
      stylus
      trackball

The commands and default sources are:
      text <string> (Default: touchscreen)
      keyevent [--longpress] <key code number or name> ... (Default: keyboard)
      tap <x> <y> (Default: touchscreen)
      swipe <x1> <y1> <x2> <y2> [duration(ms)] (Default: touchscreen)
      draganddrop <x1> <y1> <x2> <y2> [duration(ms)] (Default: touchscreen)
      press (Default: trackball)
      roll <dx> <dy> (Default: trackball)
`;

const DEFAULT_SWIPE_MS = 300;
const LONG_PRESS_MS = 500;

/** `input [source] tap|swipe|draganddrop|text|keyevent|press|roll …`. */
export const input: Program = (invocation) => {
  const words = SOURCES.has(invocation.args[0] ?? '') ? invocation.args.slice(1) : invocation.args;
  const [command = '', ...args] = words;
  const { display } = invocation.phone.services;
  if (mayNotInject(invocation)) {
    return print({ stdout: invocation.stderr }, 'java.lang.SecurityException: Injecting to another application requires INJECT_EVENTS permission\n', KILLED);
  }
  try {
    return run(display, command, args) ? 0 : usage(invocation, command);
  } catch (error) {
    invocation.stderr.write(`Error: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
};

/** 128 and SIGKILL: the runtime kills a program that lets an exception through. */
const KILLED = 137;

/**
 * MIUI takes the permissions to inject events and to write secure settings from the shell unless "USB debugging
 * (Security settings)" is on, which it keeps in this property. A phone whose profile does not say has it on.
 */
export function mayNotInject({ phone, credential }: Invocation): boolean {
  return credential.uid === SHELL_UID && /^(?:0|false)$/.test(phone.system.properties.get('persist.security.adbinput'));
}

const SHELL_UID = 2000;

function run(display: Display, command: string, args: readonly string[]): boolean {
  switch (command) {
    case 'tap': {
      if (args.length !== 2) return false;
      display.tap({ x: number(args[0]), y: number(args[1]) });
      return true;
    }
    case 'swipe':
    case 'draganddrop': {
      if (args.length < 4 || args.length > 5) return false;
      const [x1, y1, x2, y2, duration] = args;
      const from = { x: number(x1), y: number(y1) };
      const to = { x: number(x2), y: number(y2) };
      const durationMs = duration === undefined ? DEFAULT_SWIPE_MS : number(duration);
      // A swipe that goes nowhere is how a long press is made with this command.
      if (from.x === to.x && from.y === to.y) {
        if (durationMs >= LONG_PRESS_MS) display.longPress(from);
        else display.tap(from);
      } else if (command === 'draganddrop') display.drag(from, to, durationMs);
      else display.swipe(from, to, durationMs);
      return true;
    }
    case 'text': {
      if (args.length !== 1) return false;
      display.type((args[0] ?? '').replaceAll('%s', ' '));
      return true;
    }
    case 'keyevent': {
      const keys = args.filter((word) => word !== '--longpress');
      if (keys.length === 0) return false;
      const isLong = args.includes('--longpress');
      for (const key of keys) {
        const keyCode = keyCodeOf(key) ?? unknownKey(key);
        if (isLong) display.longPressKey(keyCode);
        else display.pressKey(keyCode);
      }
      return true;
    }
    case 'press': display.pressKey(23); return true;
    case 'roll': return args.length === 2;
    default: return false;
  }
}

function unknownKey(key: string): never {
  throw new Error(`Unknown keycode: ${key}`);
}

function number(text: string | undefined): number {
  const value = Number(text);
  if (text === undefined || Number.isNaN(value)) throw new Error(`Invalid number format: For input string: "${text ?? ''}"`);
  return value;
}

function usage(invocation: Invocation, command: string): number {
  if (command !== '') invocation.stderr.write(`Error: Unknown command: ${command}\n`);
  return print({ stdout: invocation.stderr }, USAGE, 255);
}
