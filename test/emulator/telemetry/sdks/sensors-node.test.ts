import assert from 'node:assert/strict';
import { gunzipSync } from 'node:zlib';
import { loadVendorSdk } from '../../../../emulator/phone/telemetry/sdks/sensors-node/vendor.ts';
import type { AppRequest } from '../../../../emulator/phone/network/network.ts';
import { aProfile, aRule, aTelemetry, anEvent, type Options, PLAYER } from '../a-telemetry.ts';

interface Item {
  readonly event: string;
  readonly time: number;
  readonly distinct_id: string;
  readonly lib: Readonly<Record<string, unknown>>;
  readonly properties: Readonly<Record<string, unknown>>;
}

const COLLECTOR = 'https://sa.api.test:8443/sa?project=player&r=SG';
const AT_ONCE = { bulkCount: 1 };

describe("the vendor's own Sensors SDK for Node", () => {
  const running: ReturnType<typeof aTelemetry>['telemetry'][] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((telemetry) => telemetry.close()));
  });

  function aPhone(sdk: Record<string, unknown> = AT_ONCE, options: Options & { readonly rule?: Record<string, unknown> } = {}) {
    const phone = aTelemetry(aProfile({
      sdks: { sdk: { preset: 'sensors-node', to: COLLECTOR, distinctId: '${md5(id.imei)}', properties: { miui_region: 'SG' }, mark: 'invented', ...sdk } },
      rules: [aRule(options.rule)],
    }), options);
    running.push(phone.telemetry);
    const plays = (title: string): void => { phone.events.emit(anEvent({ data: { title } })); };
    /** Waits until so many events have a line in the truth log; says what became of each. */
    const told = async (count: number) => {
      await until(() => phone.lines.length >= count);
      return phone.lines.map(({ outcome, fields, status, error, reason }) => ({ song: (fields as { song?: string }).song, outcome, ...(status === undefined ? {} : { status }), ...(error === undefined ? {} : { error }), ...(reason === undefined ? {} : { reason }) }));
    };
    return { ...phone, plays, told };
  }

  it('sends a form of data_list and gzip, without a checksum, through the network of the phone', async () => {
    const { events, requests, told, lines } = aPhone();
    const event = anEvent({ atMs: 1_588_240_000_000 });

    events.emit(event);

    assert.deepEqual(await told(1), [{ song: 'Harbour', outcome: 'sent', status: 200 }]);
    const [request] = requests;
    assert.ok(request !== undefined);
    const { method, url, packageName, cause, headers } = request;
    assert.deepEqual({ method, url, packageName, cause }, { method: 'POST', url: COLLECTOR, packageName: PLAYER, cause: event.cause });
    assert.equal(headers?.['user-agent'], 'SensorsAnalytics Node SDK');
    assert.equal(headers['content-type'], 'application/x-www-form-urlencoded');
    assert.deepEqual([...formOf(request).keys()], ['data_list', 'gzip']);
    const [item] = itemsOf(request);
    assert.match(item!.distinct_id, /^[0-9a-f]{32}$/);
    assert.deepEqual({ ...item, distinct_id: '', _track_id: 0 }, {
      _track_id: 0, type: 'track', event: 'song_play', time: 1_588_240_000_000, distinct_id: '',
      properties: { $lib: 'Node', $lib_version: '1.2.6', miui_region: 'SG', song: 'Harbour' },
      lib: { $lib: 'Node', $lib_version: '1.2.6', $lib_method: 'code' },
    });
    assert.deepEqual([lines[0]!.url, lines[0]!.sender, lines[0]!.rule], [COLLECTOR, PLAYER, 'songs']);
  });

  it('sends when its own batches are full, or when a window of time is over', async () => {
    const byCount = aPhone({ bulkCount: 2, flushIntervalMs: 0, gzip: false });
    const byTime = aPhone({ bulkCount: 100, flushIntervalMs: 20_000 }, { timeScale: 0.005 });

    for (const title of ['a', 'b', 'c']) { byCount.plays(title); byTime.plays(title); }

    await byCount.told(2);
    await byTime.told(3);
    assert.deepEqual(byCount.requests.map((request) => songsOf(request)), [['a', 'b']]);
    assert.equal(formOf(byCount.requests[0]!).get('gzip'), '0');
    assert.equal(byCount.telemetry.waiting(), 1);
    assert.deepEqual(byTime.requests.flatMap((request) => songsOf(request)), ['a', 'b', 'c']);
    assert.ok(byTime.requests.length <= 2, `${byTime.requests.length} requests`);
  });

  it('tries once: what is not taken is failed and not kept, and the next is sent', async () => {
    const { answers, requests, plays, told, telemetry } = aPhone();
    answers.push(503, 'connect ECONNREFUSED 127.0.0.1:8899');

    for (const title of ['a', 'b', 'c']) plays(title);

    const reason = 'not kept: sa-sdk-node tries once';
    assert.deepEqual(await told(3), [
      { song: 'a', outcome: 'failed', status: 503, reason },
      { song: 'b', outcome: 'failed', error: 'connect ECONNREFUSED 127.0.0.1:8899', reason },
      { song: 'c', outcome: 'sent', status: 200 },
    ]);
    assert.deepEqual(requests.map((request) => songsOf(request)), [['a'], ['b'], ['c']]);
    assert.equal(telemetry.waiting(), 0);
  });

  it('follows a redirect on the phone, not past it', async () => {
    const answer = ({ url }: AppRequest) => url === COLLECTOR
      ? { status: 307, headers: { Location: 'http://elsewhere.test/sa?moved=1' }, body: Buffer.alloc(0) }
      : { status: 200, headers: { 'content-encoding': 'gzip' }, body: Buffer.from('undone already') };
    const { requests, plays, told } = aPhone(AT_ONCE, { answer });

    plays('a');

    assert.deepEqual(await told(1), [{ song: 'a', outcome: 'sent', status: 200 }]);
    assert.deepEqual(requests.map(({ url }) => url), [COLLECTOR, 'http://elsewhere.test/sa?moved=1']);
    assert.deepEqual(songsOf(requests[1]!), ['a']);
  });

  it('says in its own words what it does not take', async () => {
    const { plays, told, requests } = aPhone(AT_ONCE, { rule: { fields: { song: '${data.title}', time: '${time}' } } });

    plays('a');

    assert.deepEqual(await told(1), [{ song: 'a', outcome: 'dropped', reason: 'sa-sdk-node does not take it: value is invalid' }]);
    assert.deepEqual(requests, []);
  });

  it('loses what waits when its process ends, and leaves nothing running', async () => {
    // By then mocha's own timer runs.
    await Promise.resolve();
    const before = resources();
    const { processes, plays, told, requests, telemetry } = aPhone({}, { processes: true });
    processes.start(PLAYER, 10_095);
    plays('a');
    assert.equal(telemetry.waiting(), 1);

    processes.kill(processes.byName(PLAYER)!.pid, 9);
    assert.deepEqual(await told(1), [{ song: 'a', outcome: 'dropped', reason: 'its process ended first, and sa-sdk-node keeps nothing' }]);
    plays('b');
    await telemetry.close();

    assert.deepEqual((await told(2)).map(({ song, outcome }) => [song, outcome]), [['a', 'dropped'], ['b', 'dropped']]);
    assert.deepEqual(requests, []);
    await until(() => resources().length <= before.length);
  });

  it('shares nothing between phones of one process', async () => {
    const [first, second] = [aPhone(), aPhone({ ...AT_ONCE, to: 'http://other.test/sa', properties: { other: 1 } })];

    first.plays('a');
    second.plays('b');
    await Promise.all([first.told(1), second.told(1)]);

    assert.deepEqual([...first.requests, ...second.requests].map((request) => [request.url, songsOf(request)]), [[COLLECTOR, ['a']], ['http://other.test/sa', ['b']]]);
    assert.equal(itemsOf(second.requests[0]!)[0]!.properties['miui_region'], undefined);
    assert.equal('isRunSubmitTo' in globalThis, false);
  });

  it('is named when it is not installed', () => {
    const absent = (name: string): never => { throw new Error(`Cannot find module '${name}'`); };

    assert.throws(() => loadVendorSdk(absent), /sensors-node: the package sa-sdk-node cannot be loaded; install it/);
    assert.throws(() => loadVendorSdk(() => ({})), /exports no SensorsAnalytics and Submitter/);
  });

  it('refuses moments it knows nothing of, with the path', () => {
    assert.throws(() => aPhone({ flushOn: ['background'] }), /sdks\.sdk\.flushOn.*sa-sdk-node knows nothing of screens and apps/s);
    assert.throws(() => aPhone({ transport: 'udp' }), /sdks\.sdk\.transport/);
  });
});

function formOf({ body }: AppRequest): URLSearchParams {
  return new URLSearchParams(body?.toString());
}

/** What a collector reads: base64, and gzip where the form says so. */
function itemsOf(request: AppRequest): readonly Item[] {
  const form = formOf(request);
  const bytes = Buffer.from(form.get('data_list') ?? '', 'base64');
  return JSON.parse((form.get('gzip') === '1' ? gunzipSync(bytes) : bytes).toString()) as readonly Item[];
}

function songsOf(request: AppRequest): readonly unknown[] {
  return itemsOf(request).map(({ properties }) => properties['song']);
}

/** The SDK works on real time: mocha's limit is this one's too. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 2));
}

/** What keeps a Node process alive. */
function resources(): readonly string[] {
  return process.getActiveResourcesInfo().filter((kind) => /Server|Timeout|TCP/.test(kind));
}
