import type { Clock, LogLine, Logcat } from './services.ts';

/** As many lines as fit into the buffers of a phone with 256 KiB each, about. */
const MAX_LINES = 20_000;

/** logd as its phone has it. */
export interface PhoneLogcat extends Logcat {
  /** It dies and starts anew: whoever follows is cut off, and the lines are gone. */
  cut(): void;
}

/** logd: a ring of lines. */
export function createLogcat(clock: Clock): PhoneLogcat {
  let ring: LogLine[] = [];
  const followers = new Map<(line: LogLine) => void, (() => void) | undefined>();
  return {
    write(line) {
      const whole: LogLine = { atMs: clock.now(), pid: 1000, tid: line.pid ?? 1000, buffer: 'main', ...line };
      ring.push(whole);
      if (ring.length > MAX_LINES) ring = ring.slice(-MAX_LINES / 2);
      for (const follower of [...followers.keys()]) follower(whole);
    },
    lines: () => ring,
    clear: (buffers) => void (ring = buffers === undefined ? [] : ring.filter((line) => !buffers.includes(line.buffer))),
    follow(listener, onCut) {
      followers.set(listener, onCut);
      return () => void followers.delete(listener);
    },
    cut() {
      ring = [];
      const cutOff = [...followers.values()];
      followers.clear();
      for (const onCut of cutOff) onCut?.();
    },
  };
}
