/**
 * What the owner of a phone agreed to while a spec is performed. `as-found`: whatever it is. The others are brought about:
 * `accepted`: agreements accepted, User Experience Program and personalised ads on; `declined`: the app's first-run agreement
 * declined, the other two as accepted; `program-off` and `ads-off`: as accepted, but for that one. `cleared`: as accepted, and the
 * spec itself clears the app's data half-way and accepts anew; performed by specs that name it alone.
 */
export const CONSENT_SETUPS = ['as-found', 'accepted', 'declined', 'program-off', 'ads-off', 'cleared'] as const;

export type ConsentSetup = (typeof CONSENT_SETUPS)[number];

/**
 * Setups that clear the data of the apps under test, which cannot be taken back: only where a run asks for them, and behind all
 * others, since what stood there is gone for the specs that come later.
 */
export const CLEARING_SETUPS: readonly ConsentSetup[] = ['cleared', 'declined'];
