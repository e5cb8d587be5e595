import { join } from 'node:path';
import { beginAnew } from '../device/begin-anew.ts';
import { connectShell } from '../device/adb-shell.ts';
import type { DeviceShell } from '../device/device-shell.ts';
import { collectFacts } from '../device/facts.ts';
import { preflight } from '../device/preflight.ts';
import { restorePhone } from '../device/prepare.ts';
import { leftJournals } from '../device/left-journals.ts';
import { UndoJournal, type Undoing } from '../device/undo-journal.ts';
import type { DeviceEntry } from '../farm/devices-schema.ts';
import { startEmulator, type Emulator } from '../farm/emulator-process.ts';
import { lease, type Lease } from '../farm/lease.ts';
import { journalFolder } from '../farm/state-folder.ts';
import { CLEARING_SETUPS } from '../flow/consent.ts';
import { EarshotError } from '../flow/errors.ts';
import type { DrivenApp } from '../flow/app-code.ts';
import type { PhoneFacts } from '../flow/phone-facts.ts';
import type { Control, Verdict } from '../flow/verdict.ts';
import type { WindowRecord } from '../flow/window.ts';
import { blindSpotsOf } from '../record/blind-spots.ts';
import { createCa } from '../record/ca.ts';
import { readLedgerText } from '../record/ledger.ts';
import type { SidecarOptions } from '../record/sidecar.ts';
import { nameOfLeftOut } from '../report/left-out.ts';
import type { Linkage } from '../report/linkage/linkage.ts';
import type { RemoteConfiguration } from '../silence/remote-configuration.ts';
import { LateSearchThread } from './late-search-apart.ts';
import { readDrivenApps } from './phone-apps.ts';
import { readWindows } from './window-file.ts';
import { PhoneRoad, type RoadOptions } from './phone-road.ts';
import { listenFinally, listenSeconds } from './final-listening.ts';
import { NOT_MEASURED, type HeldPhone, type Judged } from './held-phone.ts';
import { PhoneSpecs } from './phone-specs.ts';
import type { SpecPlanner, SpecPlanning } from './plan-specs.ts';
import type { Progress } from './progress.ts';
import type { PhoneResult } from './phone-result.ts';
import type { RunFolder } from './run-folder.ts';
import type { RunServers } from './run-servers.ts';
import { dropJournal, judgedBefore, requireSameBuild } from './resumed-work.ts';
import { tellFailure } from './tell-failure.ts';
import type { PhoneRecord, RecordedWork, WorkFile } from './work-file.ts';
import { workOn, type PhoneWork, type WorkChoice } from './work.ts';

interface PhoneRunOptions {
  readonly planner: SpecPlanner;
  /** Where the run notes how far it is. */
  readonly workFile: WorkFile;
  /** How far it was when it was interrupted; absent from a run that begins. */
  readonly resumed?: RecordedWork;
  /** What its specs would perform, for the apps that were asked for. */
  readonly plans: readonly SpecPlanning[];
  readonly choice: WorkChoice;
  readonly specsFolder: string;
  /** Absent: an hour by the SDKs' clocks where all is performed. */
  readonly listenSeconds?: number;
  readonly repeat?: number;
  /** Leave the APKs of the apps under test in the evidence; absent: what was read of them is enough. */
  readonly keepApks?: boolean;
  readonly progress: Progress;
  readonly interrupted: AbortSignal;
  readonly folder: RunFolder;
  readonly servers: RunServers;
}

/** One phone's part of a run: lease it, prepare it, run its specs one after the other, put it back. */
export class PhoneRun {
  readonly #entry: DeviceEntry;
  readonly #options: PhoneRunOptions;
  readonly #failures: string[] = [];
  #emulator: Emulator | undefined;
  #ledgerByteCount = 0;
  #linkage: Linkage | undefined;
  #remoteConfigurations: readonly RemoteConfiguration[] = [];

  constructor(entry: DeviceEntry, options: PhoneRunOptions) {
    this.#entry = entry;
    this.#options = options;
  }

  /** Never throws for a phone: what could not be done is in the result's `failures`. */
  async run(): Promise<PhoneResult> {
    const { id } = this.#entry;
    const nothing: PhoneResult = { device: id, preflight: [], blindSpots: [], verdicts: [], controls: [], failures: this.#failures };
    let leased: Lease | undefined;
    try {
      this.#emulator = await this.#bootIfEmulated();
      leased = await this.#lease();
      return await this.#runLeased(leased);
    } catch (error) {
      this.#fail(error);
      return nothing;
    } finally {
      await leased?.release().catch((error: unknown) => this.#fail(error));
      await this.#emulator?.stop();
    }
  }

  async #runLeased(leased: Lease): Promise<PhoneResult> {
    const { folder } = this.#options;
    const { id } = this.#entry;
    const shell = await connectShell({ adbPort: leased.adbPort, serial: leased.serial });
    if (this.#options.resumed !== undefined && this.#entry.kind === 'emulated') dropJournal(folder, id);
    const journal = await this.#cleanJournal(leased, shell);
    const facts = this.#withProfile(await collectFacts(shell, this.#entry, this.#options.planner.packageNames));
    requireSameBuild(this.#known, facts);
    const work = this.#known?.work ?? await this.#workOn(facts);
    const ca = await createCa({ folder: join(folder.private, id), device: id, run: folder.run });
    const road = new PhoneRoad({ shell, adbPort: leased.adbPort, journal, ca, sidecar: this.#recording(), say: (message) => this.#say(message) });
    const held: HeldPhone = { lease: leased, shell, facts, ca, road, journal, work, checks: [], counterModel: NOT_MEASURED };
    try {
      this.#say(`${facts.model}, Android ${facts.androidVersion}, ${facts.build}`);
      held.checks = await preflight(shell, { entry: this.#entry, facts });
      for (const { name, held: holds, detail } of held.checks) if (!holds) this.#say(`preflight: ${name}: ${detail}`);
      await held.road.open();
      held.counterModel = await held.road.measureCounters();
      this.#takeUp(held);
      const judged = await this.#runSpecs(held);
      const apps = await this.#readApps(held);
      return {
        device: id,
        facts,
        preflight: held.checks,
        counterModel: held.counterModel,
        blindSpots: this.#blindSpots(held),
        ...judged,
        work,
        apps,
        ledgerByteCount: this.#ledgerByteCount,
        ...(this.#linkage === undefined ? {} : { linkage: this.#linkage }),
        remoteConfigurations: this.#remoteConfigurations,
        failures: this.#failures,
        ...this.#truthFile(),
      };
    } finally {
      // What was judged stands, also when putting the phone back fails.
      await this.#putBack(held).catch((error: unknown) => this.#fail(error));
    }
  }

  /** The phone's journal, once what an earlier run was killed over has been put back: its proxy is not the former one. */
  async #cleanJournal(leased: Lease, shell: DeviceShell): Promise<UndoJournal> {
    const folder = this.#undoFolder(leased.serial);
    for (const left of leftJournals(folder)) {
      this.#say('an earlier run was killed before it could put this phone back; doing it now');
      await restorePhone(left, { shell, adb: { port: leased.adbPort } });
    }
    return UndoJournal.open(folder, leased.serial);
  }

  /** A real phone outlives the run, so its journal lies where any later run finds it. */
  #undoFolder(serial: string): string {
    return this.#entry.kind === 'emulated' ? this.#options.folder.undo(this.#entry.id) : journalFolder(serial);
  }

  #withProfile(facts: PhoneFacts): PhoneFacts {
    const profile = this.#emulator?.phones[0]?.profile;
    return profile === undefined ? facts : { ...facts, profile };
  }

  /** What is known of this phone's part in the run. */
  get #known(): PhoneRecord | undefined {
    return this.#options.workFile.phone(this.#entry.id);
  }

  /** Writes down what was found of the phone, beside what was found when an interrupted run had it. */
  #takeUp({ facts, work, checks, counterModel, road }: HeldPhone): void {
    const sitting = { at: new Date().toISOString(), serial: facts.serial, preflight: checks, counterModel, ca: road.prepared.caDetail };
    const { pieces, leftOut, notNeeded } = work;
    const known = this.#known;
    if (known !== undefined) this.#say(`going on: ${known.done.length} of ${pieces.length} specs are judged already`);
    this.#options.workFile.update(this.#entry.id, {
      build: facts.build,
      work: { pieces: pieces.map(({ brief, ...piece }) => ({ ...piece, ...(brief === undefined ? {} : { brief: [...brief] }) })), leftOut: leftOut.map(({ claims, ...one }) => ({ ...one, claims: [...claims] })), notNeeded: [...notNeeded] },
      done: known?.done ?? [],
      sittings: [...(known?.sittings ?? []), sitting],
    });
  }

  #noteDone(spec: string): void {
    const known = this.#known;
    if (known !== undefined) this.#options.workFile.update(this.#entry.id, { ...known, done: [...known.done, spec] });
  }

  /** What of the run's specs this phone can perform. */
  async #workOn(facts: PhoneFacts): Promise<PhoneWork> {
    const { planner, plans, choice } = this.#options;
    const work = workOn(await planner.carriedBy(facts), plans, choice);
    const clearing = CLEARING_SETUPS.filter((consent) => work.pieces.some((piece) => piece.consent === consent));
    if (clearing.length > 0) this.#say(`--consent ${clearing.join(',')} clears the data of each app that is tested under it; that cannot be taken back`);
    for (const left of work.leftOut) this.#say(`${nameOfLeftOut(left)}: left out: ${left.reason}`);
    if (work.notNeeded.length > 0) this.#say(`${choice.brief ? 'brief: each claim is judged by the first action about it; left out' : 'nothing is asked of'}: ${work.notNeeded.join(', ')}`);
    return work;
  }

  async #runSpecs(held: HeldPhone): Promise<Judged> {
    const { choice: { actions, claims }, specsFolder, repeat, interrupted, folder, servers } = this.#options;
    const specs = new PhoneSpecs(held, {
      entry: this.#entry, specsFolder, interrupted, folder, servers,
      ...(actions === undefined ? {} : { actions }),
      ...(claims === undefined ? {} : { claims }),
      ...(repeat === undefined ? {} : { repeat }),
      timeScale: this.#timeScale(),
      undoFolder: this.#undoFolder(held.lease.serial),
      say: (message) => this.#say(message),
      onDone: ({ spec }) => this.#noteDone(spec),
      fail: (error) => this.#fail(error),
    });
    const verdicts: Verdict[] = [];
    const controls: Control[] = [];
    const { pieces } = held.work;
    let late: LateSearchThread | undefined;
    try {
      for (const [index, piece] of pieces.entries()) {
        const isLast = index === pieces.length - 1;
        if (isLast) late = new LateSearchThread();
        const before = judgedBefore(this.#options.resumed?.phones[this.#entry.id], { folder, device: this.#entry.id, spec: piece.spec });
        if (before === undefined && interrupted.aborted) continue;
        if (before === undefined && index > 0) await held.road.mend();
        const judged = before ?? await specs.perform(piece, isLast);
        verdicts.push(...judged.verdicts);
        controls.push(...judged.controls);
      }
      await this.#listenFinally(held, verdicts);
      late ??= new LateSearchThread();
      return { verdicts: await this.#withLateFindings(held, { verdicts, controls }, late), controls };
    } finally {
      specs.end();
      await late?.end();
    }
  }

  /**
   * What comes now is searched for what was planted: a phone that planted nothing need not be listened to. The apps begin anew first,
   * because an event may be kept until then.
   */
  async #listenFinally(held: HeldPhone, verdicts: readonly Verdict[]): Promise<void> {
    const { choice: { brief, actions, claims }, interrupted } = this.#options;
    if (verdicts.length === 0) return;
    const seconds = this.#options.listenSeconds ?? listenSeconds({ isPartial: brief || actions !== undefined || claims !== undefined, timeScale: this.#timeScale() });
    if (seconds > 0 && !interrupted.aborted) {
      await beginAnew(held.shell, [...new Set(this.#windowsOf(held).map((window) => window.package))]);
    }
    await listenFinally({ seconds, interrupted, say: (message) => this.#say(message) });
  }

  /** Last of all, when nothing is judged any more: fetching APKs keeps the phone busy. */
  #readApps({ shell, work, facts, lease: { adbPort } }: HeldPhone): Promise<readonly DrivenApp[]> {
    const { folder, choice: { brief }, interrupted, keepApks } = this.#options;
    const specs = work.pieces.map(({ spec }) => spec);
    return readDrivenApps({
      device: this.#entry.id, specs, folder, shell, adbPort, brief, interrupted, leftOut: work.leftOut, installed: Object.keys(facts.packages),
      ...(keepApks === undefined ? {} : { keepApks }),
      say: (message) => this.#say(message),
    });
  }

  #windowsOf({ work }: HeldPhone): readonly WindowRecord[] {
    return work.pieces.flatMap(({ spec }) => readWindows(this.#options.folder.evidence(this.#entry.id, spec)));
  }

  #timeScale(): number {
    return this.#entry.kind === 'emulated' ? this.#entry.timeScale : 1;
  }

  /** The verdicts once all that the phone sent in the whole run was searched for what each window planted. */
  async #withLateFindings(held: HeldPhone, judged: Judged, thread: LateSearchThread): Promise<readonly Verdict[]> {
    const { folder } = this.#options;
    const { id } = this.#entry;
    const ledger = folder.ledger(id);
    const performed = held.work.pieces.map(({ spec }) => ({ spec, evidence: folder.evidence(id, spec) }));
    try {
      const found = await thread.search({ facts: held.facts, judged, performed, ledger, register: folder.register, allureResults: folder.allureResults });
      for (const { spec, action, reasons } of found.raised) this.#say(`${spec}: ${action}: ${reasons[0] ?? 'leaked late'}`);
      this.#remoteConfigurations = found.remoteConfigurations;
      this.#linkage = found.linkage;
      this.#ledgerByteCount = found.ledgerByteCount;
      return found.verdicts;
    } catch (error) {
      this.#fail(error);
      this.#ledgerByteCount = Buffer.byteLength(readLedgerText(ledger));
      return judged.verdicts;
    }
  }

  #recording(): RoadOptions['sidecar'] {
    return { device: this.#entry.id, ledgerDir: this.#options.folder.ledger(this.#entry.id), upstream: this.#upstream() };
  }

  /** An embedded run sees its own world; any other sees the internet, through the proxy its network may need. */
  #upstream(): SidecarOptions['upstream'] {
    const world = this.#emulator?.world;
    if (world !== undefined) return { kind: 'proxy', url: `http://${world.address}`, ca: world.caFile };
    if (this.#entry.kind !== 'usb' || this.#entry.upstreamProxy === undefined) return { kind: 'direct' };
    const { upstreamProxy: url, upstreamCa: ca } = this.#entry;
    return { kind: 'proxy', url, ...(ca === undefined ? {} : { ca }) };
  }

  async #putBack(held: HeldPhone): Promise<void> {
    const [first, ...others] = await this.#undoAll(held);
    await held.road.closeRecorder();
    held.ca.remove();
    if (first === undefined) {
      this.#say('put back as it was found');
      return;
    }
    const why = first.error instanceof Error ? first.error.message : String(first.error);
    const more = others.length === 0 ? '' : `, nor ${others.length} more changes`;
    // An emulated phone is gone when its run is; of a real one the journal is kept.
    const hint = this.#entry.kind === 'emulated' ? {} : { hint: 'Once the phone is there again, type: npx earshot restore' };
    this.#fail(new EarshotError('PHONE_REFUSED', `could not put back ${JSON.stringify(first.change)}${more}: ${why}`, hint));
  }

  /** The run's own changes, then what a spec that was killed left in a journal of its own. @returns what stays undone. */
  async #undoAll({ journal, shell, lease: leased }: HeldPhone): Promise<Undoing['failed']> {
    const phone = { shell, adb: { port: leased.adbPort } };
    const { failed } = await restorePhone(journal, phone);
    const ofSpecs = leftJournals(this.#undoFolder(leased.serial)).filter(({ file }) => file !== journal.file);
    const all = [...failed];
    for (const left of ofSpecs) all.push(...(await restorePhone(left, phone)).failed);
    return all;
  }

  #blindSpots({ counterModel, road }: HeldPhone): readonly string[] {
    const { caInstalled, caDetail } = road.prepared;
    return blindSpotsOf({
      proxy: { kind: 'http_proxy', caInstalled, caDetail },
      ...('failed' in counterModel ? {} : { counters: counterModel }),
      oracle: true,
      socketTables: true,
    });
  }

  async #bootIfEmulated(): Promise<Emulator | undefined> {
    if (this.#entry.kind !== 'emulated') return undefined;
    const { folder, servers } = this.#options;
    this.#say('booting the emulated phone and its world');
    return startEmulator({
      profiles: [this.#entry.profile],
      timeScale: this.#entry.timeScale,
      ...(this.#entry.controlPort === undefined ? {} : { controlPort: this.#entry.controlPort }),
      truthFolder: join(folder.truth, this.#entry.id),
      logFile: join(folder.logs, `${this.#entry.id}-emulator.log`),
      ...(servers.adbServer === undefined ? {} : { adbKey: servers.adbServer.publicKeyPath }),
    });
  }

  #lease(): Promise<Lease> {
    const { servers } = this.#options;
    const address = this.#emulator?.phones[0]?.address;
    return lease(this.#entry, {
      adbPath: servers.adb.path,
      ...(servers.adbServer === undefined ? {} : { ownAdbPort: servers.adbServer.port }),
      ...(address === undefined ? {} : { address }),
    });
  }

  #truthFile(): Pick<PhoneResult, 'truthFile'> {
    const phone = this.#emulator?.phones[0];
    return phone === undefined ? {} : { truthFile: `${this.#entry.id}/1-${phone.profile}.ndjson` };
  }

  #say(message: string): void {
    this.#options.progress.phone(this.#entry.id, message);
  }

  #fail(error: unknown): void {
    const message = tellFailure(error);
    this.#failures.push(message);
    this.#say(`FAILED: ${message}`);
  }
}
