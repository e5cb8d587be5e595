/**
 * What the owner of a phone agreed to while a spec is performed. `as-found`: whatever it is. The others are brought about:
 * `accepted`: agreements accepted, User Experience Program and personalised ads on; `declined`: the app's first-run agreement
 * declined, the other two as accepted; `program-off` and `ads-off`: as accepted, but for that one.
 */
export const CONSENT_SETUPS = ['as-found', 'accepted', 'declined', 'program-off', 'ads-off'] as const;

export type ConsentSetup = (typeof CONSENT_SETUPS)[number];
