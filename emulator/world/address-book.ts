import { createHash } from 'node:crypto';
import { resolves } from './sites.ts';

// RFC 2544's block for benchmarks, 198.18.0.0/15: routed nowhere. Every address in it is invented.
const FIRST_ADDRESS = (198 << 24) + (18 << 16);
const ADDRESSES = 2 ** 17;
// The first 256 are left to servers that are reached by number alone.
const RESERVED = 256;

/** Which name has which address; a name gets its own when it is first asked for, the same in every world if it is free. */
export class AddressBook {
  readonly #byName = new Map<string, string>();
  readonly #byAddress = new Map<string, string>();

  /** Undefined for names that resolve nowhere. */
  addressOf(name: string): string | undefined {
    const host = name.toLowerCase().replace(/\.$/, '');
    if (!resolves(host)) return undefined;
    const known = this.#byName.get(host);
    if (known !== undefined) return known;
    const address = this.#free(host);
    this.#byName.set(host, address);
    this.#byAddress.set(address, host);
    return address;
  }

  /** The name an address was given out for. */
  nameOf(address: string): string | undefined {
    return this.#byAddress.get(address);
  }

  #free(host: string): string {
    const start = createHash('sha256').update(host).digest().readUInt32BE(0);
    for (let step = 0; step < ADDRESSES - RESERVED; step += 1) {
      const address = dotted(FIRST_ADDRESS + RESERVED + ((start + step) % (ADDRESSES - RESERVED)));
      if (!this.#byAddress.has(address)) return address;
    }
    throw new Error(`giving ${host} an address: all ${ADDRESSES - RESERVED} are taken; start a new world`);
  }
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 0xff).join('.');
}
