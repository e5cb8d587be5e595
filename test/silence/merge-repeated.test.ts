import assert from 'node:assert/strict';
import type { Flow } from '../../src/flow/flow.ts';
import type { Verdict } from '../../src/flow/verdict.ts';
import type { WindowRecord } from '../../src/flow/window.ts';
import { describeVerdict } from '../../src/silence/describe.ts';
import { judgeSpec } from '../../src/silence/judge-spec.ts';
import { repetitionOrder } from '../../src/silence/repetition-order.ts';
import { loadRegister } from '../../src/silence/register.ts';
import { Bodies, CONTROL_HOST, T0, aControl, aFlow, aPhone, aSham, aWindow, anAction, theControlFlow, theProbes } from './factories.ts';

const BEAT = 'https://beat.example/b';
const REGISTER = loadRegister();
const bodies = new Bodies();
/** Nobody can read it. */
const OPAQUE = bodies.put(Buffer.from(Array.from({ length: 96 }, (_, index) => (index * 167 + 89) % 256)));
const LONGER = bodies.put(Buffer.from(Array.from({ length: 112 }, (_, index) => (index * 167 + 89) % 256)));

/** How a phone behaves: what is on the wire so many ms after the gesture of a stretch. */
interface Phone {
  readonly after: (name: string, repetition: number) => readonly (Partial<Flow> & { readonly offsetMs: number; readonly url?: string; readonly canary?: boolean })[];
}

const BLOCK_MS = 10_000;
const beats = (count: number) => Array.from({ length: count }, (_, index) => ({ offsetMs: 500 + index * 2_000 }));
const always = (count: number): Phone => ({ after: () => beats(count) });
const plus = (phone: Phone, action: string, extra: ReturnType<Phone['after']>): Phone => ({
  after: (name, repetition) => [...phone.after(name, repetition), ...(name === action ? extra : [])],
});

/** The windows of a spec on such a phone, and what the ledger had of each. */
function recorded(phone: Phone, repetitions: number, over: { readonly shift?: number } = {}): { readonly windows: readonly WindowRecord[]; readonly flows: ReadonlyMap<string, readonly Flow[]> } {
  const flows = new Map<string, readonly Flow[]>();
  const first = aWindow({ actions: [aSham(), anAction(), anAction({ name: 'renames a file', atMs: T0 + 22_000, canaries: [] }), aControl()] });
  const spoken = (name: string, repetition: number, atMs: number, canary: string): readonly Flow[] =>
    phone.after(name, repetition).map(({ offsetMs, url = BEAT, canary: told, ...rest }) => {
      const body = told === true ? bodies.put(canary) : OPAQUE;
      return aFlow({ url, method: 'POST', body, startMs: atMs + offsetMs, ...rest });
    });
  const inFirst = first.actions.filter(({ kind }) => kind !== 'control').flatMap(({ name, act, canaries }) => spoken(name, 0, act?.startMs ?? 0, canaries[0]?.value ?? ''));
  flows.set(first.id, [...theProbes(), theControlFlow(), ...inFirst]);
  const windows = Array.from({ length: repetitions }, (_, index) => {
    const number = index + 1;
    const base = 100_000 * number;
    const order = repetitionOrder(first.actions.filter(({ kind }) => kind !== 'control').map(({ name }) => name), { seed: 's', number });
    const actions = order.map((name, segment) => {
      const planned = first.actions.find((action) => action.name === name)!;
      const canaries = planned.canaries.map(({ role }) => ({ role, value: `zq7xagain${number}x${segment}abc` }));
      return anAction({ ...planned, segment, canaries, ...spansAt(T0 + base + 5_000 + segment * 15_000) });
    });
    const window = aWindow({
      id: `${first.id}#${number + 1}`, round: number + 1, purpose: 'repeat', startMs: T0 + base, endMs: T0 + base + 70_000,
      barriers: actions.map(({ settle }) => ({ startMs: settle!.endMs, endMs: settle!.endMs - 6_000 + BLOCK_MS })),
      opening: { token: `open${number}`, answered: true, startMs: T0 + base, endMs: T0 + base + 50 }, closing: { token: `close${number}`, answered: true, startMs: T0 + base + 69_000, endMs: T0 + base + 69_050 },
      actions: [...actions, aControl({ segment: 3, ...spansAt(T0 + base + 55_000) })],
    });
    flows.set(window.id, [
      aFlow({ url: 'http://probe.earshot.invalid/o', probe: `open${number}`, startMs: T0 + base + 10 }), aFlow({ url: 'http://probe.earshot.invalid/c', probe: `close${number}`, startMs: T0 + base + 69_010 }),
      aFlow({ url: `https://${CONTROL_HOST}/all`, startMs: T0 + base + 56_000 }),
      ...actions.flatMap(({ name, act, canaries }) => spoken(name, number + (over.shift ?? 0), act?.startMs ?? 0, canaries[0]?.value ?? '')),
    ]);
    return window;
  });
  return { windows: [first, ...windows], flows };
}

const spansAt = (atMs: number) => ({ arrange: { startMs: atMs - 1_000, endMs: atMs }, act: { startMs: atMs, endMs: atMs + 1_000 }, settle: { startMs: atMs + 1_000, endMs: atMs + 6_000 } });

function verdictsOn(phone: Phone, repetitions: number, change: (window: WindowRecord) => WindowRecord = (window) => window): Readonly<Record<string, Verdict>> {
  const { windows, flows } = recorded(phone, repetitions);
  const { verdicts } = judgeSpec({
    windows: windows.map(change),
    recordedOf: ({ id }) => ({ flows: flows.get(id) ?? [] }),
    readBody: bodies.read, register: REGISTER, phone: aPhone(), requiredWitnesses: ['wire'],
  });
  return Object.fromEntries(verdicts.map((verdict) => [verdict.action, verdict]));
}

const kinds = (verdicts: Readonly<Record<string, Verdict>>): readonly string[] => Object.values(verdicts).map(({ verdict }) => verdict);
const FOLDER = 'opens a folder';

describe('repeating actions against their sham', () => {
  it('lowers noise that is always there to silent, with its p and its bound', () => {
    const once = verdictsOn(always(4), 0);
    const { [FOLDER]: verdict, ...others } = verdictsOn(always(4), 4);

    assert.deepEqual(kinds(once), ['noisy', 'noisy']);
    assert.deepEqual(kinds(others), ['silent']);
    assert.equal(verdict?.verdict, 'silent');
    assert.match(verdict.reasons[0] ?? '', /^All that came in its time comes without it: .* \(p = 1\.0, exact permutation test over 4 action and 4 sham blocks; 1\.0 after Holm over 2 actions\)\.$/);
    assert.match(verdict.reasons[1] ?? '', /p = 0\.014/);
    assert.deepEqual([verdict.events, verdict.bound?.windows, verdict.windows?.length], [0, 4, 5]);
    assert.match(describeVerdict(verdict), /Silent in 4 windows/);
  });

  for (const [what, phone, because] of [
    ['sends one more of the same each time', plus(always(4), FOLDER, [{ offsetMs: 1_500 }]), /^POST beat\.example:443\/b: 1\.0 more exchanges a block .* \(p = 0\.014, exact permutation test over 4 action and 4 sham blocks; 0\.029 after Holm over 2 actions\)\.$/],
    ['makes one of them longer', plus({ after: (name, repetition) => (name === FOLDER ? beats(3) : always(4).after(name, repetition)) }, FOLDER, [{ offsetMs: 6_500, request: { method: 'POST', url: BEAT, httpVersion: '1.1', headers: [], body: LONGER } }]), /more bytes a block|is missing from 4 of 4 blocks of the sham/],
    ['sends elsewhere', plus(always(4), FOLDER, [{ offsetMs: 1_500, url: 'https://other.example/x' }]), /other\.example/],
    ['sends while an upload was not taken', plus(always(4), FOLDER, [{ offsetMs: 1_500, state: 'aborted' }]), /not taken|more exchanges/],
    ['sends late in its block, beyond the settle time', plus(always(4), FOLDER, [{ offsetMs: 9_900 }]), /more exchanges/],
  ] as const) {
    it(`keeps noisy an action that ${what}`, () => {
      const verdicts = verdictsOn(phone, 4);

      assert.equal(verdicts[FOLDER]?.verdict, 'noisy');
      assert.match(verdicts[FOLDER].reasons[0] ?? '', because);
      assert.equal(verdicts[FOLDER].bound, undefined);
    });
  }

  it('keeps noisy what came once and never again', () => {
    const phone: Phone = { after: (name, repetition) => (repetition === 0 && name === FOLDER ? [{ offsetMs: 1_000 }] : []) };

    const verdicts = verdictsOn(phone, 5);

    assert.equal(verdicts[FOLDER]?.verdict, 'noisy');
    assert.match(verdicts[FOLDER].reasons[0] ?? '', /is missing from 5 of 5 blocks of the sham/);
  });

  it('keeps noisy what varies so much that one more would not have shown', () => {
    const phone: Phone = { after: (name, repetition) => beats(2 + ((repetition + name.length) % 3)) };

    const verdicts = verdictsOn(phone, 4);

    assert.equal(verdicts[FOLDER]?.verdict, 'noisy');
    assert.match(verdicts[FOLDER].reasons[0] ?? '', /one more exchange each time it is performed would not have shown .* repeat more often \(p = /);
  });

  it('lets a leak of a single repetition stand, whatever is always there', () => {
    const phone: Phone = { after: (name, repetition) => [...beats(4), ...(name === FOLDER && repetition === 3 ? [{ offsetMs: 1_200, canary: true }] : [])] };

    const verdicts = verdictsOn(phone, 4);

    assert.deepEqual(kinds(verdicts), ['leaked', 'silent']);
    assert.match(verdicts[FOLDER]?.reasons[0] ?? '', /^noisy before it was repeated, leaked in .*#4\.$/);
    assert.equal(verdicts[FOLDER]?.bound, undefined);
  });

  it('raises a silent action that is noisy in a repetition, and leaves those in doubt whose it may be as well', () => {
    const phone: Phone = { after: (name, repetition) => (name === FOLDER && repetition === 2 ? [{ offsetMs: 1_000 }] : []) };

    assert.deepEqual(kinds(verdictsOn(phone, 4)), ['noisy', 'inconclusive']);
  });

  it('cannot tell from fewer than three valid blocks, and leaves the verdict of the first window', () => {
    const spoil = (window: WindowRecord): WindowRecord => (window.round === 2 || window.round === 3 ? { ...window, preconditions: [{ name: 'proxy setting', held: false, detail: 'gone' }] } : window);

    const verdicts = verdictsOn(always(4), 4, spoil);

    assert.deepEqual(kinds(verdicts), ['noisy', 'noisy']);
    assert.match(verdicts[FOLDER]?.reasons[0] ?? '', /2 valid blocks of the action and 2 of the sham, expected 3 to 10/);
  });

  it('cannot tell without the sham', () => {
    const without = (window: WindowRecord): WindowRecord => ({ ...window, actions: window.actions.filter(({ kind }) => kind !== 'sham') });

    assert.deepEqual(kinds(verdictsOn(always(4), 4, without)), ['noisy', 'noisy']);
  });

  it('leaves an action inconclusive that the first window could not judge', () => {
    const missed = (window: WindowRecord): WindowRecord => (window.round > 1 ? window : { ...window, actions: window.actions.map((action) => (action.name === FOLDER ? { ...action, landed: false } : action)) });

    assert.deepEqual(kinds(verdictsOn(always(4), 4, missed)), ['inconclusive', 'silent']);
  });
});

describe('the bound of a silence', () => {
  it('counts the windows in which the action was silent, and all the controls', () => {
    const quiet: Phone = { after: () => [] };
    const bounds = [0, 4, 10].map((repetitions) => verdictsOn(quiet, repetitions)[FOLDER]?.bound);

    assert.deepEqual(bounds.map((bound) => bound?.windows), [1, 5, 11]);
    assert.deepEqual(bounds.map((bound) => Number(bound?.upper95.toFixed(2))), [1, 0.82, 0.31]);
    assert.deepEqual(bounds.map((bound) => Number(bound?.sensitivity.toFixed(2))), [0.05, 0.55, 0.76]);
  });

  it('does not count a window in which a control was not seen, and trusts the instrument less for it', () => {
    const unseen = (window: WindowRecord): WindowRecord => (window.round === 3 ? { ...window, actions: window.actions.map((action) => (action.kind === 'control' ? { ...action, seenAt: 'elsewhere.example' } : action)) } : window);

    const bound = verdictsOn({ after: () => [] }, 4, unseen)[FOLDER]?.bound;

    assert.equal(bound?.windows, 4);
    assert.ok(bound.sensitivity < 0.55);
  });
});
