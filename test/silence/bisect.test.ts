import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Verdict } from '../../src/flow/verdict.ts';
import { afterRound, beginSearch, defaultBudget, mergeVerdicts, planRound } from '../../src/silence/bisect.ts';
import type { Noise, Search, SeenWindow } from '../../src/silence/bisect.ts';

const SIGNATURE = 'http tracking.example:443';
const SHAM = 'touches nothing';
const CONTROL = 'opens the policy';

/** A phone on which some actions send the same unreadable thing, and perhaps nobody does so now and then. */
interface SimulatedPhone {
  readonly actions: readonly string[];
  readonly culprits: readonly string[];
  /** Whether a culprit sends in a window. */
  readonly emits: (culprit: string, round: number) => boolean;
  /** Whether the same comes by itself in a stretch of a window. */
  readonly isAmbient: (segment: number, round: number) => boolean;
}

function observe(phone: SimulatedPhone, segments: readonly (readonly string[])[], round: number): SeenWindow {
  const noise = segments.flatMap((segment, index): readonly Noise[] => {
    const sends = phone.isAmbient(index, round) || segment.some((action) => phone.culprits.includes(action) && phone.emits(action, round));
    return sends ? [{ signature: SIGNATURE, actions: segment, isShared: segment.length > 1 }] : [];
  });
  const conclusive = segments.flat().filter((action) => phone.actions.includes(action));
  const guilty = noise.filter(({ isShared }) => !isShared).flatMap(({ actions }) => actions);
  return { id: `w${round}`, segments, conclusive, noise, guilty };
}

interface Searched {
  readonly search: Search;
  readonly windows: readonly SeenWindow[];
  readonly silent: readonly string[];
}

/** The whole search on a phone, and whom it calls silent in the end. */
function searchOn(phone: SimulatedPhone, budget = defaultBudget(phone.actions.length)): Searched {
  const windows = [observe(phone, [[SHAM, ...phone.actions, CONTROL]], 1)];
  let search = beginSearch(windows[0]!, budget);
  for (let blocks = planRound(search); blocks !== undefined; blocks = planRound(search)) {
    const window = observe(phone, [[SHAM], ...blocks, [CONTROL]], windows.length + 1);
    windows.push(window);
    search = afterRound(search, window);
  }
  const verdicts = windows.map((window) => verdictsOf(window));
  const merged = mergeVerdicts(verdicts[0]!, verdicts.slice(1), search);
  return { search, windows, silent: merged.filter(({ verdict }) => verdict === 'silent').map(({ action }) => action) };
}

function verdictsOf({ id, noise, conclusive }: SeenWindow): readonly Verdict[] {
  return conclusive.map((action) => aVerdict({ action, window: id, verdict: noise.some(({ actions }) => actions.includes(action)) ? 'noisy' : 'silent' }));
}

function aVerdict(over: Partial<Verdict>): Verdict {
  return {
    claims: ['C6'], spec: 's', action: 'a', device: 'd', window: 'w1', flows: [], reasons: [], expected: 'silent', verdict: 'silent',
    witnesses: { wire: 'quiet', kernel: 'absent', oracle: 'absent' }, events: 0, expectedEvents: 0, findings: [], ...over,
  };
}

const names = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `action ${index}`);
const always = (): boolean => true;
const never = (): boolean => false;

const someActions = fc.integer({ min: 2, max: 40 }).map(names);
const withCulprits = someActions.chain((actions) => fc.record({ actions: fc.constant(actions), culprits: fc.subarray([...actions], { minLength: 1 }) }));
const table = fc.array(fc.array(fc.boolean(), { minLength: 45, maxLength: 45 }), { minLength: 12, maxLength: 12 });

describe('telling actions apart', () => {
  it('names one culprit among n in at most ⌈log2 n⌉ windows more, and calls the others silent', () => {
    fc.assert(fc.property(someActions, fc.nat(), (actions, at) => {
      const culprit = actions[at % actions.length]!;
      const { search, windows, silent } = searchOn({ actions, culprits: [culprit], emits: always, isAmbient: never });

      assert.ok(windows.length - 1 <= Math.ceil(Math.log2(actions.length)));
      assert.deepEqual(search.suspicions[0]?.named, [culprit]);
      assert.deepEqual(silent, actions.filter((action) => action !== culprit));
    }));
  });

  it('names one of 32 after four windows more, the last of which performs four actions each alone', () => {
    const { windows, silent } = searchOn({ actions: names(32), culprits: ['action 19'], emits: always, isAmbient: never });

    assert.deepEqual(windows.map(({ segments }) => segments.map(({ length }) => length)), [[34], [1, 16, 16, 1], [1, 8, 8, 1], [1, 4, 4, 1], [1, 1, 1, 1, 1, 1]]);
    assert.equal(silent.length, 31);
  });

  it('tells of a culprit by the window in which it stood alone, unless the first held it guilty already', () => {
    const phone: SimulatedPhone = { actions: names(8), culprits: ['action 2'], emits: always, isAmbient: never };
    const { search, windows } = searchOn(phone);
    const [first = [], ...later] = windows.map((window) => verdictsOf(window).map((verdict) => ({ ...verdict, reasons: [`as ${window.id} shows it`] })));
    const told = (guiltyAtFirst: readonly string[]): Verdict | undefined => mergeVerdicts(first, later, { ...search, guiltyAtFirst }).find(({ action }) => action === 'action 2');

    const alone = told([]);
    assert.deepEqual([alone?.verdict, alone?.window, alone?.reasons.slice(1), alone?.windows], ['noisy', 'w3', ['as w3 shows it'], ['w1', 'w2', 'w3']]);
    assert.match(alone?.reasons[0] ?? '', /came again with this action alone/);
    const guilty = told(['action 2']);
    assert.deepEqual([guilty?.window, guilty?.reasons.slice(1)], ['w1', ['as w1 shows it']]);
  });

  it('names all culprits, however many, in the same number of windows', () => {
    fc.assert(fc.property(withCulprits, ({ actions, culprits }) => {
      const { search, windows, silent } = searchOn({ actions, culprits, emits: always, isAmbient: never });

      assert.ok(windows.length - 1 <= Math.ceil(Math.log2(actions.length)));
      assert.deepEqual([...search.suspicions[0]?.named ?? []].sort(), [...culprits].sort());
      assert.deepEqual(silent, actions.filter((action) => !culprits.includes(action)));
    }));
  });

  it('never calls a culprit that sends each time silent, whatever else is on the wire', () => {
    fc.assert(fc.property(withCulprits, table, fc.nat({ max: 8 }), ({ actions, culprits }, ambient, budget) => {
      const { silent } = searchOn({ actions, culprits, emits: always, isAmbient: (segment, round) => ambient[round]?.[segment] ?? false }, budget);

      assert.deepEqual(silent.filter((action) => culprits.includes(action)), []);
    }));
  });

  it('clears a culprit that sends only now and then by nothing but a window in which it kept still and others did not', () => {
    fc.assert(fc.property(withCulprits, table, table, ({ actions, culprits }, sends, ambient) => {
      const emits = (culprit: string, round: number): boolean => round === 1 || (sends[round]?.[actions.indexOf(culprit)] ?? false);
      const { silent, search, windows } = searchOn({ actions, culprits, emits, isAmbient: (segment, round) => ambient[round]?.[segment] ?? false });

      for (const culprit of silent.filter((action) => culprits.includes(action))) {
        const clearing = search.suspicions[0]?.cleared[culprit];
        const round = windows.findIndex(({ id }) => id === clearing?.window) + 1;
        assert.ok(round > 1 && !emits(culprit, round));
        assert.ok((windows[round - 1]?.noise.length ?? 0) > 0);
      }
    }));
  });

  it('clears a flaky culprit wrongly no more often than it keeps still: at most 1 - r^k', () => {
    const random = mulberry(20_261_121);
    const [runs, r] = [2_000, 0.9];
    let wrong = 0;
    for (let run = 0; run < runs; run += 1) {
      const draws = new Map<number, boolean>();
      const emits = (_: string, round: number): boolean => {
        if (!draws.has(round)) draws.set(round, round === 1 || random() < r);
        return draws.get(round)!;
      };
      const { silent } = searchOn({ actions: names(16), culprits: ['action 5'], emits, isAmbient: (segment, round) => round > 1 && segment === 0 });
      if (silent.includes('action 5')) wrong += 1;
    }
    const bound = 1 - r ** 4;
    // Three standard deviations of a proportion over it would be a bug rather than chance.
    assert.ok(wrong / runs <= bound + 3 * Math.sqrt((bound * (1 - bound)) / runs), `${wrong} of ${runs}, bound ${bound}`);
    assert.ok(wrong > 0, 'the model allows it, and the simulation should show it');
  });
});

describe('what a further window says', () => {
  const first = observe({ actions: ['a', 'b', 'c', 'd'], culprits: ['a'], emits: always, isAmbient: never }, [[SHAM, 'a', 'b', 'c', 'd', CONTROL]], 1);
  const later = (over: Partial<SeenWindow>): SeenWindow => ({ id: 'w2', segments: [[SHAM], ['a', 'b'], ['c', 'd'], [CONTROL]], conclusive: ['a', 'b', 'c', 'd'], noise: [], guilty: [], ...over });
  const shared = (...actions: readonly string[]): Noise => ({ signature: SIGNATURE, actions, isShared: actions.length > 1 });
  const cleared = (search: Search): readonly string[] => search.suspicions.flatMap((suspicion) => Object.keys(suspicion.cleared));

  it('separates nobody when the noise does not come again', () => {
    const search = afterRound(beginSearch(first, 5), later({}));

    assert.deepEqual(cleared(search), []);
    assert.equal(planRound(search), undefined);
  });

  it('clears nobody when it is inconclusive, and costs a window', () => {
    const search = afterRound(beginSearch(first, 2), later({ conclusive: [], noise: [shared('a', 'b')] }));

    assert.deepEqual(cleared(search), []);
    assert.deepEqual(planRound(search), [['a'], ['b'], ['c'], ['d']]);
    assert.equal(search.windowsLeft, 1);
  });

  it('does not clear an action that did not land in it', () => {
    const search = afterRound(beginSearch(first, 5), later({ conclusive: ['a', 'b', 'c'], noise: [shared('a', 'b')] }));

    assert.deepEqual(cleared(search), ['c']);
  });

  it('clears by noise that came with the sham or the control', () => {
    assert.deepEqual(cleared(afterRound(beginSearch(first, 5), later({ noise: [shared(CONTROL)] }))), ['a', 'b', 'c', 'd']);
  });

  it('clears nobody of a noise that could be of both halves', () => {
    assert.deepEqual(cleared(afterRound(beginSearch(first, 5), later({ noise: [shared('a', 'c')] }))), []);
  });

  it('clears of one noise and not of the other', () => {
    const both = { ...first, noise: [...first.noise, { signature: 'past the recorder by uid 10088', actions: ['c', 'd'], isShared: true }] };
    const search = afterRound(beginSearch(both, 5), later({ noise: [shared('a', 'b'), { signature: 'past the recorder by uid 10088', actions: ['c', 'd'], isShared: true }] }));
    const merged = mergeVerdicts(verdictsOf(both), [verdictsOf(later({ noise: [shared('a', 'b'), { signature: 'past', actions: ['c', 'd'], isShared: true }] }))], search);

    assert.deepEqual(merged.map(({ verdict }) => verdict), ['noisy', 'noisy', 'noisy', 'noisy']);
    // The suspects of one noise need not be those of the other: they are split apart in one window.
    assert.deepEqual(planRound(search), [['a'], ['b'], ['c'], ['d']]);
  });

  it('raises an action that was silent by what it shows', () => {
    const quiet = [aVerdict({ action: 'a' }), aVerdict({ action: 'b' })];
    const leaked = aVerdict({ action: 'a', verdict: 'leaked', window: 'w2', events: 1 });

    const merged = mergeVerdicts(quiet, [[leaked, aVerdict({ action: 'b', window: 'w2', verdict: 'inconclusive' })]], beginSearch({ ...first, noise: [] }, 1));

    assert.deepEqual(merged.map(({ verdict, windows }) => [verdict, windows]), [['leaked', ['w1', 'w2']], ['silent', ['w1', 'w2']]]);
    assert.match(merged[0]?.reasons[0] ?? '', /silent in the first window, leaked in w2/);
  });

  it('never lowers what is held against an action by more than shared noise', () => {
    const guilty = { ...first, guilty: ['c'] };
    const window = later({ noise: [shared('a', 'b')] });
    const merged = mergeVerdicts(verdictsOf(guilty), [verdictsOf(window)], afterRound(beginSearch(guilty, 5), window));

    assert.deepEqual(merged.map(({ verdict }) => verdict), ['noisy', 'noisy', 'noisy', 'silent']);
    assert.match(merged[3]?.reasons[0] ?? '', /was shared in w1; in w2 it came again with "a", "b" and not with this action/);
  });

  it('takes a clearing back when the noise comes with the action after all', () => {
    const half = afterRound(beginSearch(first, 5), later({ noise: [shared('a', 'b')] }));
    const search = afterRound(half, later({ id: 'w3', segments: [[SHAM], ['a'], ['b', 'c'], [CONTROL]], noise: [shared('b', 'c')] }));

    assert.deepEqual(cleared(search), ['d', 'a']);
  });

  it('leaves what was inconclusive in the first window so', () => {
    const merged = mergeVerdicts([aVerdict({ verdict: 'inconclusive' })], [[aVerdict({ window: 'w2' })]], beginSearch({ ...first, noise: [] }, 1));

    assert.equal(merged[0]?.verdict, 'inconclusive');
  });
});

/** A small seeded generator: the same simulation each time. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
