import { randomInt } from 'node:crypto';
import { CANARY_PREFIX, type Canary, type CanaryRole } from '../flow/canary.ts';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';
const RANDOM_CHARACTERS = 12;

/** The canaries of one performance: made when first asked for, and remembered. */
export class Canaries {
  readonly #planted = new Map<CanaryRole, string>();

  /** The canary of this role: `CANARY_PREFIX` and 12 random characters (62 bits). */
  value(role: CanaryRole): string {
    // It becomes part of a name that other programs read: `canary:note`.
    if (!/^[a-z][a-z-]*$/.test(role)) throw new TypeError(`canary(${JSON.stringify(role)}) is no role of a canary, expected a word of small letters such as "note"`);
    const known = this.#planted.get(role);
    if (known !== undefined) return known;
    const random = Array.from({ length: RANDOM_CHARACTERS }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('');
    const made = CANARY_PREFIX + random;
    this.#planted.set(role, made);
    return made;
  }

  planted(): readonly Canary[] {
    return [...this.#planted].map(([role, value]) => ({ role, value }));
  }
}
