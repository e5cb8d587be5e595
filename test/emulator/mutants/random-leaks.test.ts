import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MOMENTS, type Moment } from '../../../emulator/mutants/moment.ts';
import { randomProfile } from '../../../emulator/mutants/random-profile.ts';
import type { AppEvent } from '../../../emulator/phone/apps/app-event.ts';
import { extendProfile, type JsonObject } from '../../../emulator/phone/profile/extend.ts';
import { parseProfile } from '../../../emulator/phone/profile/load-profile.ts';
import type { Profile } from '../../../emulator/phone/profile/profile.ts';
import type { TruthLine } from '../../../emulator/phone/telemetry/truth-log.ts';
import { startWorld, type World } from '../../../emulator/world/world.ts';
import { aTellingPhone } from '../telemetry/a-telling-phone.ts';
import { eventOf } from './moment-data.ts';

const BASE = JSON.parse(readFileSync(fileURLToPath(new URL('../../../emulator/profiles/ginkgo-silent.json', import.meta.url)), 'utf8')) as JsonObject;
const PHONES = 30;
const TIME_SCALE = 0.0005;
/** Enough for every rule's turn to come. */
const TIMES = 3;
const FIRST_SEED = randomInt(1_000_000);

describe(`random profiles from seed ${FIRST_SEED} on`, function () {
  this.timeout(30_000);
  let world: World;
  const done = new Map<number, { readonly profile: Profile; readonly lines: readonly TruthLine[] }>();
  before(async () => {
    world = await startWorld();
    await Promise.all(Array.from({ length: PHONES }, async (_, index) => {
      const seed = FIRST_SEED + index;
      const profile = parseProfile(JSON.stringify(extendProfile(BASE, randomProfile(seed))), `seed ${seed}`);
      done.set(seed, { profile, lines: await live(profile, world) });
    }));
  });
  after(() => world.close());

  for (let index = 0; index < PHONES; index += 1) {
    it(`account for everything that is planted: the ${index + 1}. of them`, () => {
      const made = done.get(FIRST_SEED + index);
      assert.ok(made !== undefined);

      for (const { name, sdk, when } of made.profile.rules) {
        const fates = made.lines.filter(({ rule }) => rule === name);
        assert.ok(fates.some(({ outcome, reason }) => outcome === 'sent' || outcome === 'kept' || (outcome === 'dropped' && reason !== undefined)), `${name}: ${JSON.stringify(fates)}`);
        assert.ok(fates.every((line) => line.package === when.package && line.transport === made.profile.sdks[sdk]?.transport));
      }
    });
  }
});

/** A phone on which each planted moment comes a few times; it is switched off once each has been heard of. */
async function live(profile: Profile, world: World): Promise<readonly TruthLine[]> {
  const phone = await aTellingPhone(profile, world, { timeScale: TIME_SCALE });
  for (let time = 0; time < TIMES; time += 1) {
    for (const { when } of profile.rules) phone.act(eventOf(momentOf(when.package, when.event, when.data['incognito'] === true), `zq7r${time}`, askedFor(when.data)));
  }
  await phone.until((lines) => profile.rules.every(({ name }) => lines.some(({ rule }) => rule === name)));
  await phone.switchOff();
  return phone.lines;
}

/** What a rule wants its event to say in one word, so that it is about this moment. */
function askedFor(data: Profile['rules'][number]['when']['data']): AppEvent['data'] {
  return Object.fromEntries(Object.entries(data).flatMap(([name, value]) => (typeof value === 'string' || typeof value === 'boolean' ? [[name, value] as const] : [])));
}

function momentOf(packageName: string, event: string, incognito: boolean): Moment {
  const found = Object.values<Moment>(MOMENTS).find((moment) => moment.package === packageName && moment.event === event && (moment.data?.['incognito'] ?? false) === incognito);
  if (found === undefined) throw new Error(`Finding a moment: found none of ${packageName} ${event}, expected one.`);
  return found;
}
