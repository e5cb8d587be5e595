import { parse } from 'tldts';

/** The most that are kept of one app. */
const MOST = 2_000;

const ADDRESS = /\b(?:https?|wss?):\/\/([a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?)/gi;
const BARE_HOST = /^(?:[a-z0-9-]{1,63}\.){2,6}(?:com|net|org|cn|io|ru|in|co|eu|sg|info|biz|tv|me|cc|top)$/;

/** Names of Java packages look like hosts, with their words the other way round. */
const PACKAGE_START = /^(?:com|net|org|cn|io|ru|in|co|eu|de|me|tv|java|javax|android|androidx|kotlin|kotlinx|dalvik)\./;

/** Collects the hosts that texts of an app name: in addresses, or as a text that is a host and nothing else. */
export class Endpoints {
  readonly #hosts = new Set<string>();

  /** A string of the code. */
  addString(text: string): void {
    this.addText(text);
    if (text.length < 254 && BARE_HOST.test(text) && !PACKAGE_START.test(text)) this.#add(text);
  }

  /** Any text. */
  addText(text: string): void {
    if (!text.includes('://')) return;
    for (const [, host = ''] of text.matchAll(ADDRESS)) this.#add(host);
  }

  /** In alphabetical order. */
  list(): readonly string[] {
    return [...this.#hosts].sort();
  }

  #add(host: string): void {
    const name = host.toLowerCase();
    if (this.#hosts.size >= MOST || this.#hosts.has(name)) return;
    const { isIp, isIcann, domain } = parse(name);
    if (isIp === true || (isIcann === true && domain !== null)) this.#hosts.add(name);
  }
}
