import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { decodeBytes } from '../../src/decode/decode.ts';
import type { Finding } from '../../src/flow/finding.ts';
import type { Indicator } from '../../src/flow/indicator.ts';
import { attributesIn } from '../../src/leak/attributes.ts';
import { eventTimes, readEpochMs } from '../../src/leak/event-time.ts';
import { spellings } from '../../src/leak/forms/spellings.ts';
import { searchLeaks } from '../../src/leak/search.ts';

const CANARY: Indicator = { name: 'canary:url', class: 'planted', value: 'zq7xurl0000001', action: 'visits a site' };
const MAC: Indicator = { name: 'mac', class: 'personal', value: '50:8E:49:6f:02:d5' };
const IMEI: Indicator = { name: 'imei', class: 'personal', value: '863214058830137' };
const SERIAL: Indicator = { name: 'serial', class: 'personal', value: 'd7e20b94' };
const PAGE: Indicator = { name: 'subject:WifiSettings', class: 'subject', value: 'WifiSettings', action: 'opens a page' };

const SERIAL_OF_TEN: Indicator = { name: 'serial', class: 'personal', value: 'AK59EA8UR5' };
const FLOW = { id: 'f000001', host: 'collector.example', owner: 'unknown' };

describe('searching for what is ours', () => {
  it('finds a canary whatever its case, with the text around it', () => {
    const [finding] = search('before the ZQ7XURL0000001 and a good deal of text after it');

    assert.deepEqual([finding?.indicator, finding?.path, finding?.sample], ['canary:url', ['body'], 'before the ZQ7XURL0000001 and a good deal of text…']);
  });

  it('tells a place once, by its innermost layer, and two places twice', () => {
    const findings = search(JSON.stringify({ a: CANARY.value, b: { c: `x ${CANARY.value} ${CANARY.value}` } }));

    assert.deepEqual(findings.map(({ path }) => path.at(-1)), ['json:$.a', 'json:$.b.c']);
  });

  it('passes over canaries of other runs and beginnings of ours', () => {
    assert.deepEqual(search('zq7xother0001 zq7xurl000'), []);
  });

  for (const [what, text, indicator, form] of [
    ['as it is', 'id=50:8E:49:6f:02:d5', 'mac', undefined],
    ['in another case', 'id=50:8e:49:6F:02:D5', 'mac', undefined],
    ['without separators', 'id=508e496f02d5', 'mac', 'without separators'],
    ['as MD5', `id=${digest('md5', '863214058830137')}`, 'imei', 'md5'],
    ['as SHA-1 in capitals', `id=${digest('sha1', '863214058830137').toUpperCase()}`, 'imei', 'sha1'],
    ['as SHA-256 of another case', `id=${digest('sha256', '50:8E:49:6F:02:D5')}`, 'mac', 'sha256 of upper case'],
    ['as a JSON number', '{"imei":863214058830137}', 'imei', undefined],
  ] as const) {
    it(`finds an identifier ${what} and says in which form`, () => {
      assert.deepEqual(search(text).map((finding) => [finding.indicator, finding.form]), [[indicator, form]]);
    });
  }

  it('does not take part of a longer word for a short identifier', () => {
    assert.deepEqual(search('a0d7e20b9413'), []);
    assert.equal(search('sn=d7e20b94').length, 1);
  });

  it('takes a length in a binary format for what it is, though it is a letter as well', () => {
    const value = Buffer.from(SERIAL_OF_TEN.value);
    const cbor = Buffer.concat([Buffer.from('a1626964', 'hex'), Buffer.of(0x60 + value.length), value]);

    assert.deepEqual(searchLeaks([decodeBytes(cbor)], [SERIAL_OF_TEN], FLOW).map(({ indicator }) => indicator), ['serial']);
    assert.deepEqual(searchLeaks([decodeBytes(Buffer.from(`id=j${SERIAL_OF_TEN.value}`))], [SERIAL_OF_TEN], FLOW), []);
  });

  it('does not take the digits of an escape for a value', () => {
    const operator: Indicator = { name: 'sim_operator', class: 'personal', value: '250010' };

    assert.deepEqual(searchLeaks([decodeBytes(Buffer.from('d=%250010z'))], [operator], FLOW), []);
    assert.equal(searchLeaks([decodeBytes(Buffer.from('d=%3D250010&z'))], [operator], FLOW).length, 1);
  });

  it('finds words in an address that keeps plus signs for blanks, wherever it stands', () => {
    const words: Indicator = { name: 'subject:search', class: 'subject', value: 'cheap flights to Tbilisi', action: 'searches' };
    for (const text of ['{"u":"https://a.example/s?q=cheap+flights+to+Tbilisi"}', 'ref: https://a.example/s?q=cheap+flights+to+Tbilisi, 200']) {
      assert.deepEqual(searchLeaks([decodeBytes(Buffer.from(text))], [words], FLOW).map(({ form }) => form), ['with plus signs for blanks'], text);
    }
  });

  it('finds words that were turned around', () => {
    const words: Indicator = { name: 'subject:search', class: 'subject', value: 'divorce lawyer near Porto', action: 'searches' };

    assert.deepEqual(searchLeaks([decodeBytes(Buffer.from('otroP raen reywal ecrovid'))], [words], FLOW).map(({ form }) => form), ['reversed']);
  });

  it('does not take a placeholder that every phone has for an identifier', () => {
    const shared = ['02:00:00:00:00:00', '00000000-0000-0000-0000-000000000000', '9774d56d682e549c', 'unknown', '000000000000000'];

    assert.deepEqual(shared.flatMap((value) => spellings({ name: 'x', class: 'personal', value })), []);
  });

  it('finds subject labels in their own case only', () => {
    assert.deepEqual(search('wifisettings'), []);
    assert.equal(search('com.android.settings.WifiSettings$Activity')[0]?.class, 'subject');
  });
});

describe('the time of an event', () => {
  it('is read from the innermost object around what was found', () => {
    const [finding] = search(JSON.stringify([{ time: 1_588_240_000_000, properties: { url: CANARY.value } , _flush_time: 1_588_240_015_000 }]));

    assert.equal(finding?.eventTimeMs, 1_588_240_000_000);
  });

  it('is read from the head beside the body of an event', () => {
    const [finding] = search(JSON.stringify([{ H: { e_ts: '1588240000000' }, B: { page: CANARY.value } }]));

    assert.equal(finding?.eventTimeMs, 1_588_240_000_000);
  });

  it('is not the time at which an envelope of events was sent', () => {
    const envelope = { H: { st: '1588240900000', imei: IMEI.value }, B: [{ H: { time: '1588240000000' }, B: { x: CANARY.value } }] };

    assert.deepEqual(search(JSON.stringify(envelope)).map(({ indicator, eventTimeMs }) => [indicator, eventTimeMs]), [
      ['imei', undefined],
      ['canary:url', 1_588_240_000_000],
    ]);
  });

  it('is told once for each event of a flow', () => {
    const sensors = JSON.stringify([{ time: 1_588_240_000_000, properties: { time: 1_588_000_000_000 } }, { time: 1_588_240_001_000 }]);
    const spock = JSON.stringify({ H: { st: '1588240900000' }, B: [{ H: { time: '1588240002000' } }, { H: { time: '1588240003000' } }] });

    assert.deepEqual(eventTimes([decodeBytes(Buffer.from(sensors)), decodeBytes(Buffer.from(spock))]), [
      1_588_240_000_000, 1_588_240_001_000, 1_588_240_002_000, 1_588_240_003_000,
    ]);
  });

  it('is a plausible epoch in seconds or milliseconds, and nothing else', () => {
    assert.deepEqual([1_588_240_000, '1588240000000', 15_000, '863214058830137', 'now', null, Number.NaN].map(readEpochMs), [
      1_588_240_000_000, 1_588_240_000_000, undefined, undefined, undefined, undefined, undefined,
    ]);
  });
});

describe('plain attributes of the phone', () => {
  for (const text of ['[{"properties":{"$os_version":"9"}}]', '{"H":{"os_ver":9}}', 'os_version=9&x=1']) {
    it(`are found in ${text}`, () => {
      assert.deepEqual(attributesIn([decodeBytes(Buffer.from(text))], { androidVersion: '9', model: 'Redmi Note 8' }), ['android_version']);
    });
  }

  it('are not taken from any nine that stands somewhere', () => {
    assert.deepEqual(attributesIn([decodeBytes(Buffer.from('{"count":9,"lib_version":"9"}'))], { androidVersion: '9', model: 'Redmi Note 8' }), []);
  });
});

function search(text: string): readonly Finding[] {
  return searchLeaks([decodeBytes(Buffer.from(text))], [CANARY, MAC, IMEI, SERIAL, PAGE], { id: 'f000001', host: 'h.example', owner: 'unknown' });
}

function digest(algorithm: string, text: string): string {
  return createHash(algorithm).update(text).digest('hex');
}
