/** Host whose requests the sidecar answers itself: a liveness probe shows that the phone's way to the ledger is open. */
export const PROBE_HOST = 'probe.earshot.invalid';

/** What a liveness probe with this token gets as its answer from a recorder. */
export const probeAnswer = (token: string, recorder: string): string => `earshot-probe ${token} ${recorder}`;
