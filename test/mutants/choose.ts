import { createRandom, type Random } from '../../emulator/phone/telemetry/random.ts';
import { specFileOf } from '../../src/flow/work-name.ts';
import type { DrivenBy } from './moments-to-actions.ts';
import type { Subject } from './subject.ts';

/** Of each family, so many in a quick run at least. */
const OF_A_FAMILY = 1;

/** Consent setups that clear the data of apps. */
export type ClearingSetup = 'declined' | 'cleared';

/** Phones that go through the same specs in one run. */
export interface Batch {
  readonly name: string;
  readonly specs: readonly string[];
  readonly actions: readonly string[];
  /** Browsers that the specs for all of them are performed in; absent where no spec is for browsers. */
  readonly browsers?: readonly string[];
  /** Consent setup that all of its specs are performed under; absent: as found. */
  readonly consent?: ClearingSetup;
  readonly subjects: readonly Subject[];
  /** The longest that one of them holds an event back beyond every barrier, ms by the phone's clock of delays; 0 when none does. */
  readonly heldBackMs: number;
}

export interface BatchOptions {
  readonly seed: number;
  /** Phones a run has at most, the silent one not counted. */
  readonly size: number;
  /** Actions that must stay green, drawn for each batch. */
  readonly green: number;
  /** All actions that the specs have. */
  readonly all: readonly DrivenBy[];
}

/**
 * A subset that stands for all: each SDK preset and way out of the phone once, and some of each family, in as few specs
 * as that takes, since each spec is a run of its own.
 */
export function quickSubset(subjects: readonly Subject[], seed: number): readonly Subject[] {
  const shuffled = shuffle(subjects.filter(({ planted }) => planted.length > 0), createRandom(seed, 'quick'));
  const chosen = new Set<Subject>();
  const choose = (candidates: readonly Subject[], count: number): void => {
    const isCheap = (candidate: Subject): boolean => [...chosen].some((other) => specsOf(other).join() === specsOf(candidate).join());
    const waiting = candidates.filter((candidate) => !chosen.has(candidate));
    const [cheap, dear] = [waiting.filter(isCheap), waiting.filter((candidate) => !isCheap(candidate))];
    [...cheap, ...dear].slice(0, Math.max(0, count)).forEach((candidate) => chosen.add(candidate));
  };
  const standsFor = (way: string): readonly Subject[] => shuffled.filter(({ ways }) => ways.includes(way));
  const ways = [...new Set(subjects.flatMap((subject) => subject.ways))].sort((one, other) => standsFor(one).length - standsFor(other).length);
  // The ways with the fewest stands decide which specs there are to be.
  for (const way of ways) if (![...chosen].some((subject) => subject.ways.includes(way))) choose(standsFor(way), 1);
  for (const family of [...new Set(subjects.map((subject) => subject.family))].sort()) {
    const own = shuffled.filter((subject) => subject.family === family);
    choose(own, OF_A_FAMILY - own.filter((subject) => chosen.has(subject)).length);
  }
  return subjects.filter((subject) => chosen.has(subject));
}

/** Phones with leaks in the same specs go together, so that each performs little that is not its own; a sample that must stay green goes along. */
export function batches(subjects: readonly Subject[], options: BatchOptions): readonly Batch[] {
  const random = createRandom(options.seed, 'green');
  const bySpecs = new Map<string, Subject[]>();
  for (const subject of subjects) {
    if (subject.planted.length === 0) continue;
    const key = specsOf(subject).join(',');
    bySpecs.set(key, [...(bySpecs.get(key) ?? []), subject]);
  }
  return [...bySpecs].flatMap(([specs, all]) => chunks(all, options.size).map((members, index): Batch => {
    const planted = new Set(members.flatMap((member) => member.planted.map(({ action }) => action)));
    // Clearing an app's data is nothing to put others through.
    const consent = specs.split(',').map(consentFor).find((setup) => setup !== undefined);
    const others = shuffle(options.all.filter(({ spec, action }) => !planted.has(action) && consentFor(spec) === consent), random);
    // Of the same spec first: what shares a window with a leak is what a wrong attribution would blame.
    const [near, far] = [others.filter(({ spec }) => specs.split(',').includes(spec)), others.filter(({ spec }) => !specs.split(',').includes(spec))];
    const green = [...near.slice(0, Math.max(1, options.green - 1)), ...far].slice(0, options.green);
    const chosen = [...new Set([...specs.split(','), ...green.map(({ spec }) => spec)])];
    return {
      name: `${specs.replaceAll('/', '-').replaceAll(',', '+')}-${index + 1}`,
      specs: chosen,
      actions: [...new Set([...planted, ...green.map(({ action }) => action)])],
      ...(chosen.some(isForBrowsers) ? { browsers: browsersOf(members) } : {}),
      ...(consent === undefined ? {} : { consent }),
      subjects: members,
      heldBackMs: Math.max(0, ...members.map(({ heldBackMs }) => heldBackMs ?? 0)),
    };
  }));
}

function specsOf({ planted }: Subject): readonly string[] {
  return [...new Set(planted.map(({ spec }) => specFileOf(spec)))].sort();
}

function isForBrowsers(spec: string): boolean {
  return spec.startsWith('browser/') || ['consent/first-run', 'clearing/visiting'].includes(specFileOf(spec));
}

/** The consent setup without which a spec is not performed, where there is one. */
function consentFor(spec: string): ClearingSetup | undefined {
  if (spec.startsWith('consent/')) return 'declined';
  return spec.startsWith('clearing/') ? 'cleared' : undefined;
}

/** Those that something is planted in: every other one would be performed for nothing. */
function browsersOf(members: readonly Subject[]): readonly string[] {
  const named = members.flatMap(({ planted }) => planted.flatMap(({ spec }) => (isForBrowsers(spec) ? [spec.replace(/^[^@]*@/, '').replace(/\+.*$/, '')] : [])));
  return named.length === 0 ? ['mi-browser'] : [...new Set(named)].sort();
}

/** As few as they can be, and as even as that leaves them: a run of one phone costs nearly as much as one of five. */
function chunks<T>(values: readonly T[], size: number): readonly (readonly T[])[] {
  const count = Math.ceil(values.length / size);
  const each = Math.ceil(values.length / count);
  return Array.from({ length: count }, (_, index) => values.slice(index * each, (index + 1) * each)).filter((chunk) => chunk.length > 0);
}

function shuffle<T>(values: readonly T[], random: Random): readonly T[] {
  return values.map((value) => ({ value, at: random() })).sort((left, right) => left.at - right.at).map(({ value }) => value);
}
