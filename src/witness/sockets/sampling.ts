import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeviceShell, ShellStream } from '../../device/device-shell.ts';
import type { SocketRecord } from '../../flow/socket.ts';
import { LookReader, lookingCommand } from './looks.ts';
import type { Look } from './looks.ts';
import { SightingsOf } from './sightings.ts';
import { UptimeClock } from './uptime-clock.ts';

/** What sampling a phone's socket tables works with. */
export interface SamplingOptions {
  readonly shell: DeviceShell;
  /** The spec's evidence folder, and the file in it. */
  readonly folder: string;
  readonly file: string;
  /** Port on the phone's loopback that leads to the recorder. */
  readonly proxyPort: number;
}

/** Sampling at work. */
export interface SocketSampling {
  /** Ends it, on the phone too. Never throws; the second call gives the same answer. */
  stop(): Promise<SocketRecord>;
}

/** More looks a second than any phone was told to make: its `sleep` does not sleep. */
const MOST_LOOKS_A_SECOND = 20;

/**
 * Looks at the phone's socket tables two to three times a second until it is stopped, by one command that runs on the
 * phone, and writes what is new to the file. A phone that cannot be asked is part of the record: nothing here throws for
 * its sake. When this process dies the connection ends, and with it the loop on the phone.
 */
export async function startSocketSampling(options: SamplingOptions): Promise<SocketSampling> {
  const { shell, folder, file } = options;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, file), '');
  const sampler = new Sampler(options);
  let stream: ShellStream | undefined;
  let reading: Promise<void> = Promise.resolve();
  try {
    stream = await shell.stream(lookingCommand());
    reading = sampler.read(stream);
  } catch (error) {
    sampler.failed(error instanceof Error ? error.message : String(error));
  }
  let stopped: Promise<SocketRecord> | undefined;
  const stop = async (): Promise<SocketRecord> => {
    sampler.stopping();
    stream?.close();
    await reading;
    return sampler.record();
  };
  return { stop: () => (stopped ??= stop()) };
}

class Sampler {
  readonly #options: SamplingOptions;
  readonly #looks = new LookReader();
  readonly #sightings = new SightingsOf();
  readonly #clock = new UptimeClock();
  readonly #startMs = Date.now();
  #count = 0;
  #longestGapMs = 0;
  #lastMs: number | undefined;
  #refused: string | undefined;
  #broke: string | undefined;
  #isStopping = false;

  constructor(options: SamplingOptions) {
    this.#options = options;
  }

  async read(stream: ShellStream): Promise<void> {
    try {
      for await (const chunk of stream.output) {
        const arrivedMs = Date.now();
        for (const look of this.#looks.push(chunk.toString('latin1'))) this.#look(look, arrivedMs);
        if (this.#count > MOST_LOOKS_A_SECOND * (1 + (arrivedMs - this.#startMs) / 1000)) this.#broke = "the phone's sleep does not sleep, so it was ended";
        if (this.#refused !== undefined || this.#broke !== undefined) break;
      }
      if (!this.#isStopping && this.#refused === undefined) this.#broke ??= 'the command on the phone ended before the window did';
    } catch (error) {
      this.failed(error instanceof Error ? error.message : String(error));
    } finally {
      stream.close();
    }
  }

  stopping(): void {
    this.#isStopping = true;
  }

  failed(why: string): void {
    this.#broke ??= why;
  }

  record(): SocketRecord {
    const { file, proxyPort } = this.#options;
    const looks = this.#count === 0 ? {} : { looks: { count: this.#count, longestGapMs: this.#longestGapMs } };
    const about = { file, proxyPort, ...looks };
    if (this.#refused !== undefined) return { ...about, readable: false, detail: `the phone's shell may not read the socket tables: ${this.#refused}` };
    const seen = `the socket tables were looked at ${this.#count} times, ${this.#longestGapMs} ms apart at most`;
    if (this.#broke !== undefined) return { ...about, readable: this.#count > 0, detail: this.#count > 0 ? `${seen}; then ${this.#broke}` : this.#broke };
    return { ...about, readable: this.#count > 0, detail: this.#count > 0 ? seen : 'the window was over before the socket tables were looked at once' };
  }

  #look(look: Look, arrivedMs: number): void {
    // A kernel without IPv6 has no tables of it; that is no refusal. Without the table every kernel has, nothing was seen.
    const [complaint] = [...look.complaints.filter((line) => !/No such file/i.test(line)), ...(look.tables.includes('tcp') ? [] : [...look.complaints, 'no table came'])];
    if (complaint !== undefined) {
      this.#refused = complaint.trim().slice(0, 200);
      return;
    }
    const lookMs = this.#clock.hostTime(look.uptimeMs, arrivedMs);
    const lines = [...this.#sightings.look(look.rows, lookMs), { lookMs }];
    appendFileSync(join(this.#options.folder, this.#options.file), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    this.#count += 1;
    if (this.#lastMs !== undefined) this.#longestGapMs = Math.max(this.#longestGapMs, lookMs - this.#lastMs);
    this.#lastMs = lookMs;
  }
}
