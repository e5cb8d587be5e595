import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import * as z from 'zod';
import { MOMENTS, type Moment, type MomentName } from '../../emulator/mutants/moment.ts';
import { randomProfile } from '../../emulator/mutants/random-profile.ts';
import { MUTANTS } from '../../emulator/mutants/table.ts';
import { ACTION_OF_MOMENT, type DrivenBy } from './moments-to-actions.ts';

/** Folder of the emulator's own profiles. */
export const PROFILES = resolve(import.meta.dirname, '../../emulator/profiles');
/** What is kept shorter than this comes within the drain of a window. */
const BARRIER_MS = 60_000;
const UNSEEN = join(import.meta.dirname, 'unseen');

const plantSchema = z.object({ package: z.string(), event: z.string(), says: z.string() });
const profileSchema = z.looseObject({ extends: z.string().optional(), plants: z.array(plantSchema), sdks: z.record(z.string(), z.looseObject({ preset: z.string(), transport: z.string().optional(), flushIntervalMs: z.number().optional(), flushOn: z.array(z.string()).optional() })) });

type Plant = z.output<typeof plantSchema>;

/** A phone with leaks planted in, and the actions that must be found to leak. */
export interface Subject {
  readonly id: string;
  /** The family of the table, `random`, or `unseen`. */
  readonly family: string;
  /** A whole profile, its base named by an absolute path. */
  readonly profile: Readonly<Record<string, unknown>>;
  /** SDK presets and ways out of the phone it leaks by: `sensors`, `generic/dns`. */
  readonly ways: readonly string[];
  readonly planted: readonly DrivenBy[];
  /** How long it keeps an event that no trigger sends for, ms by the phone's own clock of delays; absent when a barrier is enough. */
  readonly heldBackMs?: number;
  /** Why nothing drives what is planted; only where `planted` is empty. */
  readonly noAction?: string;
  /** What a random profile was drawn by. */
  readonly seed?: number;
}

/** The phone that reports nothing at all, on which every mutant is built. */
export const SILENT_PROFILE = join(PROFILES, 'ginkgo-silent.json');

const packagesSchema = z.object({ packages: z.array(z.object({ name: z.string(), uid: z.number().optional() })) });
const SYSTEM_UID = 1000;

/** Packages that run under `android.uid.system`: what the kernel counts for one of them can be any other's. */
export function sharedUidPackages(): readonly string[] {
  return packagesSchema.parse(JSON.parse(readFileSync(SILENT_PROFILE, 'utf8'))).packages.filter(({ uid }) => uid === SYSTEM_UID).map(({ name }) => name);
}

/** What an SDK reports by itself, in no moment of the table: which actions bring it about. */
const BY_ITSELF: readonly { readonly package: string; readonly event: string; readonly actions: readonly DrivenBy[] }[] = [
  { package: 'com.android.settings', event: 'activity.resume', actions: [{ spec: 'settings/pages', action: 'opens the WLAN page' }, { spec: 'settings/pages', action: 'opens the Location page' }] },
  { package: 'com.miui.player', event: 'activity.resume', actions: [{ spec: 'launcher/screens', action: 'opens an app' }] },
  { package: 'com.miui.player', event: 'app.foreground', actions: [{ spec: 'launcher/screens', action: 'opens an app' }] },
];

/** Further actions in which a moment comes, unless a circumstance narrows it. */
const ALSO: Partial<Readonly<Record<MomentName, readonly DrivenBy[]>>> = {
  'search': [{ spec: 'browser/visiting@mi-browser', action: 'searches with Google' }],
  'search-incognito': [{ spec: 'browser/visiting@mi-browser', action: 'searches with Google incognito' }],
  'typed': [{ spec: 'browser/visiting@mi-browser', action: 'types without going anywhere incognito' }],
  'feed-item': [{ spec: 'browser/news@mi-browser', action: 'opens a news item incognito' }],
  'bookmark': [{ spec: 'browser/working-with-pages@mi-browser', action: 'bookmarks a page incognito' }],
  'download': [{ spec: 'browser/working-with-pages@mi-browser', action: 'downloads a file incognito' }],
  'share': [{ spec: 'browser/working-with-pages@mi-browser', action: 'shares a page incognito' }],
  'reader': [{ spec: 'browser/working-with-pages@mi-browser', action: 'reads a page in reader mode incognito' }],
  'video': [{ spec: 'browser/working-with-pages@mi-browser', action: 'plays a video incognito' }],
  'tab': [{ spec: 'browser/working-with-pages@mi-browser', action: 'opens an incognito tab' }],
};

/** What only some action brings about, because a circumstance must hold that it alone arranges. */
const UNDER_CIRCUMSTANCES: Readonly<Record<string, DrivenBy>> = {
  'a page is visited, the enhanced incognito mode on': { spec: 'browser/incognito-switch@mi-browser', action: 'visits a site with incognito off and enhanced on' },
  'a page is visited, the enhanced incognito mode off': { spec: 'browser/incognito-switch@mi-browser', action: 'visits a site with incognito off and enhanced off' },
  'a page is visited in incognito mode, its enhanced mode on': { spec: 'browser/incognito-switch@mi-browser', action: 'visits a site with incognito on and enhanced on' },
  'a page is visited in incognito mode, its enhanced mode off': { spec: 'browser/incognito-switch@mi-browser', action: 'visits a site with incognito on and enhanced off' },
  'a page is visited, the browser started before': { spec: 'clearing/visiting@mi-browser+cleared', action: 'visits a site before the data is cleared' },
  'a page is visited, the browser started for the first time since its data was cleared': { spec: 'clearing/visiting@mi-browser+cleared', action: 'visits a site after the data was cleared' },
  'a song is played, Music started before': { spec: 'clearing/playing+cleared', action: 'plays a song before the data is cleared' },
  'a song is played, Music started for the first time since its data was cleared': { spec: 'clearing/playing+cleared', action: 'plays a song after the data was cleared' },
};

/** Every mutant of the table, as its profile says what is planted. */
export function mutantSubjects(): readonly Subject[] {
  return MUTANTS.map(({ id, family }) => fromFile(join(PROFILES, 'mutants', `${id}.json`), family));
}

/** Profiles that leak in ways the table of mutants does not have. */
export function unseenSubjects(): readonly Subject[] {
  return readdirSync(UNSEEN).filter((name) => name.endsWith('.json')).sort().map((name) => fromFile(join(UNSEEN, name), 'unseen'));
}

/** The profile drawn by a seed. */
export function randomSubject(seed: number): Subject {
  return { ...subject(`random-${seed}`, 'random', { extends: SILENT_PROFILE, ...randomProfile(seed) }), seed };
}

/** The actions that bring a plant about, or why none does. A plant may follow its moment by a circumstance. */
export function drivenBy(plant: Plant): readonly DrivenBy[] | { readonly why: string } {
  const own = BY_ITSELF.find((entry) => entry.package === plant.package && entry.event === plant.event);
  if (own !== undefined) return own.actions;
  const under = UNDER_CIRCUMSTANCES[plant.says];
  if (under !== undefined) return [under];
  const names = Object.keys(MOMENTS) as MomentName[];
  const matching = names.filter((candidate) => {
    const moment: Moment = MOMENTS[candidate];
    return moment.package === plant.package && moment.event === plant.event && (plant.says === moment.says || plant.says.startsWith(`${moment.says}, `));
  });
  // One moment may begin with the words of another; the one that says most is meant.
  const name = matching.sort((left, right) => MOMENTS[right].says.length - MOMENTS[left].says.length)[0];
  if (name === undefined) return { why: `no moment of the table is "${plant.says}" (${plant.package} ${plant.event})` };
  const driven = ACTION_OF_MOMENT[name];
  if (driven.action === undefined) return { why: driven.why };
  const also = plant.says === MOMENTS[name].says ? ALSO[name] ?? [] : [];
  return [{ spec: driven.spec, action: driven.action }, ...also];
}

function fromFile(path: string, family: string): Subject {
  const document: unknown = JSON.parse(readFileSync(path, 'utf8'));
  const base = profileSchema.parse(document).extends;
  return subject(basename(path, '.json'), family, { ...(document as Record<string, unknown>), ...(base === undefined ? {} : { extends: resolve(path, '..', base) }) });
}

function subject(id: string, family: string, document: Readonly<Record<string, unknown>>): Subject {
  const profile = Object.fromEntries(Object.entries(document).filter(([name]) => name !== '$schema'));
  const { plants, sdks } = profileSchema.parse(profile);
  const driven = plants.map(drivenBy);
  const planted = driven.flatMap((entry) => ('why' in entry ? [] : entry));
  const unique = planted.filter(({ spec, action }, index) => planted.findIndex((other) => other.spec === spec && other.action === action) === index);
  // An interval that a trigger cuts short is over with the barriers of its window.
  const heldBackMs = Math.max(0, ...Object.values(sdks).flatMap(({ flushIntervalMs = 0, flushOn }) => (flushOn?.length === 0 ? flushIntervalMs : [])));
  const [why] = driven.flatMap((entry) => ('why' in entry ? [entry.why] : []));
  return {
    id, family, profile: { ...profile, id }, planted: unique,
    ways: [...new Set(Object.values(sdks).map(({ preset, transport }) => (transport === undefined ? preset : `${preset}/${transport}`)))],
    ...(heldBackMs > BARRIER_MS ? { heldBackMs } : {}),
    ...(unique.length === 0 ? { noAction: why ?? 'nothing is planted' } : {}),
  };
}
