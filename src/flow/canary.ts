/** What canaries of the specs stand for; reports have words of their own for these. */
export type KnownCanaryRole = 'host' | 'url' | 'query' | 'search' | 'title' | 'folder' | 'file' | 'song' | 'artist' | 'playlist' | 'sender' | 'message';

/** What a canary stands for; the finding that carries it is named `canary:<role>`. A spec for another app may use a word of its own: `note`. */
export type CanaryRole = KnownCanaryRole | (string & Record<never, never>);

/** A value planted by one action of one run, so that whoever repeats it has heard of that action. */
export interface Canary {
  readonly role: CanaryRole;
  /** `[a-z0-9]`, begins with `CANARY_PREFIX`. */
  readonly value: string;
}

/** Begins every canary: one search for these bytes finds any number of them. */
export const CANARY_PREFIX = 'zq7x';

/**
 * Who may hear of a canary: the site the user asked for, the search engine the user chose. A host matches itself and
 * its sub-domains.
 */
export interface Addressee {
  readonly role: CanaryRole;
  readonly host: string;
}
