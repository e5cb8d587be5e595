import type { Clock, LogLine, Logcat } from './services.ts';

/** As many lines as fit into the buffers of a phone with 256 KiB each, about. */
const MAX_LINES = 20_000;

/** logd: a ring of lines. */
export function createLogcat(clock: Clock): Logcat {
  let ring: LogLine[] = [];
  const followers = new Set<(line: LogLine) => void>();
  return {
    write(line) {
      const whole: LogLine = { atMs: clock.now(), pid: 1000, tid: line.pid ?? 1000, buffer: 'main', ...line };
      ring.push(whole);
      if (ring.length > MAX_LINES) ring = ring.slice(-MAX_LINES / 2);
      for (const follower of [...followers]) follower(whole);
    },
    lines: () => ring,
    clear: () => void (ring = []),
    follow(listener) {
      followers.add(listener);
      return () => void followers.delete(listener);
    },
  };
}
