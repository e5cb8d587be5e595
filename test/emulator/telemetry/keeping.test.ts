import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { aProfile, aRule, aSdk, aTelemetry, anEvent, PLAYER, settle } from './a-telemetry.ts';

describe('what SDKs keep', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_588_240_000_000 }));
  afterEach(() => mock.timers.reset());

  async function pass(ms: number): Promise<void> {
    mock.timers.tick(ms);
    await settle();
  }

  const PROFILE = aProfile({ rules: [aRule(), aRule({ name: 'late', event: 'late', delayMs: 60_000 })] });

  it('outlives the process, whose timers do not, and waits anew in the next', async () => {
    const { events, requests, processes } = aTelemetry(PROFILE, { processes: true });
    const { pid } = processes.start(PLAYER, 10_095);

    events.emit(anEvent());
    await pass(14_000);
    processes.kill(pid, 9);
    await pass(900_000);
    assert.equal(requests.length, 0);
    processes.start(PLAYER, 10_095);
    await pass(14_999);
    assert.equal(requests.length, 0);
    await pass(15_000);

    assert.deepEqual(requests.map(({ body }) => (JSON.parse(body!.toString()) as { event: string }).event).sort(), ['late', 'song_play']);
  });

  it('is sent at once by the next process where the SDK starts with that', async () => {
    const { events, requests, processes } = aTelemetry(aProfile({ sdks: { sdk: aSdk({ flushOn: ['start'] }) } }), { processes: true });
    const { pid } = processes.start(PLAYER, 10_095);
    events.emit(anEvent());
    processes.end(pid);
    processes.start(PLAYER, 10_095);
    await pass(0);

    assert.equal(requests.length, 1);
  });

  it('outlives a reboot', async () => {
    const first = aTelemetry(PROFILE, { processes: true });
    first.events.emit(anEvent());
    await first.telemetry.close();
    const second = aTelemetry(PROFILE, { processes: true, store: first.telemetry.store });

    assert.equal(second.telemetry.waiting(), 2);
    second.processes.start(PLAYER, 10_095);
    await pass(60_000);
    await pass(15_000);

    assert.deepEqual(first.lines.map(({ outcome }) => outcome), ['kept', 'kept']);
    assert.deepEqual(second.lines.map(({ outcome }) => outcome), ['sent', 'sent']);
  });

  it('is gone when the data of the app are cleared', async () => {
    const { events, requests, lines, clear, telemetry } = aTelemetry(PROFILE);

    events.emit(anEvent());
    clear(PLAYER);
    await pass(900_000);

    assert.deepEqual([telemetry.waiting(), requests.length], [0, 0]);
    assert.deepEqual(lines.map(({ outcome, reason }) => [outcome, reason]), Array(2).fill(['dropped', 'the data of its app were cleared']));
  });

  it('waits for the next start of the app, or for the screen, where the rule says so', async () => {
    const held = aProfile({ rules: [aRule({ holdUntil: 'app-start' }), aRule({ name: 'screen', event: 'screen', holdUntil: 'screen-on' })] });
    const { events, requests, processes } = aTelemetry(held, { processes: true });
    const { pid } = processes.start(PLAYER, 10_095);

    events.emit(anEvent());
    await pass(900_000);
    assert.equal(requests.length, 0);
    events.emit(anEvent({ packageName: 'com.android.systemui', name: 'screen.on', data: {} }));
    await pass(15_000);
    assert.equal(requests.length, 1);
    processes.end(pid);
    processes.start(PLAYER, 10_095);
    await pass(15_000);

    assert.equal(requests.length, 2);
  });
});

describe('the circumstances of a rule', () => {
  const fires = (when: Record<string, unknown>, options: { times?: number; seed?: number; prepare?: (made: ReturnType<typeof aTelemetry>) => void; consent?: string[] } = {}): number => {
    const made = aTelemetry(
      aProfile({ consent: options.consent ?? [], properties: { 'ro.miui.region': 'CN', 'ro.product.model': 'x' }, rules: [aRule({ when: { package: PLAYER, event: 'song.play', ...when } })] }),
      { processes: true, ...(options.seed === undefined ? {} : { seed: options.seed }) },
    );
    options.prepare?.(made);
    for (let count = 0; count < (options.times ?? 1); count += 1) made.events.emit(anEvent());
    const fired = made.telemetry.waiting();
    void made.telemetry.close();
    return fired;
  };
  const again = (made: ReturnType<typeof aTelemetry>): void => {
    made.processes.end(made.processes.start(PLAYER, 10_095).pid);
    made.processes.start(PLAYER, 10_095);
  };

  for (const [what, when, options, expected] of [
    ['properties', { properties: { 'ro.miui.region': 'CN', 'ro.none': null } }, {}, 1],
    ['properties that differ', { properties: { 'ro.miui.region': { not: 'CN' } } }, {}, 0],
    ['region', { region: ['CN', 'RU'] }, {}, 1],
    ['consent not given', { consent: false }, {}, 1],
    ['consent given long ago', { consent: true }, { consent: [PLAYER] }, 1],
    ['consent given just now', { consent: true }, { prepare: (made) => made.events.emit(anEvent({ name: 'consent', data: { given: 'yes' } })) }, 1],
    ['consent that clearing takes back', { consent: true }, { consent: [PLAYER], prepare: (made) => made.clear(PLAYER) }, 0],
    ['the first start', { firstStart: true }, {}, 1],
    ['a later start', { firstStart: true }, { prepare: again }, 0],
    ['a version from', { version: { from: '4.9.9' } }, {}, 1],
    ['a version below', { version: { below: '4.10' } }, {}, 0],
    ['a monkey', { monkey: true }, { prepare: (made) => void made.monkey.begin() }, 1],
    ['no monkey', { monkey: true }, {}, 0],
    ['the network', { network: 'mobile' }, { prepare: (made) => made.turnTo('mobile') }, 1],
    ['the screen', { screen: 'off' }, { prepare: (made) => made.events.emit(anEvent({ packageName: 'com.android.systemui', name: 'screen.off', data: {} })) }, 1],
    ['once an installation', { once: 'install' }, { times: 3 }, 1],
    ['once a process', { once: 'process' }, { times: 3 }, 1],
    ['each third', { every: 3 }, { times: 7 }, 2],
    ['never', { probability: 0 }, { times: 9 }, 0],
    ['always', { probability: 1 }, { times: 9 }, 9],
  ] as [string, Record<string, unknown>, Parameters<typeof fires>[1], number][]) {
    it(`counts ${what}`, () => {
      assert.equal(fires(when, options), expected);
    });
  }

  it('draws the same by the same seed', () => {
    const drawn = [1, 1, 2].map((seed) => fires({ probability: 0.5 }, { times: 40, seed }));

    assert.equal(drawn[0], drawn[1]);
    assert.ok(drawn[0]! > 5 && drawn[0]! < 35);
  });
});

describe('the transports of an SDK', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_588_240_000_000 }));
  afterEach(() => mock.timers.reset());

  const BODY = '{"event":"song_play","time":1588240000000,"song":"Harbour"}';
  const HEX = Buffer.from(BODY).toString('hex');

  for (const [sdk, expected] of [
    [{ transport: 'tcp', to: 'tcp://c.test:9000' }, [['tcp', 'c.test', 9000, BODY]]],
    [{ transport: 'tls', to: 'tls://c.test' }, [['tls', 'c.test', 443, BODY]]],
    [{ transport: 'udp', to: 'udp://198.18.0.7:9' }, [['udp', '198.18.0.7', 9, BODY]]],
    [{ transport: 'quic', to: 'quic://c.test:443' }, [['quic', 'c.test', 443, BODY]]],
    [{ transport: 'websocket', to: 'wss://c.test/live' }, [['websocket', 'wss://c.test/live', BODY]]],
    [{ transport: 'dns', to: 'dns://c.test', encode: ['json', 'hex', 'host'] }, [['dns', `${HEX.slice(0, 60)}.${HEX.slice(60)}.c.test`]]],
  ] as const) {
    it(`by ${sdk.transport} carries the event`, async () => {
      const { events, requests, messages, lines } = aTelemetry(aProfile({ sdks: { sdk: aSdk(sdk) } }));

      events.emit(anEvent());
      mock.timers.tick(15_000);
      for (let turn = 0; turn < 3; turn += 1) await settle();

      assert.deepEqual(messages, expected);
      assert.equal(requests.length, 0);
      assert.deepEqual(lines.map(({ outcome, transport, host, status }) => [outcome, transport, host.endsWith(new URL(sdk.to).hostname), status]), [['sent', sdk.transport, true, undefined]]);
    });
  }

  it('asks the network to pin where the SDK pins', async () => {
    const { events, requests } = aTelemetry(aProfile({ sdks: { sdk: aSdk({ pinned: true }) } }));

    events.emit(anEvent());
    mock.timers.tick(15_000);
    await settle();

    assert.equal(requests[0]!.pinned, true);
  });
});
