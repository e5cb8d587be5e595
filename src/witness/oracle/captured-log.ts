import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeLog, parseLogLine, type LogLine } from './log-line.ts';
import { packageOfProcess, parseProcessList, processStarted } from './processes.ts';
import { isOfSdk, logSwitch, ownPackage } from './read-events.ts';
import { jsonIn } from './join-messages.ts';

/** Tag of the lines that the capture writes into the phone's log itself. */
export const MARKER_TAG = 'Earshot';
/** Stands in the stream between the list of processes and the log. */
export const LOG_BEGINS = '--- earshot: log ---';
/** `begin`: from here on lines are kept. `anew:<package>`: its processes were ended just now. `end`: the window is over. */
export type Marker = 'begin' | 'end' | `anew:${string}`;

const ANEW = 'anew:';

/** What became of the SDK's switch in a package. */
export type SwitchState = 'on' | 'off' | 'no SDK';

/**
 * Takes the stream of a capture as it comes. Keeps, in the file, what the SDKs wrote, the markers, and the starts of the
 * packages asked about: nobody else's log is kept.
 */
export class CapturedLog {
  readonly #file: string;
  readonly #token: string;
  readonly #packages: readonly string[];
  readonly #processes = new Map<number, string>();
  #starts: readonly { readonly pid: number; readonly isOn: boolean }[] = [];
  readonly #markers = new Set<Marker>();
  readonly #watchers = new Set<() => void>();
  #pending: Buffer = Buffer.alloc(0);
  #list: string[] | undefined = [];
  #before: ReadonlyMap<number, string> = new Map();
  #expired: string | undefined;
  #lastWords = '';

  constructor(options: { readonly folder: string; readonly file: string; readonly token: string; readonly packages: readonly string[] }) {
    this.#file = join(options.folder, options.file);
    this.#token = options.token;
    this.#packages = options.packages;
    mkdirSync(options.folder, { recursive: true });
    writeFileSync(this.#file, '');
  }

  /** A message of a marker, for `log -t`. */
  marker(marker: Marker): string {
    return `${this.#token}:${marker}`;
  }

  has(marker: Marker): boolean {
    return this.#markers.has(marker);
  }

  /** What the phone said last that was no line of the log: why logcat ended. */
  get lastWords(): string {
    return this.#lastWords;
  }

  /** The log's own word that lines of these packages were thrown away unread. */
  get expired(): string | undefined {
    return this.#expired;
  }

  push(chunk: Buffer): void {
    const bytes = Buffer.concat([this.#pending, chunk]);
    const end = bytes.lastIndexOf(0x0a) + 1;
    this.#pending = bytes.subarray(end);
    const kept: string[] = [];
    for (const raw of bytes.toString('latin1', 0, end).split('\n')) {
      const text = raw.replace(/\r$/, '');
      if (text !== '' && this.#take(decodeLog(Buffer.from(text, 'latin1')))) kept.push(`${text}\n`);
    }
    if (kept.length > 0) appendFileSync(this.#file, kept.join(''), 'latin1');
    for (const look of [...this.#watchers]) look();
  }

  /** Calls back whenever more has come, until the returned function is called. */
  watch(look: () => void): () => void {
    this.#watchers.add(look);
    return () => void this.#watchers.delete(look);
  }

  /** Names of processes from a list of them. */
  learn(processes: ReadonlyMap<number, string>): void {
    for (const [pid, name] of processes) this.#processes.set(pid, packageOfProcess(name));
  }

  packageOf(pid: number): string | undefined {
    return this.#processes.get(pid);
  }

  /** Package by pid, of the packages asked about and of whoever has the SDK. */
  processes(): Readonly<Record<string, string>> {
    const withSdk = new Set(this.#starts.map(({ pid }) => pid));
    const told = [...this.#processes].filter(([pid, name]) => this.#packages.includes(name) || withSdk.has(pid));
    return Object.fromEntries(told.map(([pid, name]) => [String(pid), name]));
  }

  /** What the SDK said of its switch in every process of a package that began since it was last begun anew. */
  switchOf(name: string): SwitchState {
    const starts = this.#starts.filter(({ pid }) => this.#processes.get(pid) === name);
    if (starts.length === 0) return 'no SDK';
    return starts.every(({ isOn }) => isOn) ? 'on' : 'off';
  }

  /** Whether a process of the package ran before the capture began and still runs: what its SDK said at its start is not known. */
  isOlder(name: string, now: ReadonlyMap<number, string>): boolean {
    const said = new Set(this.#starts.map(({ pid }) => pid));
    return [...this.#before].some(([pid, process]) => packageOfProcess(process) === name && now.get(pid) === process && !said.has(pid));
  }

  #take(text: string): boolean {
    if (this.#list !== undefined) {
      if (text !== LOG_BEGINS) this.#list.push(text);
      else this.#listed(this.#list);
      return false;
    }
    const line = parseLogLine(text);
    if (line === undefined) {
      if (!text.startsWith('---------')) this.#lastWords = text.slice(0, 200);
      return false;
    }
    return this.#read(line);
  }

  #listed(list: readonly string[]): void {
    this.#before = parseProcessList(list.join('\n'));
    this.learn(this.#before);
    this.#list = undefined;
  }

  #read(line: LogLine): boolean {
    const started = processStarted(line);
    if (started !== undefined) {
      const name = packageOfProcess(started.name);
      this.#processes.set(started.pid, name);
      return this.#markers.has('begin') && this.#packages.includes(name);
    }
    const marker = line.tag === MARKER_TAG ? this.#markerIn(line.message) : undefined;
    if (marker !== undefined) this.#mark(marker);
    if (!this.#markers.has('begin')) return false;
    return marker !== undefined || this.#isLoss(line) || this.#readSdk(line);
  }

  #readSdk(line: LogLine): boolean {
    if (!isOfSdk(line)) return false;
    const isOn = logSwitch(line);
    if (isOn !== undefined) this.#starts = [...this.#starts, { pid: line.pid, isOn }];
    const isOwn = /^track (?:name|data)/.test(line.message.trimStart());
    const own = isOwn && !this.#processes.has(line.pid) ? ownPackage(jsonIn(line.message)?.value) : undefined;
    if (own !== undefined) this.#processes.set(line.pid, own);
    return true;
  }

  /** Up to Android 11 logd says what it throws away before a reader has had it. */
  #isLoss({ tag, message, pid }: LogLine): boolean {
    const name = this.#processes.get(pid);
    const isLoss = tag === 'chatty' && /\bexpire \d+ line/.test(message) && (name === undefined || this.#packages.includes(name));
    if (isLoss) this.#expired ??= message.slice(0, 200);
    return isLoss;
  }

  #mark(marker: Marker): void {
    this.#markers.add(marker);
    if (!marker.startsWith(ANEW)) return;
    const name = marker.slice(ANEW.length);
    this.#starts = this.#starts.filter(({ pid }) => this.#processes.get(pid) !== name);
  }

  #markerIn(message: string): Marker | undefined {
    const own = `${this.#token}:`;
    const said = message.trim();
    if (!said.startsWith(own)) return undefined;
    const name = said.slice(own.length);
    if (name === 'begin' || name === 'end') return name;
    return name.startsWith(ANEW) ? `anew:${name.slice(ANEW.length)}` : undefined;
  }
}
