import assert from 'node:assert/strict';
import { creditFlow } from '../../src/attribute/credit.ts';
import type { FlowContent } from '../../src/attribute/credit.ts';
import type { Flow } from '../../src/flow/flow.ts';
import type { IndicatorHit } from '../../src/leak/search.ts';
import { CONTROL_HOST, T0, aControl, aFlow, aSham, aWindow, anAction } from '../silence/factories.ts';

// Sham +3 s…+9 s, first +12 s…+18 s (arranged from +10 s), second +22 s…+28 s (from +20 s), control +40 s…+46 s; drain 8 s.
const first = anAction({ name: 'first', canaries: [{ role: 'url', value: 'zq7xfirst' }] });
const second = anAction({ name: 'second', canaries: [{ role: 'url', value: 'zq7xsecond' }], atMs: T0 + 22_000 });
const window = aWindow({ actions: [aSham(), first, second, aControl()] });
const post = { method: 'POST', body: { sha256: 'x', byteCount: 10 } };

describe('which action a flow is held against', () => {
  for (const [what, content, expected] of [
    ['the one whose canary it carries, whenever it arrives', hold(flowAt(50), { hits: [planted('first')] }), ['first canary 1']],
    ['each whose canary it carries', hold(flowAt(50), { hits: [planted('first'), planted('second')] }), ['first canary 1', 'second canary 1']],
    ['the one during which its event happened', hold(flowAt(25), { events: [13] }), ['first event time 1']],
    ['each during which one of its events happened', hold(flowAt(50), { events: [13, 10.5, 24] }), ['first event time 1', 'second event time 1']],
    ['nobody when all its events lie outside of acts', hold(flowAt(55), { events: [-900, 10.5, 20.5, 50] }), []],
    ['the one that follows within the clock\'s tolerance', hold(flowAt(25), { events: [11.8] }), ['first event time 1']],
    ['the one that began in the second of its event\'s stamp', hold(flowAt(25), { events: [Math.floor(12.4)] }), ['first event time 1']],
    ['nobody for an event of the arranging right after an action', hold(flowAt(25), { events: [20.1] }), []],
    ['the one during which it was fetched', hold(flowAt(13), {}), ['first arrival 1']],
    ['nobody for what was fetched while arranging the first', hold(flowAt(2.5), {}), []],
    ['possibly the one before, for what was fetched while arranging the next', hold(flowAt(20.5), {}), ['first possible 1']],
    ['the only one that could have kept it back', hold(flowAt(29.5, post), {}), ['second arrival 1']],
    ['nobody for a plain fetch long after', hold(flowAt(35), {}), []],
    ['the last one, when such a fetch brings bytes under percent signs in a header', hold(flowAt(35, { headers: [['accept-language', '%9F%02%E7%88']] }), {}), ['second arrival 1']],
    ['the last one, when it brings a long word in a cookie', hold(flowAt(35, { headers: [['Cookie', 'id=Zm9sZGVyLW9wZW5lZC1ieS1tZQ']] }), {}), ['second arrival 1']],
    ['nobody when it says what a browser accepts', hold(flowAt(35, { headers: [['accept', 'text/html,application/signed-exchange;v=b3;q=0.9']] }), {}), []],
    ['nobody before the first act', hold(flowAt(1, post), {}), []],
    ['the control when it goes to the control\'s host', hold(flowAt(41, { url: `https://${CONTROL_HOST}/x`, ...post }), {}), ['opens the policy arrival 1']],
  ] as const) {
    it(`is ${what}`, () => {
      const credits = creditFlow(content, window);

      assert.deepEqual(credits.map(({ action, rung, sharedBy }) => `${action} ${rung} ${sharedBy}`), expected);
    });
  }

  for (const [what, eventAt, expected] of [
    ['nobody for an event of the barrier right after the settle time of the last', 28.1, []],
    ['the last for one at the very end of its settle time', 28, ['second event time']],
    ['the last for one between its settle time and the barrier', 28.02, ['second event time']],
  ] as const) {
    it(`is ${what}`, () => {
      const drained = { ...window, actions: [aSham(), first, second], barriers: [{ startMs: T0 + 28_050, endMs: T0 + 36_000 }] };

      assert.deepEqual(creditFlow(hold(flowAt(28.4, post), { events: [eventAt] }), drained).map(({ action, rung }) => `${action} ${rung}`), expected);
    });
  }

  // Whoever states a time that cannot be states nothing.
  for (const [what, content] of [
    ['in the future', hold(flowAt(13, post), { events: [50] })],
    ['of an install long ago', hold(flowAt(13, post), { events: [-86_400] })],
    ['of which one is believable and one is not', hold(flowAt(13, post), { events: [10.5, -86_400] })],
  ] as const) {
    it(`is the one during which it came, when it states times ${what}`, () => {
      assert.deepEqual(creditFlow(content, window).map(({ action, rung }) => `${action} ${rung}`), ['first possible']);
    });
  }

  it('is the one before as well, for a plain request that may have been put off until the next', () => {
    const content = hold(flowAt(24), {});

    assert.deepEqual(creditFlow(content, { ...window, drainMs: 12_000 }).map(({ action, rung }) => `${action} ${rung}`), ['first possible', 'second possible']);
  });

  // As a phone did it: MiStat's quarter of an hour was up while the second action was performed, and told of the first.
  describe('when the interval of an SDK that holds back longer than the drain is up in the middle of a window', () => {
    const slow = { ...window, clock: { settleMs: 650, drainMs: window.drainMs, triggers: ['screen'], because: [], heldBack: [{ hosts: ['data.mistat.xiaomi.com'], heldMs: 60_000 }] } } as const;
    for (const [what, where, actions] of [
      ['every one before it, for what goes to that SDK', 'https://data.mistat.xiaomi.com/mistats/v3', ['touches nothing', 'first', 'second']],
      ['the only one of the drain, for what goes elsewhere', 'https://collect.example/c', ['second']],
    ] as const) {
      it(`is ${what}`, () => {
        assert.deepEqual(creditFlow(hold(flowAt(29.5, { ...post, url: where }), {}), slow).map(({ action }) => action), actions);
      });
    }

    it('is none from before a barrier: there it was made to send', () => {
      const drained = { ...slow, barriers: [{ startMs: T0 + 19_000, endMs: T0 + 19_500 }] };
      assert.deepEqual(creditFlow(hold(flowAt(29.5, { ...post, url: 'https://data.mistat.xiaomi.com/mistats/v3' }), {}), drained).map(({ action }) => action), ['second']);
    });
  });

  it('is every one performed, for what is sent once the app went to the background', () => {
    const content = hold(flowAt(50, post), {});

    assert.deepEqual(creditFlow(content, window).map(({ action }) => action), ['touches nothing', 'first', 'second', 'opens the policy']);
  });

  it('is the last one performed, for what was kept until the next was arranged', () => {
    const later = anAction({ name: 'later', atMs: T0 + 35_000, arrange: { startMs: T0 + 33_000, endMs: T0 + 35_000 } });
    const content = hold(flowAt(34, post), {});

    assert.deepEqual(creditFlow(content, { ...window, actions: [first, second, later] }).map(({ action }) => action), ['second']);
  });

  it('is every one performed before, for what was not taken and is tried again', () => {
    const refused = aFlow({ kind: 'tls-refused', startMs: T0 + 25_000, state: 'aborted' });

    assert.deepEqual(creditFlow(hold(refused, {}), window).map(({ action }) => action), ['touches nothing', 'first', 'second']);
  });

  it('is none that a barrier parts from a plain fetch nobody answered: such a thing is kept by nobody', () => {
    const barriers = [{ startMs: T0 + 20_000, endMs: T0 + 22_000 }];
    const answered = { response: { status: 404, statusText: '', headers: [] } };
    const credited = (over: Parameters<typeof aFlow>[0]): readonly string[] => creditFlow(hold(flowAt(24.5, { ...answered, ...over }), {}), { ...window, barriers, drainMs: 20_000 }).map(({ action }) => action);

    assert.deepEqual(credited({ url: 'https://x.example/favicon.ico' }), ['second']);
    assert.ok(credited(post).includes('first'));
  });

  it('is also another one, when a batch tells more than its canary does', () => {
    const content = { ...hold(flowAt(24, post), { hits: [planted('second')] }), carriesMore: true };
    const slow = { ...window, drainMs: 12_000 };

    assert.deepEqual(creditFlow(content, slow).map(({ action, rung }) => `${action} ${rung}`), ['second canary', 'first possible']);
  });

  it('is an earlier one as well as the control, for what was held back and goes where the control goes', () => {
    const content = hold(flowAt(41, { url: `https://${CONTROL_HOST}/x`, ...post }), {});

    assert.deepEqual(creditFlow(content, { ...window, drainMs: 20_000 }).map(({ action }) => action), ['second', 'opens the policy']);
  });

  it('is each that could have kept it back, when several could', () => {
    const slow = { ...window, actions: [first, second, aControl()], drainMs: 12_000 };

    const credits = creditFlow(hold(flowAt(24, post), {}), slow);

    assert.deepEqual(credits.map(({ action, rung, sharedBy }) => `${action} ${rung} ${sharedBy}`), ['first possible 2', 'second possible 2']);
  });

  it('is not the one that was only being arranged when its canary was told', () => {
    const content = hold(flowAt(25), { hits: [planted('second', 20.5)], events: [20.5] });

    assert.deepEqual(creditFlow(content, window), []);
  });

  it('is the one during which a WebSocket opened long before spoke', () => {
    const socket = aFlow({ kind: 'websocket', startMs: T0 - 90_000, state: 'open', messages: [{ atMs: T0 + 24_000, from: 'phone', body: { sha256: 'x', byteCount: 1 } }] });

    assert.ok(creditFlow(hold(socket, {}), window).some(({ action }) => action === 'second'));
  });

  it('is the one during which a tunnel opened long before sent', () => {
    const tunnel = aFlow({ kind: 'tunnel', startMs: T0 - 90_000, state: 'open', tunnel: { sentBytes: 4, receivedBytes: 0, sendings: [{ atMs: T0 + 12_500, byteCount: 4 }] } });

    assert.ok(creditFlow(hold(tunnel, {}), window).some(({ action }) => action === 'first'));
  });

  it('is not decided by the phone\'s clock where that is off by a known amount', () => {
    const content = hold(flowAt(25), { events: [13 + 3600] });

    assert.deepEqual(creditFlow(content, { ...window, clockOffsetMs: 3_600_000 }).map(({ action }) => action), ['first']);
  });
});

function flowAt(seconds: number, over: Parameters<typeof aFlow>[0] = {}): Flow {
  return aFlow({ ...over, startMs: T0 + seconds * 1000 });
}

function hold(flow: Flow, carried: { readonly hits?: readonly IndicatorHit[]; readonly events?: readonly number[] }): FlowContent {
  return { flow, hits: carried.hits ?? [], eventTimesMs: (carried.events ?? []).map((seconds) => T0 + seconds * 1000) };
}

function planted(action: string, atSeconds?: number): IndicatorHit {
  return {
    indicator: { name: 'canary:url', class: 'planted', value: `zq7x${action}`, action },
    finding: {
      indicator: 'canary:url', class: 'planted', host: 'h', owner: 'unknown', path: ['body'], flow: 'f',
      ...(atSeconds !== undefined && { eventTimeMs: T0 + atSeconds * 1000 }),
    },
  };
}
