import { randomInt } from 'node:crypto';
import { isIP } from 'node:net';
import { decode, encode, RECURSION_DESIRED } from 'dns-packet';
import { NetworkFailure } from './network-failure.ts';

const DNS_PORT = 53;
// AOSP resolv: two tries of five seconds each.
const TRY_TIMEOUT_MS = 5000;
const TRIES = 2;
const MAX_UINT16 = 65_535;

/** How the resolver sends a query: one datagram, one answer. */
export type AskServer = (to: { readonly address: string; readonly port: number }, query: Buffer, answerWithinMs: number) => Promise<Buffer | undefined>;

interface Known {
  readonly addresses: readonly string[];
  readonly untilMs: number;
}

/** netd's resolver: asks over UDP and remembers an answer as long as its TTL says. */
export class Resolver {
  readonly #server: () => string;
  readonly #nowMs: () => number;
  readonly #cache = new Map<string, Known>();
  /** Queries under way: whoever asks for the same name meanwhile shares their answer. */
  readonly #pending = new Map<string, Promise<Known>>();

  constructor(options: { readonly server: () => string; readonly nowMs: () => number }) {
    this.#server = options.server;
    this.#nowMs = options.nowMs;
  }

  /** The addresses of a name; an address is its own. `ask` is called only when the cache, which knows no case, does not know. */
  async addressesOf(host: string, ask: AskServer): Promise<readonly string[]> {
    if (isIP(host) !== 0) return [host];
    const name = host.toLowerCase();
    const known = this.#cache.get(name);
    if (known !== undefined && known.untilMs > this.#nowMs()) return known.addresses;
    const pending = this.#pending.get(name) ?? this.#query(host, ask).finally(() => this.#pending.delete(name));
    this.#pending.set(name, pending);
    const answer = await pending;
    if (answer.addresses.length === 0) throw new NetworkFailure('ENOTFOUND', 'resolve', `getaddrinfo ENOTFOUND ${host}`);
    this.#cache.set(name, answer);
    return answer.addresses;
  }

  /** Forgets everything, as netd does when the network changes. */
  forget(): void {
    this.#cache.clear();
  }

  async #query(name: string, ask: AskServer): Promise<Known> {
    const id = randomInt(MAX_UINT16 + 1);
    const query = encode({ type: 'query', id, flags: RECURSION_DESIRED, questions: [{ type: 'A', name }] });
    for (let tries = 0; tries < TRIES; tries += 1) {
      const packet = await ask({ address: this.#server(), port: DNS_PORT }, query, TRY_TIMEOUT_MS);
      if (packet === undefined) continue;
      const answer = decode(packet);
      if (answer.id !== id) continue;
      const found = (answer.answers ?? []).flatMap((record) => (record.type === 'A' ? [{ address: record.data, ttlS: record.ttl ?? 0 }] : []));
      return { addresses: found.map(({ address }) => address), untilMs: this.#nowMs() + Math.min(...found.map(({ ttlS }) => ttlS)) * 1000 };
    }
    throw new NetworkFailure('EAI_AGAIN', 'resolve', `getaddrinfo EAI_AGAIN ${name}: the resolver ${this.#server()} did not answer`);
  }
}
