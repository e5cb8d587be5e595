import type { LogLevel, Properties } from '../../system/services.ts';

const PREFIX = 'OneTrack-Api-';
// Log.d is given so many characters at once.
const MAX_MESSAGE_CHARS = 3000;

/** The debug switches of one process, as they were when it began. */
export interface DebugSwitches {
  readonly log: boolean;
  readonly quickUpload: boolean;
  readonly test: boolean;
}

/** Reads `debug.onetrack.*`: each holds the name of the one package that it is meant for. */
export function readSwitches(properties: Properties, packageName: string): DebugSwitches {
  const isFor = (name: string): boolean => properties.get(`debug.onetrack.${name}`) === packageName;
  return { log: isFor('log'), quickUpload: isFor('upload'), test: isFor('test') };
}

/** Where an app's log lines go. */
export type WriteLog = (packageName: string, line: { readonly level: LogLevel; readonly tag: string; readonly message: string }) => void;

/**
 * What OneTrack 2.0.4 writes to logcat (`util/p`, `api/al`, `api/aj`, `c/q` of its public smali); all but the line at its
 * start only where the switch is on.
 */
export class OneTrackLog {
  readonly #write: WriteLog;
  readonly #switches = new Map<string, DebugSwitches>();
  #threads = 0;

  constructor(write: WriteLog) {
    this.#write = write;
  }

  begin(packageName: string, switches: DebugSwitches): void {
    this.#switches.set(packageName, switches);
    this.#write(packageName, { level: 'D', tag: 'OneTrackSdk', message: `log on: ${switches.log}, quick upload on: ${switches.quickUpload}` });
  }

  switches(packageName: string): DebugSwitches {
    return this.#switches.get(packageName) ?? { log: false, quickUpload: false, test: false };
  }

  handedOver(packageName: string, event: string, json: string): void {
    this.#threads += 1;
    this.#say(packageName, 'OneTrackSystemImp', `track name:${event} data :${json} tid${this.#threads}`);
  }

  tracked(packageName: string, json: string): void {
    this.#say(packageName, 'OneTrackLocalImp', `track data:${json}`);
  }

  timer(packageName: string, level: number, delayMs: number): void {
    // The SDK counts priorities from 0, the levels of its configuration from 1.
    this.#say(packageName, 'UploadTimer', `will check prio=${level - 1}, delay=${delayMs}`);
  }

  payload(packageName: string, json: string): void {
    this.#say(packageName, 'UploaderEngine', ` payload:${json}`);
    this.#say(packageName, 'UploaderEngine', `before zip and encrypt, len=${json.length}`);
  }

  response(packageName: string, body: string): void {
    this.#say(packageName, 'UploaderEngine', `sendDataToServer response: ${body}`);
  }

  skipped(packageName: string, tag: string, message: string): void {
    this.#say(packageName, tag, message);
  }

  #say(packageName: string, tag: string, message: string): void {
    if (!this.switches(packageName).log) return;
    for (let at = 0; at < message.length; at += MAX_MESSAGE_CHARS) {
      this.#write(packageName, { level: 'D', tag: PREFIX + tag, message: message.slice(at, at + MAX_MESSAGE_CHARS) });
    }
  }
}
