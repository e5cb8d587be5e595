import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { Indicator } from '../../../src/flow/indicator.ts';
import { Matcher } from '../../../src/leak/matcher.ts';
import { settleMatches } from '../../../src/leak/settle-matches.ts';
import { matchesIn } from '../factories.ts';

const MAC = personal('mac', '50:8E:49:6f:02:d5');
const IMEI = personal('imei', '863214058830137');
const PHONE = personal('phone_number', '+49 170 1234567');
const SSID = personal('ssid', '"Müller Netz"');
const GAID = personal('gaid', '38400000-8cf0-11bd-b23e-10b96e40000d');
const ANDROID_ID = personal('android_id', '9f3a52d07be41c88');
const SHORT: Indicator = { name: 'word', class: 'planted', value: 'Pfau' };

describe('the forms of an indicator', () => {
  for (const [indicator, text, form] of [
    [MAC, '50:8e:49:6F:02:D5', undefined],
    [MAC, '508e496f02d5', 'without separators'],
    [MAC, '50-8E-49-6F-02-D5', 'with dashes'],
    [MAC, '508e.496f.02d5', 'with separators'],
    [MAC, digest('md5', '508E496F02D5'), 'md5 of upper case without separators'],
    [MAC, digest('sha1', '50-8e-49-6f-02-d5'), 'sha1 of lower case with dashes'],
    [IMEI, '86-321405-883013-7', 'with separators'],
    [IMEI, '86321405883013', 'without its check digit'],
    [IMEI, '731038850412368', 'reversed'],
    [IMEI, digest('md5', '86321405883013'), 'md5 without its check digit'],
    [IMEI, digest('md5', IMEI.value).slice(8, 24), 'md5, 16 of 32 digits'],
    [IMEI, digest('sha256', IMEI.value).slice(0, 16).toUpperCase(), 'sha256, 16 of 64 digits'],
    [IMEI, digest('sha256', IMEI.value).slice(-19), 'sha256, 19 of 64 digits'],
    [IMEI, digest('sha1', IMEI.value).replace(/(..)(?=.)/g, '$1:').toUpperCase(), 'sha1, with separators'],
    [IMEI, digest('sha1', IMEI.value, 'base64'), 'sha1, in base64'],
    [IMEI, digest('sha256', IMEI.value, 'base64url'), 'sha256, in base64'],
    [PHONE, '+491701234567', 'without separators'],
    [PHONE, '491701234567', 'in digits'],
    [PHONE, '00491701234567', 'with zeros'],
    [PHONE, '01701234567', 'with a zero for its country code'],
    [PHONE, '(170) 1234567', 'with separators'],
    [PHONE, '170 123-45 67', 'with separators'],
    [PHONE, digest('sha256', '01701234567'), 'sha256 with a zero for its country code'],
    [SSID, 'Müller Netz', undefined],
    [SSID, 'Mu\u0308ller Netz', 'decomposed'],
    [SSID, 'MÜLLER NETZ', 'of upper case'],
    [SSID, 'Müller+Netz', 'with plus signs for blanks'],
    [SSID, 'zteN+rellüM', 'with plus signs for blanks reversed'],
    [MAC, '5d20f694e805', 'without separators reversed'],
    [SSID, digest('md5', SSID.value), 'md5 in quotes'],
    [GAID, '384000008cf011bdb23e10b96e40000d', 'without separators'],
    [GAID, digest('md5', GAID.value.toUpperCase()), 'md5 of upper case'],
    [ANDROID_ID, '88C14EB70D25A3F9', 'reversed'],
    [ANDROID_ID, nameUuid(ANDROID_ID.value), 'name UUID (md5), with separators'],
    [SHORT, 'pfau', undefined],
    [{ name: 'word', class: 'planted', value: '小米' }, '小米', undefined],
    [{ name: 'word', class: 'planted', value: 'zq7xk3v9mw2pt8ra' }, 'K3V9MW2P', 'in part'],
    [SHORT, digest('md5', 'PFAU'), 'md5 of upper case'],
  ] as const) {
    it(`include ${indicator.name} ${form ?? 'as it is'}: ${text.slice(0, 20)}`, () => {
      assert.deepEqual(formsIn(indicator, Buffer.from(`{"id":"${text}","n":1}`)), [form]);
    });
  }

  it('include the bytes of a digest, whole and cut to eight', () => {
    const raw = createHash('sha256').update(IMEI.value).digest();

    assert.deepEqual(formsIn(IMEI, Buffer.concat([Buffer.from([1, 2, 3]), raw, Buffer.from([4])])), ['sha256, as bytes']);
    assert.deepEqual(formsIn(IMEI, Buffer.concat([raw.subarray(0, 8), Buffer.from([0xff])])), ['sha256, first 8 of 32 bytes']);
  });

  it('do not include fifteen digits of a digest, nor short words inside of longer ones', () => {
    assert.deepEqual(formsIn(IMEI, Buffer.from(`x${digest('md5', IMEI.value).slice(3, 18)}x`)), []);
    assert.deepEqual(formsIn(SHORT, Buffer.from('Pfauen, Pfau2, pFaU')), []);
  });

  it('are found wherever they stand in other bytes', () => {
    const values = fc.oneof(fc.uuid(), fc.stringMatching(/^[0-9a-f]{16}$/), fc.stringMatching(/^[1-9][0-9]{14}$/), fc.stringMatching(/^zq7x[a-z0-9]{12}$/));
    const shapes = fc.constantFrom<(value: string) => Buffer>(
      (value) => Buffer.from(value),
      (value) => Buffer.from(value.toUpperCase()),
      (value) => Buffer.from(Array.from(value).join('-')),
      (value) => Buffer.from(Array.from(value).reverse().join('')),
      (value) => createHash('md5').update(value).digest(),
      (value) => Buffer.from(digest('sha1', value)),
      (value) => Buffer.from(digest('sha256', value.toUpperCase()).slice(20, 37)),
      (value) => Buffer.from(digest('sha256', value, 'base64url')),
    );
    fc.assert(fc.property(values, shapes, fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ maxLength: 40 }), (value, shape, before, after) => {
      const indicator: Indicator = { name: 'id', class: value.startsWith('zq7x') ? 'planted' : 'personal', value };
      const bytes = Buffer.concat([before, Buffer.from('"'), shape(value), Buffer.from('"'), after]);
      const matches = matchesIn(new Matcher([indicator]), bytes);
      assert.ok(matches.some(({ at, length }) => at <= before.length + 1 && at + length >= before.length + 1 + Math.min(8, shape(value).length)), `${value} in ${bytes.toString('hex')}`);
    }), { numRuns: 150 });
  });
});

describe('what is nobody\'s', () => {
  const indicators = Array.from({ length: 1_000 }, (_, index): Indicator => {
    const seed = createHash('sha512').update(String(index)).digest('hex');
    const values = [seed.slice(0, 16), BigInt(`0x${seed.slice(0, 14)}`).toString().padStart(15, '1').slice(0, 15), `zq7x${BigInt(`0x${seed}`).toString(36).slice(3, 15)}`, seed.slice(0, 12).replace(/(..)(?=.)/g, '$1:')];
    return { name: ['android_id', 'imei', 'canary:url', 'mac'][index % 4] ?? '', class: index % 4 === 2 ? 'planted' : 'personal', value: values[index % 4] ?? '' };
  });
  const matcher = new Matcher(indicators);

  it('is not found in two megabytes of noise', () => {
    const noise = Buffer.concat(Array.from({ length: 2_000 }, (_, index) => Buffer.concat(Array.from({ length: 16 }, (__, part) => createHash('sha512').update(`${index} ${part}`).digest()))));
    assert.deepEqual(matchesIn(matcher, noise), []);
  });

  it('is not found in ordinary telemetry', () => {
    const events = Array.from({ length: 2_000 }, (_, index) => ({ event: 'page_load_event_start', distinct_id: digest('md5', `somebody ${index}`), time: 1_588_240_000_000 + index * 977, ids: [index, index * 7919, `${index}-${index * 31}`], lib: { $lib: 'Android', $lib_version: '6.8.0' }, url: `https://www.example.com/a/${index}?q=${index.toString(36)}` }));
    assert.deepEqual(matchesIn(matcher, Buffer.from(JSON.stringify(events))), []);
  });
});

function formsIn(indicator: Indicator, bytes: Buffer): readonly (string | undefined)[] {
  return settleMatches(matchesIn(new Matcher([indicator]), bytes)).map(({ form }) => form);
}

function personal(name: string, value: string): Indicator {
  return { name, class: 'personal', value };
}

function digest(algorithm: string, text: string, encoding: 'hex' | 'base64' | 'base64url' = 'hex'): string {
  return createHash(algorithm).update(text).digest(encoding);
}

function nameUuid(text: string): string {
  const bytes = createHash('md5').update(text).digest();
  bytes[6] = (bytes[6]! & 0x0f) | 0x30;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
