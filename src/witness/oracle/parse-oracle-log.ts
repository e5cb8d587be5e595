import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OracleEvent, OracleRecord } from '../../flow/oracle.ts';
import { joinMessages } from './join-messages.ts';
import { decodeLog, parseLogLine } from './log-line.ts';
import { isOfSdk, readEvents } from './read-events.ts';

/** The events told by a captured log, from its text alone and what the record knows of processes. */
export function parseOracleLog(log: string | Buffer, record: Pick<OracleRecord, 'processes'>): readonly OracleEvent[] {
  const lines = (typeof log === 'string' ? log : decodeLog(log)).split('\n').map(parseLogLine).filter((line) => line !== undefined);
  return readEvents(joinMessages(lines.filter(isOfSdk)), (pid) => record.processes[String(pid)]);
}

/** The same from the spec's evidence folder; nothing where the file is not there, which the record says as well. */
export function readOracleLog(folder: string, record: OracleRecord): readonly OracleEvent[] {
  try {
    return parseOracleLog(readFileSync(join(folder, record.file)), record);
  } catch {
    return [];
  }
}
