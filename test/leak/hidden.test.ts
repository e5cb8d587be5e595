import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { decodeBytes } from '../../src/decode/decode.ts';
import type { Indicator } from '../../src/flow/indicator.ts';
import { spokenNames } from '../../src/leak/indicators.ts';
import { prepareSearch, searchHits } from '../../src/leak/search.ts';
import { aFlow } from '../silence/factories.ts';

const VALUE = 'zq7xk3v9mw2pt8ra';
const FOLDER: Indicator = { name: 'canary:folder', class: 'planted', value: VALUE, action: 'opens a folder' };
const OTHER: Indicator = { name: 'canary:file', class: 'planted', value: 'zq7xh4n6yc1sd5eb', action: 'opens a file' };

describe('a canary that does not stand there as it is', () => {
  for (const [what, text, form] of [
    ['in upper case', VALUE.toUpperCase(), undefined],
    ['cut in two', JSON.stringify({ a: VALUE.slice(0, 8), b: VALUE.slice(8) }), 'in part'],
    ['without its beginning', `x=${VALUE.slice(5)}`, 'in part'],
    ['with separators', Array.from(VALUE).join('-'), 'with separators'],
    ['over path segments', VALUE.replace(/(.{5})/g, '$1/'), 'with separators'],
    ['backwards', Array.from(VALUE).reverse().join(''), 'reversed'],
    ['as MD5', digest('md5', VALUE, 'hex'), 'md5'],
    ['as SHA-1 in capitals', digest('sha1', VALUE, 'hex').toUpperCase(), 'sha1'],
    ['as SHA-256 of upper case', digest('sha256', VALUE.toUpperCase(), 'hex'), 'sha256 of upper case'],
    ['as SHA-256 cut to half', digest('sha256', VALUE, 'hex').slice(0, 32), 'sha256, 32 of 64 digits'],
    ['as SHA-256 in the middle of a word', `v1${digest('sha256', VALUE, 'hex')}ff`, 'sha256'],
  ] as const) {
    it(`is found ${what}`, () => {
      assert.deepEqual(search(Buffer.from(text)), [['canary:folder', form]]);
    });
  }

  it('is found as the bytes of a digest and as their base64', () => {
    const raw = createHash('sha1').update(VALUE).digest();

    assert.deepEqual(search(Buffer.concat([Buffer.from([0, 1, 2]), raw])), [['canary:folder', 'sha1, as bytes']]);
    assert.match(search(Buffer.from(`h=${raw.toString('base64url')}`))[0]?.[1] ?? '', /^sha1, (as bytes|in base64)$/);
  });

  it('is not seen in a few characters, in other canaries or in noise', () => {
    const noise = createHash('sha256').update('something else').digest('hex').repeat(64);

    assert.deepEqual(search(Buffer.from(`zq7x ${VALUE.slice(4, 11)} zq7xother0000001 ${noise}`)), []);
  });
});

describe('the digest of something made of a canary', () => {
  const host = `${VALUE}.visited.test`;
  const action = { name: 'visits', canaries: [{ role: 'host', value: VALUE }] as const, addressees: [{ role: 'host', host }] as const };
  const visit = aFlow({ url: `https://${host}/page?q=1` });

  for (const text of [host, `https://${host}/page?q=1`, `https://${host}/page`, `https://${host}/`, `${host}/page?q=1`]) {
    it(`is found for ${text.replace(VALUE, '<canary>')}`, () => {
      assert.equal(searchNames([action], digest('md5', text, 'hex')), 'canary:host');
    });
  }

  it('is found for the path of a folder', () => {
    const opening = { name: 'opens', canaries: [{ role: 'folder', value: VALUE }] as const, addressees: [] };

    assert.equal(searchNames([opening], digest('sha1', `/storage/emulated/0/${VALUE}`, 'hex')), 'canary:folder');
  });

  function searchNames(actions: Parameters<typeof spokenNames>[0], text: string): string | undefined {
    const indicators = actions.flatMap(({ name, canaries }) => canaries.map(({ role, value }): Indicator => ({ name: `canary:${role}`, class: 'planted', value, action: name })));
    return searchHits([decodeBytes(Buffer.from(text))], prepareSearch(indicators, spokenNames(actions, [visit])), { id: 'f', host: 'h', owner: 'unknown' })[0]?.finding.indicator;
  }
});

function search(bytes: Buffer): readonly (readonly [string, string | undefined])[] {
  const hits = searchHits([decodeBytes(bytes)], prepareSearch([FOLDER, OTHER]), { id: 'f000001', host: 'h.example', owner: 'unknown' });
  const told = hits.map(({ finding }) => [finding.indicator, finding.form] as const);
  return told.filter(([name, form], index) => told.findIndex((other) => other[0] === name && other[1] === form) === index);
}

function digest(algorithm: string, text: string, encoding: 'hex' | 'base64'): string {
  return createHash(algorithm).update(text).digest(encoding);
}
