import { EarshotError } from '../flow/errors.ts';
import type { DeviceShell } from './device-shell.ts';

const READINGS = 3;

/** A reading of the phone's clock between two of the host's, ms since the epoch. */
export interface ClockReading {
  readonly beforeMs: number;
  readonly phoneMs: number;
  readonly afterMs: number;
}

/**
 * Phone clock minus host clock, ms. The reading with the shortest way there and back counts; it is right within half of
 * that, or within a second on a phone whose `date` knows no fractions.
 */
export async function measureClockOffset(shell: DeviceShell): Promise<number> {
  const readings: ClockReading[] = [];
  for (let count = 0; count < READINGS; count += 1) {
    const beforeMs = Date.now();
    const output = await shell.run('date +%s.%N');
    readings.push({ beforeMs, phoneMs: parseDate(output), afterMs: Date.now() });
  }
  return offsetOf(readings);
}

/** Offset by the reading whose way there and back was shortest. */
export function offsetOf(readings: readonly ClockReading[]): number {
  const [best] = readings.toSorted((a, b) => a.afterMs - a.beforeMs - (b.afterMs - b.beforeMs));
  if (best === undefined) return 0;
  return Math.round(best.phoneMs - (best.beforeMs + best.afterMs) / 2);
}

/** Milliseconds out of what `date +%s.%N` prints; toolbox leaves the `%N` or an `N` where it knows no fractions. */
export function parseDate(output: string): number {
  const [, seconds, nanoseconds] = /^(\d+)(?:\.(\d{9}))?/.exec(output.trim()) ?? [];
  if (seconds === undefined) {
    throw new EarshotError('PHONE_REFUSED', `asked the phone for its time, found ${JSON.stringify(output.trim())}, expected `
      + 'seconds since 1970');
  }
  // Without a fraction the middle of the second is the best guess.
  return Number(seconds) * 1_000 + (nanoseconds === undefined ? 500 : Number(nanoseconds) / 1e6);
}
