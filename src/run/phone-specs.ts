import { join } from 'node:path';
import { silencing } from '../device/preflight.ts';
import type { DeviceEntry } from '../farm/devices-schema.ts';
import { EarshotError } from '../flow/errors.ts';
import { writeMissingResults } from '../report/missing-allure-results.ts';
import { judgeMissing } from '../silence/judge.ts';
import { aboutWork } from './about-work.ts';
import type { HeldPhone, Judged } from './held-phone.ts';
import { describeProgress } from './progress.ts';
import type { RunFolder } from './run-folder.ts';
import type { RunServers } from './run-servers.ts';
import { SpecEvidence } from './spec-evidence.ts';
import { SpecProcess, specFile, type SpecProcessEnd } from './spec-process.ts';
import { writeSpecRun } from './spec-run-file.ts';
import type { PieceOfWork } from './work.ts';

/** What performing pieces of work on a phone takes. */
export interface PhoneSpecsOptions {
  readonly entry: DeviceEntry;
  readonly specsFolder: string;
  readonly actions?: readonly string[];
  readonly claims?: readonly string[];
  readonly repeat?: number;
  readonly timeScale: number;
  readonly interrupted: AbortSignal;
  readonly folder: RunFolder;
  readonly servers: RunServers;
  /** Where the phone's journals lie. */
  readonly undoFolder: string;
  /** Called when the process of a piece of work came to its end by itself. */
  readonly onDone: (piece: PieceOfWork) => void;
  readonly say: (message: string) => void;
  readonly fail: (error: unknown) => void;
}

/** Performs pieces of work on a phone, each in a process of its own. */
export class PhoneSpecs {
  readonly #held: HeldPhone;
  readonly #options: PhoneSpecsOptions;
  /** The process of the next piece of work, started while the last action of the one before is listened to. */
  #next: SpecProcess | undefined;

  constructor(held: HeldPhone, options: PhoneSpecsOptions) {
    this.#held = held;
    this.#options = options;
  }

  /**
   * What a piece of work came to. A spec that could not be run at all must not cost the phone what the others found.
   *
   * @param isLast Nothing is performed after it.
   */
  async perform(piece: PieceOfWork, isLast: boolean): Promise<Judged> {
    try {
      const { judged, isDone } = await this.#perform(piece, isLast);
      if (isDone) this.#options.onDone(piece);
      return judged;
    } catch (error) {
      this.#options.fail(error);
      const reason = `the spec could not be run: ${error instanceof Error ? error.message : String(error)}`;
      return this.without(piece, reason);
    }
  }

  /** Nothing more is performed. */
  end(): void {
    this.#next?.end();
  }

  /** A piece of work that is not performed: each of its actions is inconclusive, for this reason. */
  without(piece: PieceOfWork, reason: string): Judged {
    const evidence = this.#evidenceOf(piece);
    const actions = evidence.readPlan()?.actions ?? [];
    try {
      evidence.writeMissing(reason);
    } catch (cause) {
      // A full disk: the verdicts of the other specs must not be lost over it.
      this.#options.fail(cause);
    }
    return aboutWork(judgeMissing({ spec: piece.spec, phone: this.#held.facts, actions, reason }), piece);
  }

  async #perform(piece: PieceOfWork, isLast: boolean): Promise<{ readonly judged: Judged; readonly isDone: boolean }> {
    const { folder, specsFolder, interrupted, entry, say } = this.#options;
    const evidence = this.#evidenceOf(piece);
    const logFile = join(folder.logs, `${entry.id}-${piece.spec.replaceAll('/', '-')}.log`);
    // Before there is a process: where it cannot be written, none must be left waiting.
    const specRunFile = writeSpecRun(this.#specRun(piece, evidence.folder));
    let actionCount: number | undefined;
    const end = await this.#takeProcess().perform({
      specFile: specFile(specsFolder, piece.file),
      specRunFile,
      allureResults: folder.allureResults,
      logFile,
      abort: interrupted,
      onProgress: (progress) => {
        say(describeProgress(piece.spec, progress));
        if (progress.type === 'journey') actionCount = progress.actions;
        if (progress.type === 'action' && progress.index + 1 === actionCount && !isLast) this.#next ??= new SpecProcess();
      },
    });
    const judged = evidence.readJudged() ?? this.#withoutVerdicts(piece, evidence, { end, logFile });
    // Ended from outside, its tests may not have been told; a run that is resumed performs it anew.
    return { judged, isDone: end.ended !== 'interrupted' };
  }

  /** The process that was started ahead, unless something has ended it meanwhile. */
  #takeProcess(): SpecProcess {
    const ahead = this.#next;
    this.#next = undefined;
    return ahead?.isThere === true ? ahead : new SpecProcess();
  }

  /** A spec process that came to no verdict: each of its actions is inconclusive; without its plan it is a failure. */
  #withoutVerdicts(piece: PieceOfWork, evidence: SpecEvidence, { end, logFile }: { readonly end: SpecProcessEnd; readonly logFile: string }): Judged {
    const { folder, say, fail } = this.#options;
    const { facts } = this.#held;
    const plan = evidence.readPlan();
    const how = end.ended ?? (end.exitCode === null ? 'killed' : `over with exit code ${end.exitCode}`);
    if (plan === undefined) {
      if (end.ended !== 'interrupted') fail(new EarshotError('BAD_INPUT', `the spec ${piece.file} could not be loaded (${how}); its output is in ${logFile}`));
      return { verdicts: [], controls: [] };
    }
    const reason = `the spec process was ${how} before it came to a verdict`;
    evidence.writeMissing(reason);
    const judged = aboutWork(judgeMissing({ spec: piece.spec, phone: facts, actions: plan.actions, reason }), piece);
    evidence.writeJudged(judged);
    writeMissingResults(folder.allureResults, [...judged.verdicts, ...judged.controls], facts);
    say(`${piece.spec}:   inconclusive  every action (the spec process was ${how})`);
    return judged;
  }

  #specRun(piece: PieceOfWork, evidence: string): Parameters<typeof writeSpecRun>[0] {
    const { folder, servers, actions, claims, repeat, entry, timeScale, undoFolder } = this.#options;
    const { facts, checks, counterModel, lease, road } = this.#held;
    const { spec, app, package: name, consent, brief } = piece;
    const { prepared } = road;
    return {
      run: folder.run,
      spec, app, package: name, consent,
      phone: facts,
      requiredWitnesses: entry.witnesses,
      silencing: silencing(checks),
      ...(brief === undefined ? {} : { brief }),
      ...(actions === undefined ? {} : { actions }),
      ...(claims === undefined ? {} : { claims }),
      ...(repeat === undefined ? {} : { repeat }),
      counterModel,
      timeScale,
      adb: { path: servers.adb.path, port: lease.adbPort },
      appiumUrl: servers.appium.url,
      proxy: { setting: prepared.setting, caInstalled: prepared.caInstalled, caDetail: prepared.caDetail },
      paths: { ledger: folder.ledger(entry.id), register: folder.register, evidence, allureResults: folder.allureResults, undo: join(undoFolder, spec) },
    };
  }

  #evidenceOf({ spec }: PieceOfWork): SpecEvidence {
    return new SpecEvidence(this.#options.folder.evidence(this.#options.entry.id, spec));
  }
}
