import assert from 'node:assert/strict';
import type { Flow } from '../../src/flow/flow.ts';
import type { Verdict } from '../../src/flow/verdict.ts';
import type { LateInput } from '../../src/silence/late.ts';
import { loadRegister } from '../../src/silence/register.ts';
import { Bodies, T0, aControl, aFlow, aPhone, aSham, aWindow, anAction, judge } from './factories.ts';
import { raiseLate } from './raise-late.ts';

const CANARY = 'zq7xfolder00001';
/** The window ends a minute after T0. */
const LATER = T0 + 95_000;
const stored = new Bodies();

describe('what is told of an action after its window has closed', () => {
  it('makes a silent action leaked, and says how late it came', () => {
    const [raised] = late([aFlow({ url: `https://late.example/?n=${CANARY}`, startMs: LATER })]);

    assert.equal(raised?.verdict, 'leaked');
    assert.match(raised.reasons[0] ?? '', /^leaked late: 35\.0 s after its window had closed the phone told late\.example canary:folder \[f\d+\]\.$/);
    assert.deepEqual([raised.events, raised.flows.length, raised.witnesses.wire], [1, 1, 'seen']);
    assert.deepEqual(raised.findings.map(({ indicator, path }) => [indicator, path]), [['canary:folder', ['url', 'query:n']]]);
  });

  it('makes a noisy action leaked and keeps its reasons', () => {
    const noise = aFlow({ startMs: T0 + 12_400 });
    const { verdict } = judge({ extra: [noise] });

    const [raised] = late([aFlow({ url: `https://late.example/${CANARY}`, startMs: LATER })], { verdicts: [verdict] });

    assert.deepEqual([raised?.verdict, raised?.events, raised?.flows.length], ['leaked', 2, 2]);
    assert.ok(verdict.reasons.every((reason) => raised?.reasons.includes(reason)));
  });

  for (const [what, eventMs, startMs, expected] of [
    ['makes a silent action noisy when by its time it happened during the action', 12_400, LATER, 'noisy'],
    ['holds nothing against it when it happened after', 30_000, LATER, 'silent'],
    ['holds nothing against it twice that came within the window', 12_400, T0 + 55_000, 'silent'],
  ] as const) {
    it(what, () => {
      const bodies = new Bodies();
      const body = bodies.put(JSON.stringify({ event: 'e', time: T0 + eventMs }));
      const [raised] = late([aFlow({ url: 'https://late.example/u', method: 'POST', body, startMs })], { readBody: bodies.read });

      assert.equal(raised?.verdict, expected);
      assert.equal(raised.reasons.some((reason) => /^noisy late: 35\.0 s after its window had closed the phone told late\.example of an event/.test(reason)), expected === 'noisy');
    });
  }

  it('is heard on a connection that was opened within the window', () => {
    const bodies = new Bodies();
    const socket = aFlow({ kind: 'websocket', startMs: T0 + 1_000, messages: [{ atMs: LATER, from: 'phone', body: bodies.put(CANARY) }] });

    assert.equal(late([socket], { readBody: bodies.read })[0]?.verdict, 'leaked');
  });

  it('is found as a digest and in part', () => {
    const hashed = aFlow({ url: 'https://late.example/?h=5e6d47dbfca0ee0df7b2ea0cc6ee2ea4&p=folder00001', startMs: LATER });

    assert.deepEqual(late([hashed])[0]?.findings.map(({ form }) => form), ['in part']);
  });

  for (const [what, flow] of [
    ['it went to its addressee', aFlow({ url: `https://asked.example/${CANARY}`, startMs: LATER })],
    ['it tells of the arranging', aFlow({ method: 'POST', body: told(T0 + 10_400), startMs: LATER })],
    ['it came in the window, whose judge has seen it', aFlow({ url: `https://late.example/${CANARY}`, startMs: T0 + 30_000 })],
    ['it carries nothing of the action', aFlow({ startMs: LATER })],
  ] as const) {
    it(`changes nothing when ${what}`, () => {
      const { verdict } = judge();
      const verdicts = [verdict];

      assert.equal(late([flow], { verdicts })[0], verdict);
    });
  }

  it('leaves inconclusive as it is, and every other action', () => {
    const inconclusive: Verdict = { ...judge().verdict, verdict: 'inconclusive' };
    const other: Verdict = { ...judge().verdict, action: 'goes up' };

    const raised = late([aFlow({ url: `https://late.example/${CANARY}`, startMs: LATER })], { verdicts: [inconclusive, other] });

    assert.deepEqual([raised[0], raised[1]], [inconclusive, other]);
  });

  it('says who heard it, seen from the page that was asked for', () => {
    const page = 'https://zq7xhost000001.visited.test/';
    const visit = anAction({ name: 'visits a site', canaries: [{ role: 'host', value: 'zq7xhost000001' }], addressees: [{ role: 'host', host: 'zq7xhost000001.visited.test' }] });
    const markup = stored.put('<img src="https://cdn.thirdparty.test/p.png"><img src="https://static.visited.test/zq7xhost000001.png">');
    const asked = aFlow({ url: page, response: { status: 200, statusText: 'OK', headers: [['content-type', 'text/html']], body: markup }, startMs: T0 + 12_100 });
    const windows = [aWindow({ actions: [aSham(), visit, aControl()] })];
    const heardBy = (url: string, referer: string | undefined) => {
      const flow = aFlow({ url: `${url}?of=zq7xhost000001`, headers: referer === undefined ? [] : [['Referer', referer]], startMs: LATER });
      const [raised] = late([asked, flow], { windows, verdicts: [{ ...judge().verdict, action: visit.name }] });
      return [raised?.verdict, raised?.findings[0]?.party];
    };

    assert.deepEqual(heardBy('https://cdn.thirdparty.test/p.png', page), ['leaked', 'third']);
    assert.deepEqual(heardBy('https://cdn.thirdparty.test/p.png', undefined), ['leaked', 'other']);
    assert.deepEqual(heardBy('https://tracking.intl.miui.com/t', undefined), ['leaked', 'vendor']);
    assert.deepEqual(heardBy('https://static.visited.test/p.png', undefined), ['leaked', 'first']);
    assert.deepEqual(heardBy('https://static.visited.test/p.png', page), ['silent', undefined]);
  });

  it('is told once, however often it is asked for', () => {
    const flows = [aFlow({ url: `https://late.example/${CANARY}`, startMs: LATER })];
    const once = late(flows);

    assert.deepEqual(late(flows, { verdicts: once }), once);
  });
});

function told(timeMs: number): ReturnType<Bodies['put']> {
  return stored.put(JSON.stringify({ time: timeMs, name: CANARY }));
}

function late(flows: readonly Flow[], over: Partial<LateInput> = {}): readonly Verdict[] {
  const action = anAction({ addressees: [{ role: 'folder', host: 'asked.example' }] });
  const windows = [aWindow({ actions: [aSham(), action, aControl()] })];
  return raiseLate({ windows, verdicts: [judge().verdict], flows, readBody: stored.read, installed: [], register: loadRegister(), phone: aPhone(), ...over });
}
