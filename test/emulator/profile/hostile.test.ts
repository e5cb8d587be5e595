import assert from 'node:assert/strict';
import { parseProfile, ProfileError } from '../../../emulator/phone/profile/load-profile.ts';
import { startWorld, type World } from '../../../emulator/world/world.ts';
import { aProfileDocument, aRule, aSdk, PLAYER } from '../telemetry/a-telemetry.ts';
import { aTellingPhone } from '../telemetry/a-telling-phone.ts';

const MEGABYTE = 1_000_000;

/** The faults a document is refused with; empty when it is taken. */
function faultsOf(document: object | string): readonly string[] {
  try {
    parseProfile(typeof document === 'string' ? document : JSON.stringify(document), 'p.json');
    return [];
  } catch (error) {
    if (!(error instanceof ProfileError)) throw error;
    return error.message.split('\n').slice(1).map((line) => line.trim()).filter((line) => line.startsWith('$'));
  }
}

function withRule(more: object): object {
  return { ...aProfileDocument(), rules: [aRule(more as Record<string, unknown>)] };
}

function withSdk(more: object): object {
  return { ...aProfileDocument(), sdks: { sdk: aSdk(more as Record<string, unknown>) } };
}

/** JSON so deep that no reader which calls itself could follow it. */
function nested(depth: number): unknown {
  let value: unknown = 'x';
  for (let level = 0; level < depth; level += 1) value = { a: value };
  return value;
}

describe('a profile that is out to break the phone', () => {
  for (const [what, document, fault] of [
    ['nests without end', JSON.stringify({ ...aProfileDocument(), rules: [] }).replace('"rules":[]', `"rules":[{"fields":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}]`), /^\$\.rules\["?0"?\]\.fields\.a.*: found a value nested more than 32 deep/],
    ['calls functions within functions', withRule({ fields: { a: `\${${'md5('.repeat(10_000)}id.imei${')'.repeat(10_000)}}` } }), /^\$\.rules\[0\]\.fields\.a: found "\$\{md5\(.*…, has functions within each other 8 deep/],
    ['opens templates and closes none', withRule({ event: '${'.repeat(MEGABYTE / 2) }), /^\$\.rules\[0\]\.event: found "\$\{.*has a "\$\{" without its "\}"$/],
    ['puts a template into a template', withRule({ event: '${data.${event}}' }), /^\$\.rules\[0\]\.event: .*without its "\}"$/],
    ['waits longer than any timer', withSdk({ flushIntervalMs: 2_147_483_648 }), /^\$\.sdks\.sdk\.flushIntervalMs: found 2147483648, Too big/],
    ['waits less than nothing', withRule({ delayMs: -1 }), /^\$\.rules\[0\]\.delayMs: found -1, /],
    ['waits for what is no number', withSdk({ flushIntervalMs: 'NaN' }), /^\$\.sdks\.sdk\.flushIntervalMs: found "NaN", /],
    ['has a number that JSON has not', JSON.stringify(withSdk({ flushIntervalMs: 7 })).replace('"flushIntervalMs":7', '"flushIntervalMs":1e999'), /^\$\.sdks\.sdk\.flushIntervalMs: found Infinity, /],
    ['tries again without a pause', withSdk({ retry: { firstMs: 0, capMs: 0 } }), /^\$\.sdks\.sdk\.retry\.firstMs: found 0, Too small/],
    ['tries again ever sooner', withSdk({ retry: { firstMs: 200, capMs: 100 } }), /^\$\.sdks\.sdk\.retry\.capMs: found 100, is 100, less than firstMs 200$/],
    ['talks without a pause', { ...aProfileDocument(), background: [{ kind: 'ntp', name: 'n', package: PLAYER, host: 'h', minMs: 0, maxMs: 0, mark: 'invented' }] }, /^\$\.background\[0\]\.minMs: found 0, Too small/],
    ['lives in another age', { ...aProfileDocument(), clockOffsetMs: Number.MAX_SAFE_INTEGER }, /^\$\.clockOffsetMs: found 9007199254740991, Too big/],
    ['sends to a port there is not', withSdk({ to: 'https://collector.test:99999/c' }), /^\$\.sdks\.sdk\.to: found "https:\/\/collector\.test:99999\/c", must be an absolute/],
    ['sends to a host that is none', withSdk({ to: 'https://col<lector/c' }), /^\$\.sdks\.sdk\.to: found "https:\/\/col<lector\/c", must be an absolute/],
    ['has an SDK that every object has', withRule({ sdk: 'constructor' }), /^\$\.rules\[0\]\.sdk: found "constructor", "constructor" is not among sdks/],
    ['is drawn more often than always', withRule({ when: { package: PLAYER, event: 'song.play', probability: 2 } }), /^\$\.rules\[0\]\.when\.probability: found 2, /],
  ] as const) {
    it(`is refused where it ${what}`, () => {
      const beganMs = performance.now();
      const faults = faultsOf(document);

      assert.match(faults[0] ?? 'nothing was wrong with it', fault);
      assert.ok(performance.now() - beganMs < 1000, 'it took its reader too long');
    });
  }

  describe('runs without harm', () => {
    let world: World;
    const bodies: Buffer[] = [];
    before(async () => {
      world = await startWorld({ heard: ({ body }) => bodies.push(body) });
    });
    after(() => world.close());
    beforeEach(() => void (bodies.length = 0));

    /** Plays a song on it, and tells how that was reported. */
    async function play(document: object, title: string): Promise<readonly string[]> {
      const profile = parseProfile(JSON.stringify(document), 'p.json');
      const phone = await aTellingPhone(profile, world, { timeScale: 0.001 });
      phone.act({ data: { title } });
      await phone.until((lines) => lines.length >= profile.rules.length);
      await phone.switchOff();
      return phone.lines.map(({ outcome, error, reason, status }) => [outcome, String(error ?? reason ?? status)].join(' '));
    }

    it('where what it says is two megabytes', async () => {
      assert.deepEqual(await play(withRule({}), 'x'.repeat(2 * MEGABYTE)), ['sent 200']);
      assert.ok((bodies[0]?.length ?? 0) > 2 * MEGABYTE);
    });

    it('where two megabytes are to go into a header', async () => {
      const outcomes = await play(withSdk({ encode: ['json', 'header:x-data'] }), 'x'.repeat(2 * MEGABYTE));

      assert.deepEqual([outcomes, bodies], [['sent 431'], []]);
    });

    it('where ten thousand rules listen to one event', async () => {
      const rules = Array.from({ length: 10_000 }, (_, index) => aRule({ name: `rule ${index}`, event: `e${index}` }));
      const outcomes = await play({ ...withSdk({ list: true, maxBatchCount: 5000 }), rules }, 'Harbour');

      assert.equal(outcomes.filter((outcome) => outcome === 'sent 200').length, 10_000);
    });

    it('where what was said looks like a template', async () => {
      await play(withRule({}), '${id.imei} ${data.title}');

      assert.match(bodies[0]?.toString() ?? '', /"song":"\$\{id\.imei\} \$\{data\.title\}"/);
    });

    it('where its address comes to nothing', async () => {
      const [first] = await play(withSdk({ to: 'https://${property.nope}' }), 'Harbour');

      assert.match(first ?? '', /^failed Invalid URL/);
    });

    it('where its names are in every script there is, or in none', async () => {
      const name = '\u202Eзапись 🎵\u0000\n';
      const document = { ...withRule({ name, event: '', fields: { [name]: '${data.title}', __proto__: null } }), settings: { secure: { [name]: '' } } };

      assert.deepEqual(await play(document, name), ['sent 200']);
      assert.ok(bodies[0]?.toString().includes(JSON.stringify(name)));
    });

    it('where a header would break in two', async () => {
      const [first] = await play(withSdk({ headers: { 'x-song': 'a\r\nHost: elsewhere' } }), 'Harbour');

      assert.match(first ?? '', /^failed/);
    });

    it('where it waits as long as a timer can', async () => {
      const profile = parseProfile(JSON.stringify(withSdk({ flushIntervalMs: 2_147_483_647 })), 'p.json');
      const phone = await aTellingPhone(profile, world, { timeScale: 2 });
      phone.act({});
      await new Promise((resolve) => setTimeout(resolve, 20));
      await phone.switchOff();

      assert.deepEqual(phone.lines.map(({ outcome }) => outcome), ['kept']);
    });
  });

  it('is refused with the path, however deep it goes', () => {
    assert.equal(faultsOf(withRule({ fields: { a: nested(20) } })).length, 0);
    assert.match(faultsOf(withRule({ fields: { a: nested(40) } }))[0] ?? '', /nested more than 32 deep/);
  });
});
