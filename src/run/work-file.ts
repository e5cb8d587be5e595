import { existsSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { z } from 'zod';
import { CONSENT_SETUPS } from '../flow/consent.ts';
import { EarshotError } from '../flow/errors.ts';

const FILE = 'work.json';

const names = z.array(z.string());

const piece = z.object({ spec: z.string(), file: z.string(), app: z.string(), package: z.string(), consent: z.enum(CONSENT_SETUPS), brief: names.exactOptional() });

const phone = z.object({
  build: z.string(),
  work: z.object({ pieces: z.array(piece), leftOut: z.array(z.object({ spec: z.string(), action: z.string().exactOptional(), reason: z.string(), claims: names })), notNeeded: names }),
  /** Names of the pieces whose process came to its end, with verdicts and Allure results. */
  done: names,
  /** What was found each time the phone was taken up: the run may have been interrupted in between. */
  sittings: z.array(z.looseObject({ at: z.string(), serial: z.string() })),
});

const schema = z.object({
  run: z.string(),
  devices: names,
  specs: names,
  specsFolder: z.string(),
  choice: z.object({
    brief: z.boolean(), actions: names.exactOptional(), claims: names.exactOptional(), apps: names.exactOptional(),
    browsers: z.union([z.literal('all'), names]).exactOptional(), consents: z.array(z.enum(CONSENT_SETUPS)),
  }),
  listenSeconds: z.number().exactOptional(),
  repeat: z.number().exactOptional(),
  phones: z.record(z.string(), phone),
});

/** What a run was asked to do and how far it is. */
export type RecordedWork = z.output<typeof schema>;

/** What is known of one phone's part. */
export type PhoneRecord = z.output<typeof phone>;

/** `work.json` in a run's folder: written before anything is started, and again at each step, so that a run that was killed can be resumed. */
export class WorkFile {
  readonly #file: string;
  #work: RecordedWork;

  constructor(runFolder: string, work: RecordedWork) {
    this.#file = join(runFolder, FILE);
    this.#work = work;
    this.#write();
  }

  get work(): RecordedWork {
    return this.#work;
  }

  phone(device: string): PhoneRecord | undefined {
    return this.#work.phones[device];
  }

  /** Changes what is known of a phone. */
  update(device: string, known: PhoneRecord): void {
    this.#work = { ...this.#work, phones: { ...this.#work.phones, [device]: known } };
    this.#write();
  }

  #write(): void {
    writeFileSync(`${this.#file}.part`, `${JSON.stringify(this.#work, null, 2)}\n`);
    renameSync(`${this.#file}.part`, this.#file);
  }
}

/**
 * The run to be resumed: the one that is named, by its folder or its name below the reports folder, or the newest.
 *
 * @throws {EarshotError} BAD_INPUT when there is none that can be.
 */
export function findResumable(reports: string, name: string | undefined): { readonly path: string; readonly work: RecordedWork } {
  const candidates = name === undefined ? newestFirst(reports) : [...new Set([resolve(reports, name), resolve(name)])];
  const path = candidates.find((candidate) => existsSync(join(candidate, FILE)));
  if (path === undefined && name === undefined) {
    throw new EarshotError('BAD_INPUT', `--resume: found no run in ${reports} that was begun, expected one with a ${FILE}`, {
      hint: 'Begin one with npx earshot run. Where runs are elsewhere, say so with --reports.',
    });
  }
  if (path === undefined) {
    throw new EarshotError('BAD_INPUT', `--resume ${name ?? ''}: found no run with a ${FILE} in ${candidates.join(' nor in ')}, expected one that was begun`, {
      hint: 'Give the folder of a run or its name below the reports folder; runs from before they could be resumed have no such file.',
    });
  }
  const known = schema.safeParse(parse(path));
  if (known.success) return { path, work: known.data };
  throw new EarshotError('BAD_INPUT', `--resume ${basename(path)}: its ${FILE} is not what a run writes: ${z.prettifyError(known.error)}`, { hint: 'It was changed or damaged since. Begin a new run.' });
}

function parse(path: string): unknown {
  try {
    return JSON.parse(readFileSync(join(path, FILE), 'utf8')) as unknown;
  } catch (cause) {
    throw new EarshotError('BAD_INPUT', `--resume ${basename(path)}: its ${FILE} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, { cause, hint: 'It was changed or damaged since. Begin a new run.' });
  }
}

function newestFirst(reports: string): readonly string[] {
  if (!existsSync(reports)) return [];
  return readdirSync(reports, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => join(reports, entry.name)).sort().reverse();
}
