import type { Precondition } from '../../flow/window.ts';

/**
 * What it means when a check does not hold. `silencing`: SDKs send nothing or late, or the instrument is blind, so that
 * every silence of the phone is worthless. `recorded`: a state that a run may be about; it is told and nothing more.
 */
export type CheckClass = 'silencing' | 'recorded';

/** What was found, before it has a name. */
export type Found = Omit<Precondition, 'name'>;

/** A check that holds or not, by one value the phone gave. */
export const found = (held: boolean, detail: string): Found => ({ held, detail });

/** A value of the phone's for people: `not set` for the settings that `settings get` prints as `null`. */
export const shown = (value: string): string => (value === '' || value === 'null' ? 'not set' : JSON.stringify(value));
