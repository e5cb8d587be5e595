import { createRandom, type Random } from '../../emulator/phone/telemetry/random.ts';
import type { DrivenBy } from './moments-to-actions.ts';
import type { Subject } from './subject.ts';

/** Of each family that has no list of its own, so many in a quick run. */
const OF_A_FAMILY = 2;
const TIMINGS = 3;

/** Phones that go through the same specs in one run. */
export interface Batch {
  readonly name: string;
  readonly specs: readonly string[];
  readonly actions: readonly string[];
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

/** A subset that stands for all: each SDK preset and way out of the phone once, and some of each family. */
export function quickSubset(subjects: readonly Subject[], seed: number): readonly Subject[] {
  const shuffled = shuffle(subjects.filter(({ planted }) => planted.length > 0), createRandom(seed, 'quick'));
  const chosen = new Set<Subject>();
  for (const way of [...new Set(subjects.flatMap(({ ways }) => ways))].sort()) {
    const stand = shuffled.find(({ ways, family }) => ways.includes(way) && (family === 'sdk' || family === 'transport')) ?? shuffled.find(({ ways }) => ways.includes(way));
    if (stand !== undefined) chosen.add(stand);
  }
  for (const family of [...new Set(subjects.map((entry) => entry.family))].sort()) {
    const wanted = family === 'timing' || family === 'condition' ? TIMINGS : OF_A_FAMILY;
    const have = [...chosen].filter((entry) => entry.family === family).length;
    shuffled.filter((entry) => entry.family === family && !chosen.has(entry)).slice(0, Math.max(0, wanted - have)).forEach((entry) => chosen.add(entry));
  }
  return subjects.filter((entry) => chosen.has(entry));
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
    const others = shuffle(options.all.filter(({ action }) => !planted.has(action)), random);
    // Of the same spec first: what shares a window with a leak is what a wrong attribution would blame.
    const [near, far] = [others.filter(({ spec }) => specs.split(',').includes(spec)), others.filter(({ spec }) => !specs.split(',').includes(spec))];
    const green = [...near.slice(0, Math.max(1, options.green - 1)), ...far].slice(0, options.green);
    return {
      name: `${specs.replaceAll('/', '-').replaceAll(',', '+')}-${index + 1}`,
      specs: [...new Set([...specs.split(','), ...green.map(({ spec }) => spec)])],
      actions: [...new Set([...planted, ...green.map(({ action }) => action)])],
      subjects: members,
      heldBackMs: Math.max(0, ...members.map(({ heldBackMs }) => heldBackMs ?? 0)),
    };
  }));
}

function specsOf({ planted }: Subject): readonly string[] {
  return [...new Set(planted.map(({ spec }) => spec))].sort();
}

function chunks<T>(values: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) => values.slice(index * size, (index + 1) * size));
}

function shuffle<T>(values: readonly T[], random: Random): readonly T[] {
  return values.map((value) => ({ value, at: random() })).sort((left, right) => left.at - right.at).map(({ value }) => value);
}
