import type { OracleEvent, OracleEventKind } from '../../flow/oracle.ts';
import { jsonIn } from './join-messages.ts';
import type { LogLine } from './log-line.ts';

/** Written at the SDK's start whatever its switch says: whoever has it, has the SDK. */
export const SDK_TAG = 'OneTrackSdk';
/** Tags of all else OneTrack writes, and only where its switch is on. */
export const API_TAG_PREFIX = 'OneTrack-Api-';

/** Whether the SDK wrote the line. */
export function isOfSdk({ tag }: Pick<LogLine, 'tag'>): boolean {
  return tag === SDK_TAG || tag.startsWith(API_TAG_PREFIX);
}

/** Whether a process's debug log is on, by what the SDK says at its start; undefined for any other line. */
export function logSwitch({ tag, message }: Pick<LogLine, 'tag' | 'message'>): boolean | undefined {
  const said = tag === SDK_TAG ? /\blog on:\s*(true|false)/.exec(message)?.[1] : undefined;
  return said === undefined ? undefined : said === 'true';
}

/**
 * What the SDK's joined messages tell, in order. Whatever speaks of an event counts, its JSON torn or not; talk of
 * timers, keys and configuration does not.
 *
 * @param packageOf Package of a process, as far as known.
 */
export function readEvents(messages: readonly LogLine[], packageOf: (pid: number) => string | undefined): readonly OracleEvent[] {
  const uploading = new Set<string>();
  return messages.filter(isOfSdk).flatMap((line): OracleEvent[] => {
    const read = readMessage(line);
    if (read === undefined) return [];
    const thread = `${line.pid} ${line.tid}`;
    // The size of an upload is said after its payload; alone it stands for the payload that was not said.
    const isSize = read.kind === 'uploading' && read.data === undefined && SIZE.test(line.message);
    if (isSize && uploading.delete(thread)) return [];
    if (read.kind === 'uploading' && !isSize) uploading.add(thread);
    const owner = packageOf(line.pid) ?? (read.kind === 'tracked' || read.kind === 'handed over' ? ownPackage(read.data) : undefined);
    return [{
      atMs: line.atMs,
      tag: line.tag.replace(API_TAG_PREFIX, ''),
      ...read,
      ...(owner !== undefined && { package: owner }),
      text: line.message,
    }];
  });
}

type Read = Pick<OracleEvent, 'kind' | 'event' | 'data' | 'eventTimeMs'>;

const HANDED_OVER = /^\s*track name\s*:\s*(.*?)\s+data\s*:/;
const TRACKED = /^\s*track data\s*:/;
const PAYLOAD = /^[^{[]*\bpayload\s*:/;
/** `before zip and encrypt, len=…`. */
const SIZE = /^\s*before zip and encrypt, len\s*[=:]\s*(\d+)/;
const ANSWER = /^\s*sendDataToServer response\s*:/;

function readMessage(line: LogLine): Read | undefined {
  if (logSwitch(line) !== undefined) return { kind: 'started' };
  const { message, tag } = line;
  const name = HANDED_OVER.exec(message)?.[1];
  // 2.0.2 names the event in both ways of tracking: the tag says which it is.
  if (name !== undefined) return { ...ofEvent(tag.endsWith('LocalImp') ? 'tracked' : 'handed over', message), ...(name !== '' && { event: name }) };
  if (TRACKED.test(message)) return ofEvent(tag.endsWith('SystemImp') ? 'handed over' : 'tracked', message);
  if (ANSWER.test(message)) return withData('answered', message);
  if (PAYLOAD.test(message)) return withData('uploading', message);
  return SIZE.test(message) ? { kind: 'uploading' } : undefined;
}

function withData(kind: OracleEventKind, message: string): Read {
  const data = jsonIn(message)?.value;
  return data === undefined ? { kind } : { kind, data };
}

function ofEvent(kind: OracleEventKind, message: string): Read {
  const read = withData(kind, message);
  const header = headerOf(read.data);
  const event = header?.['event'];
  const time = eventTimeOf(read.data);
  return { ...read, ...(typeof event === 'string' && { event }), ...(time !== undefined && { eventTimeMs: time }) };
}

/** `H.e_ts` of an item: phone clock, ms. */
export function eventTimeOf(item: unknown): number | undefined {
  const time = Number(headerOf(item)?.['e_ts'] ?? NaN);
  return Number.isFinite(time) && time > 0 ? time : undefined;
}

/** `H.pkg` of an item: the app it is about. */
export function ownPackage(item: unknown): string | undefined {
  const name = headerOf(item)?.['pkg'];
  return typeof name === 'string' && name !== '' ? name : undefined;
}

/** The items of an upload; a single one counts as a list of it. */
export function itemsOf(data: unknown): readonly unknown[] {
  if (Array.isArray(data)) return data;
  return data === undefined ? [] : [data];
}

function headerOf(item: unknown): Readonly<Record<string, unknown>> | undefined {
  const header = isObject(item) ? item['H'] : undefined;
  return isObject(header) ? header : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
