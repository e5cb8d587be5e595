import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadApps } from '../../../emulator/phone/apps/load-apps.ts';
import { SCREENS_SCHEMA_FILE, screensJsonSchema } from '../../../emulator/phone/apps/screens-file/emit-schema.ts';
import { parseScreens } from '../../../emulator/phone/apps/screens-file/load-screens.ts';
import { parseProfile } from '../../../emulator/phone/profile/load-profile.ts';
import { aPhone, type PhoneInHand } from './phone-in-hand.ts';

const PAGE = new URL('../../../docs/emulator/screens.md', import.meta.url);
const LANTERN = 'com.example.lantern';

describe('an app that a profile brings along', () => {
  let folder: string;
  let example: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'screens-'));
    example = /```json\n([\s\S]*?)```/u.exec((await readFile(PAGE, 'utf8')).split('## Writing an app')[1] ?? '')?.[1] ?? '';
    await writeFile(join(folder, 'lantern.json'), example);
  });

  after(async () => { await rm(folder, { recursive: true }); });

  it("is the page's, shown, tapped and listened to", async () => {
    const phone = await phoneWith({ screens: 'lantern.json' });

    phone.tap('lamp');
    phone.tap('Amber');

    assert.equal(phone.one('message').text, 'Amber it is.');
    assert.deepEqual(phone.eventsOf('lantern.turn').map(({ packageName, data }) => ({ packageName, data })), [{ packageName: LANTERN, data: { lit: true } }]);
    phone.tap('OK');
    assert.ok(phone.one('lamp').checked);
    assert.match(phone.one('heading').text, /^Lantern at \d\d:\d\d$/u);
  });

  it('has its ids under the names that the firmware gives them', async () => {
    const phone = await phoneWith({ screens: 'lantern.json' }, { [LANTERN]: { lamp: 'switch', colour: 'hue' }, android: { button1: 'yes' } });

    phone.tap('Amber');

    assert.deepEqual(ids(phone), ['com.example.lantern:id/message', 'android:id/yes']);
    phone.tap('OK');
    assert.ok(ids(phone).includes('com.example.lantern:id/switch') && ids(phone).includes('com.example.lantern:id/hue'), ids(phone).join());
    assert.ok(!ids(phone).includes('com.example.lantern:id/lamp'));
  });

  it('is refused when its package names an app that is not there', async () => {
    await assert.rejects(phoneWith({ app: 'lantern' }), /app of com\.example\.lantern: found "lantern", expected one of .*com\.miui\.player/u);
  });

  const faults: readonly (readonly [what: string, change: (app: Record<string, unknown>) => unknown, message: RegExp])[] = [
    ['a missing field', (app) => ({ ...app, title: undefined }), /\$\.title: found nothing/u],
    ['a field nobody knows', (app) => ({ ...app, colour: 'red' }), /\$\.colour: found "red", but there is no such field/u],
    ['a first screen that is not there', (app) => ({ ...app, first: 'home' }), /\$\.first: found "home", "home" is not among the screens \(main, chosen\)/u],
    ['a dangling go', (app) => withView(app, { type: 'text', onTap: [{ do: 'go', screen: 'nowhere' }] }), /\$\.screens\.main\.view\.onTap\[0\]\.screen: found "nowhere"/u],
    ['a list that is not there', (app) => withView(app, { type: 'list', rows: { from: 'sizes', view: { type: 'text' } } }), /\$\.screens\.main\.view\.rows\.from: found "sizes", "sizes" is not among the lists \(colours\)/u],
    ['an unknown effect', (app) => withView(app, { type: 'text', onTap: [{ do: 'fly' }] }), /\$\.screens\.main\.view\.onTap\[0\]\.do: found "fly"/u],
    ['an unknown view', (app) => withView(app, { type: 'carousel' }), /\$\.screens\.main\.view\.type: found "carousel"/u],
  ];

  for (const [what, change, message] of faults) {
    it(`is refused with path, value and rule: ${what}`, () => {
      const text = JSON.stringify(change(JSON.parse(example) as Record<string, unknown>));

      assert.throws(() => parseScreens(text, 'lantern.json'), message);
    });
  }

  it('is described to editors by the schema it is checked by; if not: node --import tsx emulator/phone/apps/screens-file/emit-schema.ts', async () => {
    assert.equal(await readFile(SCREENS_SCHEMA_FILE, 'utf8'), screensJsonSchema());
  });

  async function phoneWith(more: Readonly<Record<string, string>>, resourceIds: unknown = {}): Promise<PhoneInHand> {
    const profile = parseProfile(JSON.stringify({
      id: 'lantern', about: 'A phone with a lantern.', model: 'Redmi Note 8', properties: {}, screen: { widthPx: 1080, heightPx: 2340, densityDpi: 440 },
      identifiers: { serial: 'c3f51a80', android_id: '8d1f6c3ae90b4275' }, resourceIds,
      packages: [{ name: LANTERN, versionName: '1', versionCode: 1, uid: 10_200, targetSdk: 28, launcherActivity: `${LANTERN}.LanternActivity`, ...more }],
    }), join(folder, 'phone.json'));
    const phone = aPhone({ definitionOf: await loadApps(profile), installed: [[LANTERN, `${LANTERN}.LanternActivity`]] });
    assert.equal(phone.apps.activities.start({ component: `${LANTERN}/.LanternActivity` }), undefined);
    return phone;
  }
});

function ids(phone: PhoneInHand): readonly string[] {
  return phone.nodes().flatMap(({ resourceId }) => resourceId ?? []).filter((id) => !id.startsWith('com.android.systemui'));
}

function withView(app: Record<string, unknown>, view: unknown): unknown {
  const screens = app['screens'] as Record<string, Record<string, unknown>>;
  return { ...app, screens: { ...screens, main: { ...screens['main'], view } } };
}
