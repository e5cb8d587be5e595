import { randomBytes } from 'node:crypto';
import type { DeviceShell, ShellStream } from '../../device/device-shell.ts';
import type { OracleRecord } from '../../flow/oracle.ts';
import { CapturedLog, LOG_BEGINS, MARKER_TAG, type Marker, type SwitchState } from './captured-log.ts';
import { LOG_FORMAT } from './log-line.ts';
import { LIST_PROCESSES, parseProcessList } from './processes.ts';

/** What a capture of the SDKs' log works with. */
export interface OracleCaptureOptions {
  readonly shell: DeviceShell;
  /** The spec's evidence folder, and the file in it. */
  readonly folder: string;
  readonly file: string;
  /** Packages whose debug log is asked for: the app under test last, before it those it may hand its events to. */
  readonly packages: readonly string[];
  /** How long a marker may take to come back through the log, ms; default 10 000. */
  readonly markerLimitMs?: number;
}

/** A capture at work. Nothing of it throws for a phone's sake. */
export interface OracleCapture {
  /** Shell command that says in the log that a package's processes were ended just now: what they said no longer counts. */
  begunAnew(name: string): string;
  /** What the SDK says of its log in the package's processes, as soon as it says anything, or the limit passes. */
  switchOf(name: string, limitMs: number): Promise<SwitchState>;
  /** One line for the record: what was done to the phone for this log. */
  note(text: string): void;
  /** Ends it, on the phone too. The second call gives the same answer. */
  stop(): Promise<OracleRecord>;
}

const MARKER_LIMIT_MS = 10_000;
// Lines written between the first marker and the moment logcat reads; the marker has to be among them.
const LINES_BEFORE = 500;

/**
 * Streams the phone's log from here on to the file until it is stopped. A marker at each end, written into the log on the
 * phone and read back out of it, proves that nothing in between was lost; a stream follows the log while it is
 * written, so that the size of the phone's buffers does not matter.
 */
export async function startOracleCapture(options: OracleCaptureOptions): Promise<OracleCapture> {
  const capture = new Capture(options);
  await capture.begin();
  let stopped: Promise<OracleRecord> | undefined;
  return {
    begunAnew: (name) => capture.command(`anew:${name}`),
    switchOf: (name, limitMs) => capture.switchOf(name, limitMs),
    note: (text) => capture.note(text),
    stop: () => (stopped ??= capture.stop()),
  };
}

class Capture {
  readonly #options: OracleCaptureOptions;
  readonly #log: CapturedLog;
  readonly #notes: string[] = [];
  #failed: string | undefined;
  #hasEnded = false;
  #isStopping = false;
  #stream: ShellStream | undefined;
  #reading: Promise<void> = Promise.resolve();
  #wake: () => void = () => undefined;

  constructor(options: OracleCaptureOptions) {
    this.#options = options;
    this.#log = new CapturedLog({ ...options, token: randomBytes(12).toString('hex') });
  }

  async begin(): Promise<void> {
    const write = this.command('begin');
    const command = `${LIST_PROCESSES}; echo '${LOG_BEGINS}'; ${write}; exec logcat ${LOG_FORMAT} -b main -b events -T ${LINES_BEFORE} 2>&1`;
    try {
      this.#stream = await this.#options.shell.stream(command);
      this.#reading = this.#read(this.#stream);
    } catch (error) {
      this.#fail(`logcat could not be begun: ${messageOf(error)}`);
      return;
    }
    if (!(await this.#until(() => this.#log.has('begin')))) this.#fail('the first marker did not come back through the log');
  }

  command(marker: Marker): string {
    return `log -t ${MARKER_TAG} ${this.#log.marker(marker)}`;
  }

  async mark(marker: Marker): Promise<void> {
    try {
      await this.#options.shell.try(this.command(marker));
    } catch (error) {
      this.#fail(`the marker "${marker}" could not be written: ${messageOf(error)}`);
      return;
    }
    if (!(await this.#until(() => this.#log.has(marker)))) this.#fail(`the marker "${marker}" did not come back through the log`);
  }

  async switchOf(name: string, limitMs: number): Promise<SwitchState> {
    await this.#until(() => this.#log.switchOf(name) !== 'no SDK', limitMs);
    return this.#log.switchOf(name);
  }

  note(text: string): void {
    this.#notes.push(text);
  }

  async stop(): Promise<OracleRecord> {
    if (!this.#hasEnded) await this.mark('end');
    const now = await this.#processes();
    this.#isStopping = true;
    this.#stream?.close();
    await this.#reading;
    this.#log.learn(now);
    if (this.#log.expired !== undefined) this.#fail(`the log lost lines: ${this.#log.expired}`);
    return this.#record(now);
  }

  #record(now: ReadonlyMap<number, string>): OracleRecord {
    const packages = this.#options.packages.map((name): [string, 'on' | 'off' | 'no SDK'] => {
      if (!this.#log.isOlder(name, now)) return [name, this.#log.switchOf(name)];
      this.note(`${name} was not begun anew, so whether it has the SDK is not known`);
      return [name, 'off'];
    });
    const whole = this.#failed === undefined && this.#log.has('begin') && this.#log.has('end');
    const what = whole ? 'the log was followed from marker to marker' : (this.#failed ?? 'the markers are not in the log');
    return {
      file: this.#options.file,
      whole,
      detail: [what, ...this.#notes].join('; '),
      packages: Object.fromEntries(packages),
      processes: this.#log.processes(),
    };
  }

  async #processes(): Promise<ReadonlyMap<number, string>> {
    try {
      return parseProcessList((await this.#options.shell.try(LIST_PROCESSES)).stdout);
    } catch {
      // The markers say what the capture is worth; names of processes are known from their starts as well.
      return new Map();
    }
  }

  async #read(stream: ShellStream): Promise<void> {
    try {
      for await (const chunk of stream.output) this.#log.push(chunk);
      if (!this.#isStopping) {
        const said = this.#log.lastWords === '' ? '' : `, saying "${this.#log.lastWords}"`;
        this.#fail(`logcat ended before the window did${said}`);
      }
    } catch (error) {
      this.#fail(`the captured log could not be kept: ${messageOf(error)}`);
    } finally {
      this.#hasEnded = true;
      stream.close();
      this.#wake();
    }
  }

  #fail(why: string): void {
    this.#failed ??= why;
  }

  /** Resolves with whether it holds as soon as it does, or the stream ends, or the limit passes. */
  #until(holds: () => boolean, limitMs = this.#options.markerLimitMs ?? MARKER_LIMIT_MS): Promise<boolean> {
    if (holds() || this.#hasEnded) return Promise.resolve(holds());
    return new Promise((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        unwatch();
        resolve(holds());
      };
      const timer = setTimeout(finish, limitMs);
      const unwatch = this.#log.watch(() => { if (holds()) finish(); });
      const wakeOthers = this.#wake;
      this.#wake = () => {
        wakeOthers();
        finish();
      };
    });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
