import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { givenIndicators } from '../../../src/cli/decode/given-indicators.ts';

describe('the indicators of a command line', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'earshot-indicators-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('are of a class by their name, and keep every "=" in their value', () => {
    assert.deepEqual(givenIndicators(['canary:url=a=b=', 'subject:WLAN=WifiSettings', 'serial=d7e20b94']), [
      { name: 'canary:url', class: 'planted', value: 'a=b=' },
      { name: 'subject:WLAN', class: 'subject', value: 'WifiSettings' },
      { name: 'serial', class: 'personal', value: 'd7e20b94' },
    ]);
  });

  it('come from both places, and twice of one name if the values differ', () => {
    const given = givenIndicators(['imei=863214058830137', 'imei=863214058830137'], file('{"imei":863214058830145,"oaid":"3f2a90cd"}'));

    assert.deepEqual(given.map(({ name, value }) => [name, value]), [['imei', '863214058830137'], ['imei', '863214058830145'], ['oaid', '3f2a90cd']]);
  });

  for (const [what, pairs, json, message] of [
    ['a pair without "="', ['android_id'], undefined, /no "=" in it/],
    ['an empty value', ['android_id='], undefined, /value is empty/],
    ['a value too short to mean anything', ['a=abc'], undefined, /shorter than 4/],
    ['an empty name', ['=abcdef'], undefined, /name is empty/],
    ['a file that is not JSON', [], '{', /not JSON/],
    ['a list', [], '["a"]', /are a list; an object/],
    ['a value that is an object', [], '{"a":{}}', /"a" in .* is an object; a text/],
    ['a number that was rounded', [], '{"a":86321405883014567890}', /is a number/],
    ['an empty value in a file', [], '{"a":""}', /value is empty/],
  ] as const) {
    it(`are refused for ${what}`, () => {
      assert.throws(() => givenIndicators(pairs, json === undefined ? undefined : file(json)), { code: 'BAD_INPUT', message });
    });
  }

  it('are refused where the file is not there', () => {
    assert.throws(() => givenIndicators([], join(folder, 'none.json')), { code: 'BAD_INPUT', message: /Cannot read the indicators/ });
  });

  function file(json: string): string {
    const path = join(folder, 'indicators.json');
    writeFileSync(path, json);
    return path;
  }
});
