import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { loadProfile, parseProfile, ProfileError } from '../../../emulator/phone/profile/load-profile.ts';
import { aProfileDocument, aRule, aSdk } from '../telemetry/a-telemetry.ts';

const PROFILES = fileURLToPath(new URL('../../../emulator/profiles/', import.meta.url));

/** The faults a message names, without its first and last line. */
function faultsOf(document: unknown): readonly string[] {
  try {
    parseProfile(JSON.stringify(document), 'p.json');
    return [];
  } catch (error) {
    assert.ok(error instanceof ProfileError);
    return error.message.split('\n').slice(1, -1).map((line) => line.trim());
  }
}

describe('loading a profile', () => {
  it('accepts every profile that is shipped', async () => {
    const names = (await readdir(PROFILES)).filter((name) => name.endsWith('.json'));

    const profiles = await Promise.all(names.map((name) => loadProfile(`${PROFILES}${name}`)));

    assert.deepEqual(profiles.map(({ id }) => `${id}.json`), names);
  });

  it('fills in what may be left out', () => {
    const profile = parseProfile(JSON.stringify(aProfileDocument()), 'p.json');

    assert.equal(profile.buildType, 'user');
    assert.equal(profile.packages[0]?.trust, 'default');
    assert.equal(profile.sdks['sdk']?.flushIntervalMs, 15_000);
    assert.deepEqual(profile.sdks['sdk'].retry, { firstMs: 10_000, capMs: 1_200_000 });
  });

  it('says which file is not there', async () => {
    await assert.rejects(loadProfile(`${PROFILES}no-such.json`), /profile .*no-such\.json cannot be read: ENOENT/);
  });

  it('says that a file is not JSON', () => {
    assert.throws(() => parseProfile('{', 'p.json'), /^ProfileError: profile p\.json is not JSON: /);
  });

  it('names path, value and rule of each fault, whole', () => {
    const document = { ...aProfileDocument(), id: 'Not Good', screen: { widthPx: 1080, heightPx: 2340 } };

    assert.throws(() => parseProfile(JSON.stringify(document), 'p.json'), {
      message: [
        'profile p.json has 2 faults:',
        '  $.id: found "Not Good", must be lower-case letters, digits and dashes',
        '  $.screen.densityDpi: found nothing, Invalid input: expected number, received undefined',
        'The fields are explained in docs/emulator/profiles.md; editors check them by emulator/profile.schema.json.',
      ].join('\n'),
    });
  });

  for (const [what, change, fault] of [
    ['a field nobody knows', { colour: 'red' }, '$.colour: found "red", but there is no such field'],
    [
      'a rule for a package that is not installed',
      { rules: [aRule({ when: { package: 'com.example.gone', event: 'x' } })] },
      '$.rules[0].when.package: found "com.example.gone", com.example.gone is not among the packages of this phone',
    ],
    ['a rule with an SDK that is not there', { rules: [aRule({ sdk: 'other' })] }, '$.rules[0].sdk: found "other", "other" is not among sdks (sdk)'],
    ['two rules of one name', { rules: [aRule(), aRule()] }, '$.rules[1].name: found "songs", "songs" is there twice'],
    [
      'an identifier that the phone has not',
      { rules: [aRule({ fields: { a: { b: '${md5(id.oaid)}' } } })] },
      '$.rules[0].fields.a.b: found "${md5(id.oaid)}", ${id.oaid} is asked for, but identifiers has no "oaid"',
    ],
    [
      'a function that templates have not',
      { sdks: { sdk: aSdk({ headers: { 'x-id': '${rot13(id.imei)}' } }) } },
      '$.sdks.sdk.headers["x-id"]: found "${rot13(id.imei)}", ${rot13(id.imei)} uses "rot13", expected one of md5, sha1, sha256, base64, url, lower, upper',
    ],
    [
      'encodings in an order that cannot be',
      { sdks: { sdk: aSdk({ encode: ['json', 'header:a', 'gzip'] }) } },
      '$.sdks.sdk.encode: found ["json","header:a","gzip"], "header:a" says where the bytes go and must come last',
    ],
    [
      'an address that is none',
      { sdks: { sdk: aSdk({ to: 'collector.test' }) } },
      '$.sdks.sdk.to: found "collector.test", must be an absolute http, https, ws, wss, tcp, tls, udp, quic or dns address',
    ],
    [
      'bounds that are the wrong way round',
      { background: [{ kind: 'ntp', name: 'n', package: 'com.miui.player', host: 'h', minMs: 500, maxMs: 400, mark: 'invented' }] },
      '$.background[0].maxMs: found 400, is 400, less than minMs 500',
    ],
  ] as const) {
    it(`finds ${what}`, () => {
      assert.deepEqual(faultsOf({ ...aProfileDocument(), ...change }), [fault]);
    });
  }
});
