import type { KnownCanaryRole } from '../flow/canary.ts';
import type { Flow } from '../flow/flow.ts';
import { isWithinHost } from '../flow/host.ts';
import type { Indicator } from '../flow/indicator.ts';
import type { ActionRecord } from '../flow/window.ts';

/** A text by which an action may be spoken of: a canary, or something made of one (a path, the address of a page). */
export interface SpokenName {
  readonly indicator: Indicator;
  readonly text: string;
}

/** What is searched for in the flows of a window: the canaries and subjects of its actions, the phone's identifiers. */
export function windowIndicators(
  actions: readonly Pick<ActionRecord, 'name' | 'canaries' | 'subjects'>[],
  identifiers: Readonly<Record<string, string>>,
): readonly Indicator[] {
  const planted = actions.flatMap(plantedBy);
  const subjects = actions.flatMap((action) =>
    action.subjects.map(
      (label): Indicator => ({ name: `subject:${label}`, class: 'subject', value: label, action: action.name }),
    ),
  );
  const personal = Object.entries(identifiers).map(([name, value]): Indicator => ({ name, class: 'personal', value }));
  return [...planted, ...personal, ...subjects];
}

/** The canaries of one action, as indicators. */
export function plantedBy(action: Pick<ActionRecord, 'name' | 'canaries'>): readonly Indicator[] {
  return action.canaries.map(({ role, value }) => ({ name: `canary:${role}`, class: 'planted', value, action: action.name }));
}

const STORAGE_ROOTS = ['/storage/emulated/0', '/sdcard'] as const;

/** What apps make of a canary before they hash it: a path on the storage, a file name. `*` stands for the canary. */
const MADE_OF: ReadonlyMap<string, readonly string[]> = new Map([
  ['folder', ['*/', ...STORAGE_ROOTS.flatMap((root) => [`${root}/*`, `${root}/*/`])]],
  ['file', ['*.txt', ...STORAGE_ROOTS.flatMap((root) => [`${root}/*`, `${root}/*.txt`])]],
  ['song', ['*.mp3', ...STORAGE_ROOTS.map((root) => `${root}/Music/*.mp3`)]],
  ['search', ['*']],
] satisfies [KnownCanaryRole, string[]][]);

/**
 * The texts whose digests tell of an action: its canaries, what apps make of them, and the addresses that its addressees
 * were asked for, as they stood on the wire.
 */
export function spokenNames(actions: readonly Pick<ActionRecord, 'name' | 'canaries' | 'addressees'>[], flows: readonly Flow[]): readonly SpokenName[] {
  return actions.flatMap((action) => {
    const planted = plantedBy(action);
    const made = planted.flatMap((indicator) => {
      const role = action.canaries.find(({ value }) => value === indicator.value)?.role;
      const patterns = ['*', ...(MADE_OF.get(role ?? '') ?? [])];
      return patterns.map((pattern) => ({ indicator, text: pattern.replace('*', indicator.value) }));
    });
    const hosts = action.addressees.map(({ host }) => host);
    const asked = flows.filter(({ host, request }) => request !== undefined && hosts.some((named) => isWithinHost(host, named)));
    const texts = new Set([...hosts, ...asked.flatMap(({ host, request }) => [host, ...formsOfAddress(request?.url ?? '')])]);
    const addresses = [...texts].flatMap((text) => {
      const indicator = planted.find(({ value }) => text.includes(value));
      return indicator === undefined ? [] : [{ indicator, text }];
    });
    return [...made, ...addresses];
  });
}

/** The ways an address is written: whole, without its query, without its scheme, its path alone. */
function formsOfAddress(address: string): readonly string[] {
  if (!URL.canParse(address)) return [];
  const { href, host, pathname, search, protocol } = new URL(address);
  const whole = [href, href.replace(/[/]$/, ''), `${protocol}//${host}${pathname}`, `${protocol}//${host}`, `${protocol}//${host}/`];
  return [address, ...whole, ...whole.map((text) => text.replace(/^[a-z]+:[/][/]/, '')), pathname, pathname + search];
}
