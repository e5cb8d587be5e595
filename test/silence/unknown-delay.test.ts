import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DRAIN_MS, opaqueBytes, simulate } from './simulated-spec.ts';
import type { Simulated, SimulatedSpec } from './simulated-spec.ts';

const names = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `action ${index}`);
const verdictOf = ({ verdicts }: Simulated, action: string): string | undefined => verdicts.find((verdict) => verdict.action === action)?.verdict;
type Noted = Parameters<SimulatedSpec['sendsAt']>[0];
const behind = ({ atMs, barriersMs }: Noted): readonly number[] => barriersMs.filter((barrierMs) => barrierMs > atMs);
/** As the app goes to the background for the first time after it. */
const asItLeaves = (noted: Noted): number => behind(noted)[0]! + 500;
const silentIn = ({ verdicts }: Simulated): readonly string[] => verdicts.filter(({ verdict }) => verdict === 'silent').map(({ action }) => action);

describe('what an SDK nobody has described holds back', () => {
  it('is not held against a later action alone while its own is called silent', () => {
    const spec = simulate({ actions: names(8), culprits: ['action 1'], sendsAt: ({ atMs }) => atMs + DRAIN_MS + 9_000 });

    assert.equal(verdictOf(spec, 'action 1'), 'inconclusive');
    assert.match(spec.verdicts[1]?.reasons[0] ?? '', /^An event of unknown delay came to x\.unseen\.example \d+\.\d s after it and may be its own/);
  });

  it('costs the earlier actions one window more where it came with the later action again', () => {
    const spec = simulate({ actions: names(8), culprits: ['action 7'], sendsAt: ({ atMs }) => atMs + 300 });

    assert.deepEqual(silentIn(spec), names(7));
    assert.ok(spec.windows.length - 1 <= 4, `${spec.windows.length} windows`);
  });

  it('leaves 32 silent actions to one window, whatever is sent that the register knows', () => {
    const known = { url: 'http://connect.rom.miui.com/generate_204' };
    const besides: SimulatedSpec['besides'] = ({ startMs, endMs, actions }) => [startMs + 2_000, actions[9]?.act?.startMs ?? 0, endMs - 3_000].map((atMs) => ({ startMs: atMs, host: 'connect.rom.miui.com', request: { method: 'GET', ...known, httpVersion: '1.1', headers: [] } }));
    const spec = simulate({ actions: names(32), culprits: [], sendsAt: () => undefined, besides });

    assert.deepEqual([silentIn(spec).length, spec.windows.length], [32, 1]);
  });

  for (const [when, sendsAt] of [
    ['at once', ({ atMs }) => atMs + 300],
    ['as the app goes to the background', asItLeaves],
  ] satisfies readonly (readonly [string, SimulatedSpec['sendsAt']])[]) {
    it(`names one of 32 that sends ${when}, and accounts for it, in five windows more`, () => {
      for (const at of [0, 7, 19, 22, 31]) {
        const culprit = `action ${at}`;
        const spec = simulate({ actions: names(32), culprits: [culprit], sendsAt });

        assert.deepEqual(silentIn(spec), names(32).filter((name) => name !== culprit));
        assert.equal(verdictOf(spec, culprit), 'noisy');
        assert.ok(spec.windows.length <= 1 + 5, `${culprit}: ${spec.windows.length} windows`);
      }
    });
  }

  it('accounts for two of 32 in five windows more: those with whom it did not come are not performed for its sake again', () => {
    const guilty = ['action 0', 'action 21'];
    const spec = simulate({ actions: names(32), culprits: guilty, sendsAt: asItLeaves });

    assert.deepEqual(silentIn(spec), names(32).filter((name) => !guilty.includes(name)));
    assert.ok(spec.windows.length <= 1 + 5, `${spec.windows.length} windows`);
  });

  it('is not told from its neighbour by a quiet stretch between them: a clock that runs by itself is early one time and late another', () => {
    // At the next barrier in the first window, at the one after it later: where the four stand alone, it comes with the neighbour.
    const spec = simulate({ actions: names(4), culprits: ['action 3'], sendsAt: (noted) => behind(noted)[noted.startsMs.length === 1 ? 0 : 1]! + 500 });

    assert.equal(verdictOf(spec, 'action 2'), 'noisy');
    assert.equal(verdictOf(spec, 'action 3'), 'inconclusive');
  });

  it('never leaves its action silent, however long it is held back and whoever else does it', () => {
    const spec = fc.record({
      count: fc.integer({ min: 2, max: 9 }),
      culprits: fc.uniqueArray(fc.nat({ max: 8 }), { minLength: 1, maxLength: 3 }),
      delayMs: fc.integer({ min: 0, max: 90_000 }),
      isTimer: fc.boolean(),
    });
    // Of several that wait for one clock, each by another time, one may pass for prompt.
    fc.assert(fc.property(spec, ({ count, culprits, delayMs, isTimer }) => {
      const actions = names(count);
      const guilty = [...new Set(culprits.slice(0, isTimer ? 1 : 3).map((at) => actions[at % count]!))];
      const simulated = simulate({ actions, culprits: guilty, sendsAt: ({ atMs }) => (isTimer ? Math.ceil(atMs / (delayMs + 1)) * (delayMs + 1) : atMs + delayMs) });
      const { startMs, endMs } = simulated.windows[0]!;
      // What comes when the first window is over is for whoever looks through the whole run.
      const isSeen = simulated.flows.some((flow) => flow.host === 'x.unseen.example' && flow.startMs > startMs && flow.startMs < endMs);
      if (!isSeen) return;
      const lastSeenMs = Math.max(...simulated.flows.filter(({ host, startMs: atMs }) => host === 'x.unseen.example' && simulated.windows.some((window) => atMs > window.startMs && atMs < window.endMs)).map(({ startMs: atMs }) => atMs));
      const before = guilty.filter((name) => (simulated.windows[0]?.actions.find((action) => action.name === name)?.act?.startMs ?? Infinity) < lastSeenMs);

      assert.deepEqual(silentIn(simulated).filter((name) => before.includes(name)), []);
    }), { numRuns: Number(process.env['RUNS'] ?? 25) });
  });

  it('leaves nobody else in doubt of what comes at once, in as many windows as halving takes, or two', () => {
    const spec = fc.record({ count: fc.integer({ min: 2, max: 12 }), culprits: fc.uniqueArray(fc.nat({ max: 11 }), { minLength: 1, maxLength: 3 }), delayMs: fc.integer({ min: 0, max: 7_000 }) });
    // What comes as the next action begins may be of either, and leaves the one before in doubt: this is about what comes in its own time.
    fc.assert(fc.property(spec, ({ count, culprits, delayMs }) => {
      const actions = names(count);
      const guilty = [...new Set(culprits.map((at) => actions[at % count]!))];
      const simulated = simulate({ actions, culprits: guilty, sendsAt: ({ atMs }) => atMs + delayMs });

      assert.deepEqual(silentIn(simulated), actions.filter((name) => !guilty.includes(name)));
      assert.ok(simulated.windows.length - 1 <= Math.max(Math.ceil(Math.log2(count)), 2));
    }), { numRuns: Number(process.env['RUNS'] ?? 25) });
  });

  it('is not cleared by something else to the same host: a beat on another path, or of another size', () => {
    const [once, report, beat] = ['action 1', opaqueBytes(4_000), opaqueBytes(40)];
    for (const [body, path] of [[beat, 'u'], [report, 'beat']] as const) {
      let sent = 0;
      const besides: SimulatedSpec['besides'] = ({ round, actions }) => (round === 1 ? [] : actions.filter(({ name }) => name === 'action 0').map(({ act }) => ({ startMs: act!.startMs + 300, url: `https://x.unseen.example/${path}`, opaque: body })));
      const spec = simulate({ actions: names(4), culprits: [once], sendsAt: ({ atMs }) => (sent++ === 0 ? atMs + 300 : undefined), bodyOf: () => report, besides });

      assert.equal(verdictOf(spec, once), 'noisy');
    }
  });

  for (const [what, headers, expected] of [
    ['the app itself, which tells of the taps that arrange as well', [['User-Agent', 'com.mi.android.globalFileexplorer/1']], 'inconclusive'],
    ['nobody who is known, and is there by itself', [], 'silent'],
  ] as const) {
    it(`leaves an earlier action ${expected} when the like came before anything was performed, from ${what}`, () => {
      const opaque = opaqueBytes(96);
      const besides: SimulatedSpec['besides'] = ({ round, actions }) =>
        [actions[0]!.act!.startMs + 200, ...(round === 1 ? [actions.find(({ name }) => name === 'action 5')!.act!.startMs + 200] : [])].map((startMs) => ({ startMs, headers, opaque }));
      const spec = simulate({ actions: names(6), culprits: [], sendsAt: () => undefined, besides });

      assert.equal(verdictOf(spec, 'action 0'), expected);
      assert.equal(verdictOf(spec, 'action 5'), 'noisy');
    });
  }
});
