/** Cookies by host, for as long as the phone is on. */
class CookieJar {
  readonly #cookies = new Map<string, Map<string, string>>();

  /** Keeps what a `set-cookie` header says; several cookies stand one a line. */
  keep(host: string, header: string | undefined): void {
    for (const line of header?.split('\n') ?? []) {
      const [name, value] = splitPair(line.split(';', 1)[0] ?? '');
      if (name === '') continue;
      const own = this.#cookies.get(host) ?? new Map<string, string>();
      own.set(name, value);
      this.#cookies.set(host, own);
    }
  }

  /** The `cookie` header for a host; undefined when there is nothing to send. */
  headerFor(host: string): string | undefined {
    const own = this.#cookies.get(host);
    return own === undefined || own.size === 0 ? undefined : [...own].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}

/** Each app's own cookies, those of its incognito tabs apart. */
export class CookieJars {
  readonly #jars = new Map<string, CookieJar>();

  /** The app's jar; of its incognito tabs, one that begins empty. */
  of(packageName: string, incognito: boolean): CookieJar {
    const key = keyOf(packageName, incognito);
    const jar = this.#jars.get(key) ?? new CookieJar();
    this.#jars.set(key, jar);
    return jar;
  }

  /** Empties the jar of the incognito tabs, or both. */
  forget(packageName: string, what: 'incognito' | 'all'): void {
    this.#jars.delete(keyOf(packageName, true));
    if (what === 'all') this.#jars.delete(keyOf(packageName, false));
  }
}

const keyOf = (packageName: string, incognito: boolean): string => `${packageName}${incognito ? '#incognito' : ''}`;

function splitPair(text: string): readonly [name: string, value: string] {
  const equals = text.indexOf('=');
  return equals === -1 ? [text.trim(), ''] : [text.slice(0, equals).trim(), text.slice(equals + 1).trim()];
}
