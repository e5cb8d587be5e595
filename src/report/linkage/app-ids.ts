import { walkLayers, type Layer } from '../../decode/layer.ts';
import type { AppId } from './telling-flow.ts';

/**
 * Names under which SDKs send the ids they make: Sensors Analytics (`distinct_id`, `anonymous_id`, and `uuid` as the browsers
 * add it), OneTrack (`instance_id`), MiStat (`device_id`), Firebase (`app_instance_id`), Adjust (`android_uuid`), Facebook (`anon_id`).
 */
const NAMES: readonly string[] = ['distinct_id', 'anonymous_id', 'uuid', 'instance_id', 'app_instance_id', 'device_id', 'android_uuid', 'anon_id'];

const NEEDLES = NAMES.map((name) => ({ name, needle: Buffer.from(`"${name}"`) }));

/** Enough for every event of a flush to differ; what repeats a name a million times must not cost a million looks. */
const MOST = 1_000;

/** As far as a value is followed. */
const LONGEST_BYTES = 200;

const VALUE = /^\s*:\s*"([\w.:|-]{8,128})"/;

/** Fewer different characters than any random number of that length has. */
const FEWEST = 4;

/** The ids apps have made that stand in JSON in a flow, each once, with how often it stands in the layer that has it most. */
export function appIdsIn(layers: readonly Layer[]): readonly AppId[] {
  const found = new Map<string, AppId & { readonly times: number }>();
  for (const { bytes } of walkLayers(layers)) {
    for (const [key, id] of idsInLayer(bytes)) {
      const known = found.get(key);
      if (known === undefined || known.times < id.times) found.set(key, id);
    }
  }
  return [...found.values()];
}

function idsInLayer(bytes: Buffer): ReadonlyMap<string, AppId & { readonly times: number }> {
  const found = new Map<string, AppId & { readonly times: number }>();
  for (const { name, needle } of NEEDLES) {
    let at = bytes.indexOf(needle);
    for (let looked = 0; at >= 0 && looked < MOST; looked += 1, at = bytes.indexOf(needle, at + needle.length)) {
      const value = VALUE.exec(bytes.toString('latin1', at + needle.length, at + needle.length + LONGEST_BYTES))?.[1];
      if (value === undefined || !isMadeUp(value)) continue;
      const key = `${name} ${value}`;
      found.set(key, { name, value, times: (found.get(key)?.times ?? 0) + 1 });
    }
  }
  return found;
}

/** Whether it tells anybody apart: `anonymous`, or an id of nothing but zeros, is everybody's. */
function isMadeUp(value: string): boolean {
  return /\d/.test(value) && new Set(value.replace(/\W/g, '')).size >= FEWEST;
}
