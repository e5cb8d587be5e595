import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Verdict } from '../../src/flow/verdict.ts';
import { ANDROID_ID } from './factories.ts';
import { opaqueBytes, simulate } from './simulated-spec.ts';
import type { Simulated, SimulatedSpec } from './simulated-spec.ts';

type SendsAt = SimulatedSpec['sendsAt'];

/** One that barriers are known to make send: what it says it has said by their end. */
const KNOWN = 'data.mistat.xiaomi.com';
/** What nobody but the phone is known by. */
const NAMING = Buffer.from(JSON.stringify({ id: ANDROID_ID, beat: true }));
const names = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `action ${index}`);
const verdictOf = ({ verdicts }: Simulated, action: string): Verdict => verdicts.find((verdict) => verdict.action === action)!;
const kindOf = (simulated: Simulated, action: string): string => verdictOf(simulated, action).verdict;
const apartIn = ({ windows }: Simulated): readonly string[] => windows.flatMap(({ purpose, actions }) => (purpose === 'apart' ? actions.filter(({ kind }) => kind === 'action').map(({ name }) => name) : []));

/** Kept until the screen turns off at the next barrier. */
const atTheBarrier: SendsAt = ({ atMs, barriersMs }) => barriersMs.find((barrierMs) => barrierMs > atMs)! + 500;
const atOnce: SendsAt = ({ atMs }) => atMs + 300;

describe('an act set apart from what arranges it', () => {
  for (const count of [1, 2, 5, 12]) {
    it(`is not accused, nor called silent, where arranging alone sends, in a spec of ${count}`, () => {
      const spec = simulate({ actions: names(count), culprits: [], arrangers: names(count), host: KNOWN, sendsAt: atTheBarrier });

      assert.deepEqual(spec.verdicts.map(({ verdict }) => verdict), names(count).map(() => 'inconclusive'));
      assert.match(verdictOf(spec, 'action 0').reasons[0] ?? '', /^What prepares it sends the like by itself, so nobody can say that it sent anything: in .*#\d preparing it brought POST data\.mistat\.xiaomi\.com:443\/u, and performing it after that brought no more of the like\.$/);
      assert.ok(spec.windows.length <= 1 + Math.ceil(Math.log2(count)) + 1, `${spec.windows.length} windows`);
    });
  }

  it('stays noisy where the act alone sends, with that as a reason, in one window more', () => {
    const spec = simulate({ actions: names(4), culprits: ['action 2'], arrangers: [], host: KNOWN, sendsAt: atTheBarrier });

    assert.deepEqual(spec.verdicts.map(({ verdict }) => verdict), ['silent', 'silent', 'noisy', 'silent']);
    assert.match(verdictOf(spec, 'action 2').reasons[0] ?? '', /^POST data\.mistat\.xiaomi\.com:443\/u came again after the act itself, when what prepares it had been let out before/);
    assert.deepEqual(apartIn(spec), ['action 2']);
    assert.equal(spec.windows.at(-1)?.purpose, 'apart');
    assert.ok(verdictOf(spec, 'action 2').windows?.includes(spec.windows.at(-1)!.id));
  });

  it('stays noisy where both send, and its neighbour whose arranging alone does is not accused', () => {
    const spec = simulate({ actions: names(4), culprits: ['action 2'], arrangers: ['action 1', 'action 2'], host: KNOWN, sendsAt: atTheBarrier });

    assert.deepEqual(spec.verdicts.map(({ verdict }) => verdict), ['silent', 'inconclusive', 'noisy', 'silent']);
  });

  it('takes no window more where nothing is tapped to arrange it, or another that is silent is arranged by the same taps', () => {
    const about = { actions: names(4), culprits: ['action 2'], host: KNOWN, sendsAt: atTheBarrier } as const;
    const [untapped, alike, alone] = [simulate(about), simulate({ ...about, tapsOf: () => 'opens the folder' }), simulate({ ...about, tapsOf: (name) => `opens ${name}` })];

    for (const spec of [untapped, alike, alone]) assert.equal(kindOf(spec, 'action 2'), 'noisy');
    assert.deepEqual([untapped, alike, alone].map(apartIn), [[], [], ['action 2']]);
  });

  it('takes no window where none may be taken, or nothing is noisy', () => {
    const about = { actions: names(4), arrangers: [], host: KNOWN, sendsAt: atTheBarrier } as const;

    assert.equal(simulate({ ...about, culprits: ['action 2'], windowBudget: 0 }).windows.length, 1);
    assert.equal(simulate({ ...about, culprits: [] }).windows.length, 1);
  });

  it('is not accused where it did not come back to what had been arranged, and says so', () => {
    const spec = simulate({ actions: names(2), culprits: [], arrangers: names(2), host: KNOWN, sendsAt: atTheBarrier, landsApart: false });

    assert.deepEqual(spec.verdicts.map(({ verdict }) => verdict), ['inconclusive', 'inconclusive']);
    assert.match(verdictOf(spec, 'action 0').reasons[0] ?? '', /and performing it after that says nothing: .*did not come back/);
  });

  it('stays noisy where it did not come back and arranging brought nothing', () => {
    const spec = simulate({ actions: names(2), culprits: ['action 1'], arrangers: [], host: KNOWN, sendsAt: atTheBarrier, landsApart: false });

    assert.equal(kindOf(spec, 'action 1'), 'noisy');
  });

  it('stays noisy where arranging brings something of another size', () => {
    // In the first windows only the act's report comes, a large one; later arranging sends a beat as well.
    const besides: SimulatedSpec['besides'] = ({ purpose, actions }) => (purpose === 'apart' ? actions.flatMap(({ apart }) => (apart === undefined ? [] : [{ startMs: apart.startMs + 400, url: `https://${KNOWN}/u`, opaque: opaqueBytes(40) }])) : []);
    let sent = 0;
    const spec = simulate({ actions: names(1), culprits: names(1), arrangers: [], host: KNOWN, sendsAt: (noted) => (sent++ === 0 ? atTheBarrier(noted) : undefined), bodyOf: () => opaqueBytes(4_000), besides });

    assert.deepEqual(apartIn(spec), names(1));
    assert.equal(kindOf(spec, 'action 0'), 'noisy');
  });

  it('is not accused of what came once, to the same host, just before what its arranging sends', () => {
    const besides: SimulatedSpec['besides'] = ({ round, barriers }) => (round === 1 ? [{ startMs: barriers.at(-1)!.startMs + 300, url: `https://${KNOWN}/hello`, opaque: opaqueBytes(180) }] : []);
    const spec = simulate({ actions: names(3), culprits: [], arrangers: names(3), host: KNOWN, sendsAt: atTheBarrier, besides });

    assert.deepEqual(spec.verdicts.map(({ verdict }) => verdict), ['inconclusive', 'inconclusive', 'inconclusive']);
    assert.match(verdictOf(spec, 'action 0').reasons[1] ?? '', /^POST data\.mistat\.xiaomi\.com:443\/hello did not come again; it came together with what is not held against this action any more/);
  });

  it('is not accused, nor called silent, where arranging alone sends identifiers of the phone', () => {
    const spec = simulate({ actions: names(3), culprits: [], arrangers: names(3), host: KNOWN, sendsAt: atTheBarrier, bodyOf: () => NAMING });

    assert.deepEqual(spec.verdicts.map(({ verdict, findings }) => [verdict, findings.length]), names(3).map(() => ['inconclusive', 0]));
    assert.match(verdictOf(spec, 'action 0').reasons[0] ?? '', /^What prepares it sends the like by itself/);
  });

  it('is leaked where the act itself sends identifiers of the phone, whatever its arranging sends', () => {
    const spec = simulate({ actions: names(3), culprits: ['action 1'], arrangers: names(3), host: KNOWN, sendsAt: atTheBarrier, bodyOf: () => NAMING });

    assert.deepEqual(spec.verdicts.map(({ verdict }) => verdict), ['inconclusive', 'leaked', 'inconclusive']);
    assert.ok(verdictOf(spec, 'action 1').findings.some(({ indicator }) => indicator === 'android_id'));
  });

  it('is not accused of an upload that was broken off, and may be of any before it, where it came again with others alone', () => {
    // In the second window what the third sends breaks off; in the last one it is the arranging of the third that sends.
    const besides: SimulatedSpec['besides'] = ({ purpose, actions, barriers }) => actions.flatMap(({ name, segment, apart }) => {
      if (name !== 'action 2' || purpose === 'journey') return [];
      const broken = purpose === 'separate' ? { state: 'aborted' as const } : {};
      return [{ startMs: (apart ?? barriers[segment + 1]!).startMs + 400, url: `https://${KNOWN}/u`, ...broken }];
    });
    const spec = simulate({ actions: names(3), culprits: [], arrangers: names(3), host: KNOWN, sendsAt: (noted) => (noted.startsMs.length === 1 ? atTheBarrier(noted) : undefined), besides });

    assert.deepEqual(apartIn(spec), names(3));
    assert.deepEqual(spec.verdicts.map(({ verdict }) => verdict), ['inconclusive', 'inconclusive', 'inconclusive']);
    assert.match(verdictOf(spec, 'action 0').reasons[0] ?? '', /^POST data\.mistat\.xiaomi\.com:443\/u could be of others as well: set apart, in .*#3, the like came with them, and with neither this action nor what prepares it\.$/);
  });

  it('is accused all the same of something else that came once, to another host', () => {
    const besides: SimulatedSpec['besides'] = ({ round, barriers }) => (round === 1 ? [{ startMs: barriers.at(-1)!.startMs + 300, url: 'https://sa.api.intl.miui.com/once', opaque: opaqueBytes(180) }] : []);
    const spec = simulate({ actions: names(3), culprits: [], arrangers: names(3), host: KNOWN, sendsAt: atTheBarrier, besides });

    assert.deepEqual([spec.verdicts.map(({ verdict }) => verdict), apartIn(spec)], [['noisy', 'noisy', 'noisy'], []]);
  });

  it('is never silent where it sends, and never noisy where only its arranging does, whoever else sends what, and when', () => {
    const phones = fc.record({
      count: fc.integer({ min: 1, max: 7 }),
      culprits: fc.uniqueArray(fc.nat({ max: 6 }), { maxLength: 4 }),
      arrangers: fc.uniqueArray(fc.nat({ max: 6 }), { maxLength: 7 }),
      isKept: fc.boolean(),
    });
    fc.assert(fc.property(phones, ({ count, culprits, arrangers, isKept }) => {
      const actions = names(count);
      const [acts, arranged] = [culprits, arrangers].map((list) => [...new Set(list.map((at) => actions[at % count]!))]) as [string[], string[]];
      const spec = simulate({ actions, culprits: acts, arrangers: arranged, host: KNOWN, sendsAt: isKept ? atTheBarrier : atOnce });

      for (const action of actions) {
        const kind = kindOf(spec, action);
        if (acts.includes(action)) assert.equal(kind, 'noisy', `${action} sends and is ${kind}`);
        else assert.notEqual(kind, 'noisy', `${action} does not send: ${verdictOf(spec, action).reasons.join(' ')}`);
        // What comes at once while the next one is arranged may be of the one before.
        if (isKept && !acts.includes(action) && !arranged.includes(action)) assert.equal(kind, 'silent', `${action}: ${verdictOf(spec, action).reasons.join(' ')}`);
      }
    }), { numRuns: Number(process.env['RUNS'] ?? 25) });
  });
});
