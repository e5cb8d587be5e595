import type { DeviceShell } from '../device/device-shell.ts';
import { preparePhone, restorePhone, type PreparedPhone } from '../device/prepare.ts';
import { sendProbe } from '../device/probe.ts';
import type { UndoJournal } from '../device/undo-journal.ts';
import type { CounterFailure, CounterModel } from '../flow/counters.ts';
import type { RunCa } from '../record/ca.ts';
import { startSidecar, type Sidecar, type SidecarOptions } from '../record/sidecar.ts';
import { measureCounterModel } from '../witness/kernel/measure-counter-model.ts';
import { randomToken } from './random-token.ts';

/** What a road is built from. */
export interface RoadOptions {
  readonly shell: DeviceShell;
  readonly adbPort: number;
  readonly journal: UndoJournal;
  readonly ca: RunCa;
  readonly sidecar: Omit<SidecarOptions, 'ca' | 'port'>;
  readonly say: (message: string) => void;
}

/** The way of one phone's traffic to its recorder: sidecar, reverse tunnel, CA and proxy setting. */
export class PhoneRoad {
  readonly #options: RoadOptions;
  #sidecar: Sidecar | undefined;
  #prepared: PreparedPhone | undefined;

  constructor(options: RoadOptions) {
    this.#options = options;
  }

  /** How the phone reaches the recorder. @throws {Error} before it was opened. */
  get prepared(): PreparedPhone {
    if (this.#prepared === undefined) throw new Error('The phone has not been prepared.');
    return this.#prepared;
  }

  /** Sidecar first, proxy setting last: the phone is led nowhere before there is something. */
  async open(): Promise<void> {
    const { shell, adbPort, ca, journal, say } = this.#options;
    this.#sidecar = await startSidecar({ ...this.#options.sidecar, ca, port: 0 });
    this.#prepared = await preparePhone({
      shell,
      adb: { port: adbPort },
      sidecarPort: this.#sidecar.port,
      caPem: ca.certPem,
      caFileName: ca.systemStoreName,
      journal,
    });
    say(this.#prepared.caInstalled ? 'recording; the CA of this run is trusted by the system' : `recording without a trusted CA: ${this.#prepared.caDetail}`);
  }

  /** How the phone counts its traffic: what goes past the recorder is told by that alone. */
  async measureCounters(): Promise<CounterModel | CounterFailure> {
    const { shell, say } = this.#options;
    const model = await measureCounterModel(shell, { setting: this.prepared.setting, tokens: [randomToken(), randomToken()], memory: {} });
    say('failed' in model ? `the kernel's counters cannot be read: ${model.failed}` : `the kernel counts by ${model.source}, loopback ${model.loopback}`);
    return model;
  }

  /** Opens the road anew when the one of the spec before is broken: one bad window must not spoil the next. */
  async mend(): Promise<void> {
    const { shell, adbPort, journal, say } = this.#options;
    const probe = await sendProbe(shell, this.prepared.setting, randomToken());
    if (probe.answered) return;
    say(`the way to the recorder is broken (${probe.error ?? 'no answer'}); opening it again`);
    try {
      await this.closeRecorder();
      await restorePhone(journal, { shell, adb: { port: adbPort } });
      await this.open();
    } catch (error) {
      // The next window's own probes will find the road closed and say so in its verdicts.
      say(`it could not be opened: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** Ends the sidecar. What was changed on the phone is undone by its journal. */
  async closeRecorder(): Promise<void> {
    await this.#sidecar?.close();
  }
}
