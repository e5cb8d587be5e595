import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mock } from 'node:test';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { javaHashCode, sensorsForm } from '../../../emulator/phone/telemetry/sdks/sensors.ts';
import { aProfile, aSdk, aTelemetry, anEvent, PLAYER, settle } from './a-telemetry.ts';

interface Fixtures {
  readonly sensors: { readonly body: string; readonly crc: number; readonly decoded: readonly Item[] };
  readonly spock: { readonly decoded: { readonly H: object; readonly B: readonly { readonly H: object; readonly B: object }[] } };
}

interface Item {
  readonly [key: string]: unknown;
  readonly lib: object;
  readonly properties: Readonly<Record<string, unknown>>;
}

const FIXTURES = JSON.parse(readFileSync(new URL('fixtures/sdk-bodies.json', import.meta.url), 'utf8')) as Fixtures;

describe('the Sensors Analytics body', () => {
  it('has the checksum of the vector', () => {
    const form = new URLSearchParams(FIXTURES.sensors.body);

    assert.equal(javaHashCode(form.get('data_list') ?? ''), FIXTURES.sensors.crc);
  });

  it('says the same as the vector when it is read back', () => {
    const form = new URLSearchParams(sensorsForm(FIXTURES.sensors.decoded));

    assert.deepEqual([...form.keys()], [...new URLSearchParams(FIXTURES.sensors.body).keys()]);
    assert.deepEqual(itemsOf(form), FIXTURES.sensors.decoded);
    assert.equal(Number(form.get('crc')), javaHashCode(form.get('data_list') ?? ''));
  });

  it('computes the hash of Java', () => {
    assert.equal(javaHashCode(''), 0);
    assert.equal(javaHashCode('hello'), 99_162_322);
    assert.equal(javaHashCode('polygenelubricants'), -2_147_483_648);
    fc.assert(fc.property(fc.string(), (text) => Number.isInteger(javaHashCode(text)) && Math.abs(javaHashCode(text)) <= 2 ** 31));
  });
});

describe('an SDK of a profile', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_588_240_000_000 }));
  afterEach(() => mock.timers.reset());

  async function bodyOf(sdk: Record<string, unknown>): Promise<URLSearchParams> {
    const { events, requests } = aTelemetry(aProfile({ sdks: { sdk: aSdk(sdk) } }));
    events.emit(anEvent());
    mock.timers.tick(15_000);
    await settle();
    assert.equal(requests[0]?.headers?.['Content-Type'], 'application/x-www-form-urlencoded');
    return new URLSearchParams(requests[0].body!.toString());
  }

  it('with the preset sensors sends items of the vector’s shape', async () => {
    const sensors = aSdk({ preset: 'sensors', distinctId: '${md5(id.imei)}', properties: { miui_region: 'SG' } });
    const form = await bodyOf({ ...sensors, encode: undefined });

    const [item] = itemsOf(form);
    assert.deepEqual(Object.keys(item!).sort(), Object.keys(FIXTURES.sensors.decoded[0]!).sort());
    assert.equal(item!['time'], 1_588_240_000_000);
    assert.equal(item!['_flush_time'], 1_588_240_015_000);
    assert.equal(item!['event'], 'song_play');
    assert.match(String(item!['distinct_id']), /^[0-9a-f]{32}$/);
    assert.equal(item!.properties['song'], 'Harbour');
    assert.equal(item!.properties['miui_region'], 'SG');
    assert.equal(item!.properties['$device_id'], '0123456789abcdef');
    assert.equal(item!.properties['$os_version'], '9');
  });

  it('with the preset spock sends a document of the vector’s shape', async () => {
    const form = await bodyOf({ preset: 'spock', encode: undefined, header: { android_id: '${id.android_id}' } });

    assert.equal(form.get('gzip'), '0');
    const document = JSON.parse(Buffer.from(form.get('value') ?? '', 'base64url').toString()) as Fixtures['spock']['decoded'];
    assert.deepEqual(document, {
      H: { android_id: '0123456789abcdef', st: '1588240015000' },
      B: [{ H: { app: PLAYER, time: '1588240000000' }, B: { event: 'song_play', song: 'Harbour' } }],
    });
    assert.ok(Object.keys(FIXTURES.spock.decoded.H).every((key) => key in document.H));
  });
});

function itemsOf(form: URLSearchParams): readonly Item[] {
  return JSON.parse(gunzipSync(Buffer.from(form.get('data_list') ?? '', 'base64')).toString()) as Item[];
}
