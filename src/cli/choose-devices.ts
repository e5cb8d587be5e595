import type { DeviceEntry } from '../farm/devices-schema.ts';
import { EarshotError } from '../flow/errors.ts';
import { nearestTo } from '../run/nearest.ts';

/**
 * The phones that `--devices` names: ids separated by commas, `all`, or all where it was not given.
 *
 * @throws {EarshotError} BAD_INPUT for an id that is not there.
 */
export function chooseDevices(all: readonly DeviceEntry[], ids: string | undefined): readonly DeviceEntry[] {
  if (ids === undefined || ids === 'all') return all;
  return [...new Set(ids.split(',').map((part) => part.trim()))].map((id) => {
    const entry = all.find((candidate) => candidate.id === id);
    if (entry !== undefined) return entry;
    throw new EarshotError('BAD_INPUT', `--devices ${id === '' ? '""' : id} is not in the devices file. There are: ${all.map((known) => known.id).join(', ')}`, {
      hint: `${id === '' ? '' : `Nearest: ${nearestTo(id, all.map((known) => known.id)).join(', ')}. `}Give ids of devices.json, separated by commas.`,
    });
  });
}
