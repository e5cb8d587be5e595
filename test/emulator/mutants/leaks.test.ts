import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { MOMENTS, type Moment } from '../../../emulator/mutants/moment.ts';
import { MUTANTS, type Mutant } from '../../../emulator/mutants/table.ts';
import { loadProfile } from '../../../emulator/phone/profile/load-profile.ts';
import type { Profile, Sdk } from '../../../emulator/phone/profile/profile.ts';
import type { TruthLine } from '../../../emulator/phone/telemetry/truth-log.ts';
import type { Overheard } from '../../../emulator/world/gateway.ts';
import type { SiteRequest } from '../../../emulator/world/site.ts';
import { startWorld, type World } from '../../../emulator/world/world.ts';
import { aTellingPhone, type TellingPhone } from '../telemetry/a-telling-phone.ts';
import { gotBy, readBy } from './collector-eyes.ts';
import { eventOf } from './moment-data.ts';

const FOLDER = fileURLToPath(new URL('../../../emulator/profiles/mutants/', import.meta.url));
const TIME_SCALE = 0.0005;
const SYSTEM_UI = 'com.android.systemui';

const sha = (algorithm: string, text: string): string => createHash(algorithm).update(text).digest('hex');

/** What a collector must read where it is not simply what was planted. */
const SIGNS: Readonly<Record<string, (canary: string) => string>> = {
  'identifiers-only': () => '"B":{"event":"song"}',
  'nothing-said': () => '{"event":"app",',
  'md5': (canary) => sha('md5', `name-${canary}`),
  'sha1': (canary) => sha('sha1', `https://${canary}.visited.test/`),
  'sha256': (canary) => sha('sha256', `term ${canary}`),
  'md5-upper-base64': (canary) => Buffer.from(sha('md5', `Title ${canary}`).toUpperCase()).toString('base64'),
  'upper-case': (canary) => `NAME-${canary.toUpperCase()}`,
  'tab': () => '"event":"tab"',
  'decline': () => '"event":"decline"',
  'music-decline': () => '"event":"music_decline"',
  'status-bar': () => 'notification_control_center',
  'app-settings': () => '"event":"app_settings"',
  'app-files': () => '"event":"app_files"',
  'app-gallery': () => '"event":"app_gallery"',
  'app-camera': () => '"event":"app_camera"',
  'app-messages': () => '"event":"app_messages"',
  'status-bar-closed': () => '"event":"status_bar_closed"',
  'recents': () => '"event":"recents"',
  'idle': () => '"event":"idle"',
  'screen-on': () => '"event":"screen_on"',
  'screen-off': () => '"event":"screen_off"',
  'sensors-clicks': () => '"$element_content":"file.open"',
  'columbus-splash': () => 'packageName=com.miui.player',
};
/** Mutants that nobody but their collector can read. */
const OPAQUE = ['sensors-encrypted', 'onetrack-self', 'onetrack-delegated', 'onetrack-level-1', 'onetrack-level-3', 'onetrack-screens', 'onetrack-opted-out', 'mistat-v3', 'mistat-v3-own-key', 'mistat-v2', 'encoding-encrypted'];
const DELEGATED = ['onetrack-delegated', 'onetrack-delegated-plain'];

type Circumstance = (phone: TellingPhone, again: () => void, plant: Profile['plants'][number]) => void;

/** The moment comes once more when the app's data was cleared. */
const afterClearing: Circumstance = ({ clear }, again, { package: packageName }) => {
  clear(packageName);
  again();
};

/** What must happen besides the moment, for the mutants that wait for something. */
const CIRCUMSTANCES: Readonly<Record<string, Circumstance>> = {
  'in-the-background': ({ act }, _again, { package: packageName }) => { act({ packageName, name: 'app.background', data: {} }); },
  'when-the-screen-turns': ({ act }) => { act({ packageName: SYSTEM_UI, name: 'screen.off', data: {} }); },
  'with-the-network': ({ settings }) => {
    settings.put('global', 'airplane_mode_on', '1');
    settings.put('global', 'airplane_mode_on', '0');
  },
  'at-the-next-start': ({ restart }, _again, { package: packageName }) => { restart(packageName); },
  'every-second': (_phone, again) => { again(); },
  'sometimes': (_phone, again) => { for (let times = 1; times < 40; times += 1) again(); },
  'once-a-process': ({ restart }, again, { package: packageName }) => {
    again();
    restart(packageName);
    again();
  },
  'visit-after-clearing': afterClearing,
  'song-after-clearing': afterClearing,
};

/** How a mutant did. */
interface Run {
  readonly profile: Profile;
  readonly sdk: Sdk;
  readonly canary: string;
  /** Lines and waiting events after all moments in which it must say nothing. */
  readonly early: number;
  readonly lines: readonly TruthLine[];
}

describe('a mutant leaks where it is planted, and nowhere else', function () {
  this.timeout(30_000);
  let world: World;
  const requests: SiteRequest[] = [];
  const messages: Overheard[] = [];
  const runs = new Map<string, Run>();
  before(async () => {
    world = await startWorld({ heard: (request) => requests.push(request), overheard: (message) => messages.push(message) });
    await Promise.all(MUTANTS.map(async (mutant, index) => runs.set(mutant.id, await run(mutant, `zq7m${index}x`, world))));
  });
  after(() => world.close());

  function runOf(mutant: Mutant): Run {
    const made = runs.get(mutant.id);
    assert.ok(made !== undefined);
    return made;
  }

  for (const mutant of MUTANTS) {
    const name = mutant.id.replace('mutant-', '');
    it(`by itself: ${name}`, () => {
      const { profile, sdk, early, lines } = runOf(mutant);

      assert.equal(early, 0, 'it spoke of another moment');
      assert.ok(lines.length > 0);
      const [plant] = profile.plants;
      const isDelegated = DELEGATED.includes(name);
      for (const line of lines) {
        assert.equal(line.what, 'telemetry');
        assert.equal(line.outcome === 'sent' || (name === 'first-fails' && line.status === 503), true, JSON.stringify(line));
        assert.deepEqual(
          [line.transport, line.opaque ?? false, line.package, line.delegated ?? false, line.sender],
          [sdk.transport, OPAQUE.includes(name), plant?.package, isDelegated, isDelegated ? 'com.miui.analytics' : (sdk.sender ?? plant?.package)],
        );
      }
    });

    if (OPAQUE.includes(name)) continue;
    it(`so that its collector can read it: ${name}`, () => {
      const { sdk, canary } = runOf(mutant);
      const sign = SIGNS[name]?.(canary) ?? canary;

      const read = gotBy(sdk, { requests, messages }).map((bytes) => readBy(sdk, bytes));

      assert.ok(read.some((text) => text.includes(sign)), `${sign} is not in ${read.join('\n')}`);
    });
  }

  it('however opaque it is: each encrypted upload is heard by its collector, and its canary by nobody', () => {
    const sentTo = new Map<string, number>();
    for (const mutant of MUTANTS.filter(({ id }) => OPAQUE.includes(id.replace('mutant-', '')))) {
      const { lines, canary } = runOf(mutant);
      for (const { url } of lines.slice(0, 1)) sentTo.set(url, (sentTo.get(url) ?? 0) + 1);
      assert.deepEqual(requests.filter(({ url, body }) => `${url.href} ${body.toString('latin1')}`.includes(canary)), [], mutant.id);
    }
    for (const [url, count] of sentTo) assert.ok(requests.filter((request) => request.url.href === url).length >= count, url);
  });

  it('and says which identifiers it told of', () => {
    const { sdk } = runOf(MUTANTS.find(({ id }) => id === 'mutant-identifiers-only')!);
    const said = gotBy(sdk, { requests, messages }).map((bytes) => readBy(sdk, bytes)).find((text) => text.includes('"B":{"event":"song"}'));

    assert.match(said ?? '', /"android_id":"[0-9a-f]{16}".*"imei_md5":"[0-9a-f]{32}"/);
  });

  for (const [name, outcomes] of [
    ['first-fails', ['failed 503', 'sent 200']],
    ['every-second', ['sent 200']],
    ['once-a-process', ['sent 200', 'sent 200']],
  ] as const) {
    it(`as often as it is meant to: ${name}`, () => {
      const { lines } = runOf(MUTANTS.find(({ id }) => id === `mutant-${name}`)!);

      assert.deepEqual(lines.map(({ outcome, status }) => `${outcome} ${String(status)}`), outcomes);
    });
  }

  it('as often as it is meant to: sometimes', () => {
    const { lines } = runOf(MUTANTS.find(({ id }) => id === 'mutant-sometimes')!);

    assert.ok(lines.length > 8 && lines.length < 32, String(lines.length));
  });

  it('unless a monkey is at the phone, where it knows of monkeys', async () => {
    const phone = await aTellingPhone(await loadProfile(`${FOLDER}mutant-not-under-a-monkey.json`), world, { timeScale: TIME_SCALE });
    const gone = phone.monkey.begin();
    phone.act(eventOf(MOMENTS.app, 'monkeys'));
    gone();
    phone.act(eventOf(MOMENTS.app, 'people'));
    await phone.until((lines) => lines.length === 2);
    await phone.switchOff();

    assert.deepEqual(phone.lines.map(({ outcome, reason }) => [outcome, reason]), [['dropped', 'a monkey is at the phone'], ['sent', undefined]]);
  });
});

async function run(mutant: Mutant, canary: string, world: World): Promise<Run> {
  const profile = await loadProfile(`${FOLDER}${mutant.id}.json`);
  const sdk = profile.sdks['leak'];
  assert.ok(sdk !== undefined);
  const phone = await aTellingPhone(profile, world, { timeScale: TIME_SCALE });
  for (const moment of Object.values<Moment>(MOMENTS)) if (!isPlanted(moment, mutant, profile)) phone.act(eventOf(moment, 'elsewhere'));
  const early = phone.lines.length + phone.telemetry.waiting();
  const acts = profile.plants.map(({ package: packageName, event }) => () => { phone.act(eventOf(momentOf(mutant, packageName, event), canary, dataOf(profile))); });
  for (const act of acts) act();
  const [plant] = profile.plants;
  const name = mutant.id.replace('mutant-', '');
  if (plant !== undefined) CIRCUMSTANCES[name]?.(phone, () => acts[0]?.(), plant);
  await phone.until((lines) => lines.length > 0 && phone.telemetry.waiting() === 0);
  await phone.switchOff();
  return { profile, sdk, canary, early, lines: phone.lines };
}

/** What a rule wants of its moment besides what the moment is. */
function dataOf({ rules }: Profile): Record<string, boolean> {
  return rules[0]?.when.data['enhanced'] === true ? { enhanced: true } : {};
}

function momentOf({ moments }: Mutant, packageName: string, event: string): Pick<Moment, 'package' | 'event' | 'data'> {
  return moments.map((name): Moment => MOMENTS[name]).find((moment) => moment.package === packageName && moment.event === event) ?? { package: packageName, event };
}

/** Whether a moment is one of another: the same event, with all that the other asks of its data. */
function isOneOf(moment: Moment, other: Moment): boolean {
  const asked = Object.entries(other.data ?? {});
  return moment.package === other.package && moment.event === other.event && asked.every(([name, value]) => moment.data?.[name] === value);
}

/** Whether a mutant may speak of a moment: it is planted there, or speaks of all that is touched in its app. */
function isPlanted(moment: Moment, { moments, sdk }: Mutant, { sdks }: Profile): boolean {
  if (moments.some((name) => isOneOf(moment, MOMENTS[name]))) return true;
  return String(sdk['autotrack']) === '$AppClick' && sdks['leak']?.apps.includes(moment.package) === true;
}
