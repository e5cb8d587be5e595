import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { ADAPTERS } from '../../../src/decode/adapters/adapters.ts';
import { isPlaceOf, recognise } from '../../../src/decode/adapters/recognise.ts';
import type { Recognised } from '../../../src/decode/adapters/recognise.ts';
import type { Request } from '../../../src/decode/adapters/payload.ts';
import { decodeBytes } from '../../../src/decode/decode.ts';

interface Fixtures {
  readonly sensors: { readonly body: string; readonly crc: number };
  readonly spock: { readonly value: string };
}
const FIXTURES = JSON.parse(readFileSync(new URL('../../fixtures/telemetry-payloads.json', import.meta.url), 'utf8')) as Fixtures;

const SENSORS = FIXTURES.sensors.body;
const SPOCK = `value=${FIXTURES.spock.value}&ts=1588240000000&nonce=x1&sign=0123456789abcdef0123456789abcdef&gzip=0`;
const TWO_BLOCKS = Buffer.from('9b3f1c77e0d2a45588c6f10b7e2d9a3313ff70ac62d85e094bb1c2e6f7a8d901', 'hex');

describe('recognising a named format', () => {
  for (const [what, request, name, isOpaque] of [
    ['Sensors Analytics by its body alone', { body: SENSORS }, 'sensors-analytics', false],
    ['Sensors Analytics behind a Content-Encoding nobody announced', { body: gzipSync(SENSORS) }, 'sensors-analytics', false],
    ['Sensors Analytics encrypted in store', { body: `crc=1&gzip=9&data_list=${encodeURIComponent('[{"ekey":"a","pkv":1,"payloads":["b"]}]')}` }, 'sensors-analytics', true],
    ['Sensors Analytics encrypted for transport', { body: 'crc=1&gzip=13&data_list=x' }, 'sensors-analytics', true],
    ['Sensors Analytics for web pages, in an address', { host: 'sa.api.intl.miui.com', url: '/sa.gif?project=a&data=eyJhIjoxfQ%3D%3D&ext=crc%3D-1' }, 'sensors-analytics', false],
    ['spock by its body alone', { body: SPOCK }, 'spock', false],
    ['the tracks before it', { body: 't=miui_apps&value=eyJhIjoxfQ==&s=abcdef' }, 'miui-tracks', false],
    ['MiStat 3 by its body alone', { body: `ai=1&sv=3.0.16&pv=3.0&rg=SG&p=${encodeURIComponent(TWO_BLOCKS.toString('base64'))}&fc=0&sid=s` }, 'mistat-3', true],
    ['MiStat 2 by its body alone', { body: 'channel=c&device_id=d&id_type=i&policy=0&interval=1&version=1&stat_value=AAAA&mistatv=2&size=4' }, 'mistat-2', true],
    ['OneTrack by its headers', { host: 'elsewhere.example', headers: [['OT_SID', 's'], ['ot_protocol', '3.0']], body: TWO_BLOCKS }, 'onetrack', true],
    ['OneTrack by its address, in any region', { host: 'tracking.rus.miui.com', url: 'https://tracking.rus.miui.com/track/v4?a=1', body: TWO_BLOCKS }, 'onetrack', true],
    ['OneTrack without its encryption', { body: '[{"H":{"event":"view","e_ts":1588240000000,"app_id":"31"},"B":{}}]' }, 'onetrack-plain', false],
    ['OneTrack without its encryption, by its path rather than the encrypted one', { host: 'tracking.miui.com', url: '/track/v4/o', body: '[]' }, 'onetrack-plain', false],
    ['Firebase by its address', { host: 'app-measurement.com', url: 'https://app-measurement.com/a', body: Buffer.from('0a0b72056170702e787a02763178', 'hex') }, 'firebase', false],
    ['Adjust by its body alone', { body: 'app_token=a&environment=production&gps_adid=0&partner_params=%7B%7D' }, 'adjust', false],
    ['Adjust by its address', { host: 'app.eu.adjust.com', url: '/session', body: 'a=b' }, 'adjust', false],
    ['AppsFlyer, encrypted', { host: 'a1b2c3.launches.appsflyersdk.com', url: '/api/v6.18/androidevent?app_id=x&buildnumber=6.18.0', body: TWO_BLOCKS }, 'appsflyer', true],
    ['AppsFlyer, as JSON', { host: 't.appsflyer.com', url: '/api/v3/androidevent?buildnumber=3.3&app_id=x', body: '{"uid":"1","appsflyerKey":"k"}' }, 'appsflyer', false],
    ['Facebook app events as a form', { body: 'format=json&event=CUSTOM_APP_EVENTS&advertiser_id=a&extinfo=%5B%5D' }, 'facebook-app-events', false],
    ['Facebook app events as JSON', { host: 'graph.facebook.com', url: '/v9.0/1234/activities', body: '{"event":"MOBILE_APP_INSTALL","anon_id":"x"}' }, 'facebook-app-events', false],
  ] as const satisfies readonly (readonly [string, Given, string, boolean])[]) {
    it(`knows ${what}`, () => {
      const recognised = of(request);

      assert.deepEqual([recognised?.name, recognised?.isOpaque], [name, isOpaque]);
      assert.ok(recognised!.source !== '' && recognised!.by.length > 0);
      assert.equal(recognised!.opaque === undefined, !isOpaque);
    });
  }

  for (const [what, request] of [
    ['plain JSON', { body: '{"H":1,"data":"x"}' }],
    ['a form with a common field', { body: 'data=eyJhIjoxfQ==&value=2&p=3&s=4&t=5' }],
    ['nothing at all', {}],
    ['no bytes', { body: '' }],
    ['a body nobody can read, without its address', { body: TWO_BLOCKS }],
    ['another path of a host that has many', { host: 'graph.facebook.com', url: '/me' }],
    ['a host that only ends like one', { host: 'notadjust.com', url: '/session' }],
    ['names that every object has', { body: 'constructor=1&toString=2&__proto__=3', headers: [['constructor', 'x']] }],
  ] as const satisfies readonly (readonly [string, Given])[]) {
    it(`does not take ${what} for a named format`, () => {
      assert.equal(of(request), undefined);
    });
  }

  it('never throws, and stays quick, for bytes that look like endless forms', () => {
    for (const text of ['a=&'.repeat(300_000), '&'.repeat(1_000_000), '='.repeat(1_000_000), '%'.repeat(500_000), '"H"'.repeat(200_000)]) {
      const startMs = performance.now();
      const body = { step: 'body', path: ['body'], bytes: Buffer.from(text), state: 'text', isView: false, isSupposed: false, children: [], documents: [], format: 'json', note: undefined, span: undefined, parent: undefined, pathAt: () => [], objectsAt: () => [] } as const;
      recognise({ body });
      assert.ok(performance.now() - startMs < 500);
    }
  });
});

describe('checking what a payload says of itself', () => {
  it('proves a Sensors payload whole by its crc', () => {
    assert.deepEqual(checks(SENSORS), ['crc matches', 'gzip matches: data_list is compressed']);
  });

  it('says by how much the crc of a changed payload is off', () => {
    assert.deepEqual(checks(SENSORS.replace('crc=-1045101283', 'crc=17')).slice(0, 1), ['crc does not match: said 17, is -1045101283']);
    assert.match(checks(SENSORS.slice(0, -8)).join(), /crc does not match: said -1045101283, is -?\d+/);
  });

  it('takes a plus that was put into the form as it is for what it is', () => {
    assert.ok(checks(SENSORS.replaceAll('%2B', '+')).includes('crc matches'));
  });

  it('reads the crc of the SDK for web pages', () => {
    assert.ok(checks('data=YWI%3D&ext=crc%3D2737330').includes('crc matches'));
  });

  it('notices a flag that does not go with what was sent', () => {
    assert.ok(checks(SENSORS.replace('gzip=1', 'gzip=0')).includes('gzip does not match: said 0, but data_list is compressed'));
    assert.ok(checks(SPOCK).includes('gzip matches: value is not compressed'));
  });

  it('measures what is under a cipher in its blocks', () => {
    assert.deepEqual(of({ headers: [['OT_SID', 's'], ['OT_protocol', '3.0']], body: TWO_BLOCKS })?.checks.map(({ what, result }) => `${what} ${result}`), ['length matches: 2 blocks of 16 bytes']);
    assert.equal(of({ headers: [['OT_SID', 's'], ['OT_protocol', '3.0']], body: TWO_BLOCKS.subarray(1) })?.checks[0]?.holds, false);
  });

  function checks(body: string): readonly string[] {
    return of({ body })!.checks.map(({ what, result }) => `${what} ${result}`);
  }
});

describe('the named formats', () => {
  it('each state their source, have signs, and a name of their own', () => {
    assert.equal(new Set(ADAPTERS.map(({ name }) => name)).size, ADAPTERS.length);
    for (const { name, title, source, signs } of ADAPTERS) {
      assert.match(name, /^[a-z0-9]+(-[a-z0-9]+)*$/);
      assert.ok(title !== '' && /\d{4}|@[0-9a-f]{7}/.test(source), `${name} has no dated source`);
      assert.ok(signs.length > 0 && signs.every((sign) => Object.keys(sign).length > 0));
    }
  });

  it('tell which fields of a payload they know', () => {
    assert.deepEqual(of({ body: SENSORS })!.fields.map(({ name }) => name), ['data_list', 'crc', 'gzip']);
  });

  it('know the place of a finding by the host or by the field the events are in', () => {
    const path = ['body', 'form:data_list', 'base64', 'gzip', 'json:$[0].properties.url'];

    assert.ok(isPlaceOf('sensors-analytics', { host: 'collector.example', path }));
    assert.ok(isPlaceOf('sensors-analytics', { host: 'sa.api.intl.miui.com', path: ['body'] }));
    assert.ok(!isPlaceOf('sensors-analytics', { host: 'tracking.intl.miui.com', path: ['body', 'form:value', 'base64'] }));
    assert.ok(!isPlaceOf('sensors-analytics', { host: 'api.example', path: ['body', 'form:data'] }));
    assert.ok(!isPlaceOf('no such format', { host: 'sa.api.intl.miui.com', path }));
  });
});

type Given = Omit<Request, 'body'> & { readonly body?: string | Buffer };

function of({ body, ...request }: Given): Recognised | undefined {
  return recognise({ ...request, ...(body !== undefined && { body: decodeBytes(Buffer.from(body)) }) });
}
