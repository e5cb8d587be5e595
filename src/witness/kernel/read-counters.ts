import type { DeviceShell } from '../../device/device-shell.ts';
import type { CounterFailure, CounterReading } from '../../flow/counters.ts';
import { isUnreadable, type Unreadable } from './counter-tables.ts';
import { SOURCES, type PhoneSource } from './sources.ts';

/** Which source a phone turned out to have. Keep one for a phone: readings of two sources cannot be compared. */
export interface SourceMemory {
  chosen?: PhoneSource;
}

/**
 * Reads a phone's counters by the finest source it has, which is looked for once and then kept in `memory`. One round trip
 * each time after the first. Never throws: a phone that does not answer, or says what nobody can read, is a failure.
 */
export async function readCounters(shell: DeviceShell, memory: SourceMemory): Promise<CounterReading | CounterFailure> {
  const firstMs = Date.now();
  const refusals: string[] = [];
  for (const candidate of memory.chosen === undefined ? SOURCES : [memory.chosen]) {
    const startMs = Date.now();
    const tables = await ask(shell, candidate);
    const endMs = Date.now();
    if (isUnreadable(tables)) {
      refusals.push(`${candidate.source}: ${tables.failed}`);
      continue;
    }
    memory.chosen = candidate;
    return { startMs, endMs, source: candidate.source, ...tables };
  }
  return { startMs: firstMs, endMs: Date.now(), failed: `read the traffic counters of ${shell.serial}, found none: ${refusals.join('; ')}` };
}

/** Whether a reading could not be made. */
export function hasFailed(reading: CounterReading | CounterFailure): reading is CounterFailure {
  return 'failed' in reading;
}

async function ask(shell: DeviceShell, source: PhoneSource): Promise<ReturnType<PhoneSource['parse']>> {
  try {
    const { stdout, stderr } = await shell.try(source.command);
    const parsed = source.parse(stdout.replaceAll('\r\n', '\n'));
    const said = stderr.trim().split('\n')[0] ?? '';
    return isUnreadable(parsed) && said !== '' ? { failed: `${parsed.failed} (${said.slice(0, 120)})` } : parsed;
  } catch (cause) {
    return { failed: cause instanceof Error ? cause.message : String(cause) } satisfies Unreadable;
  }
}
