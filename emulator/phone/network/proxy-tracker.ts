import type { ConnectivitySettings } from './connectivity.ts';

/** An HTTP proxy as the phone knows it. */
export interface ProxyAddress {
  readonly host: string;
  readonly port: number;
}

interface GlobalProxy extends ProxyAddress {
  /** Entries of the exclusion list, with commas between them. */
  readonly exceptions: string;
}

const SETTING = 'http_proxy';
const HOST = 'global_http_proxy_host';
const PORT = 'global_http_proxy_port';
const EXCEPTIONS = 'global_http_proxy_exclusion_list';
const PAC = 'global_proxy_pac_url';
const PORT_WHEN_UNSAID = 8080;
const MAX_PORT = 65_535;

/**
 * Which proxy apps are told of, as ConnectivityService keeps it (Android 9; in ProxyTracker from 10 on). What was set
 * globally counts from the boot on. `http_proxy` counts from the moment it is written, and is written on into the global
 * settings, without exceptions. Deleting it changes nothing: `:0` says that there is none.
 */
export class ProxyTracker {
  readonly #settings: ConnectivitySettings;
  readonly #stop: () => void;
  readonly #listeners = new Set<() => void>();
  #current: GlobalProxy | undefined;

  constructor(settings: ConnectivitySettings) {
    this.#settings = settings;
    const get = (key: string): string => settings.get('global', key) ?? '';
    if (get(HOST) !== '') this.#current = validProxy(get(HOST), Number(get(PORT)), get(EXCEPTIONS));
    this.#apply(get(SETTING));
    this.#stop = settings.observe?.(({ namespace, key, value }) => {
      if (namespace === 'global' && key === SETTING) this.#apply(value ?? '');
    }) ?? (() => undefined);
  }

  /** The proxy for a host; undefined when there is none, or the host is excepted. */
  proxyFor(host: string): ProxyAddress | undefined {
    const current = this.#current;
    if (current === undefined || current.exceptions.split(',').some((entry) => isExcepted(host, entry.trim()))) return undefined;
    return { host: current.host, port: current.port };
  }

  /** Calls back when there is another proxy, or none any more. */
  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }

  close(): void {
    this.#stop();
    this.#listeners.clear();
  }

  #apply(setting: string): void {
    if (setting === '') return;
    const [host = '', port] = setting.split(':');
    const asked = host === '' ? undefined : validProxy(host, port === undefined ? PORT_WHEN_UNSAID : Number(port), '');
    // What cannot be a proxy is not obeyed.
    if (host !== '' && asked === undefined) return;
    const before = this.#current;
    if (asked !== undefined && before !== undefined && JSON.stringify(asked) === JSON.stringify(before)) return;
    this.#current = asked;
    const written = { [HOST]: asked?.host ?? '', [PORT]: String(asked?.port ?? 0), [EXCEPTIONS]: '', [PAC]: '' };
    for (const [key, value] of Object.entries(written)) this.#settings.put('global', key, value);
    if (before === undefined && asked === undefined) return;
    for (const listener of this.#listeners) listener();
  }
}

function validProxy(host: string, port: number, exceptions: string): GlobalProxy | undefined {
  const isValid = /^[\w.-]+$/.test(host) && Number.isInteger(port) && port >= 1 && port <= MAX_PORT;
  return isValid ? { host, port, exceptions } : undefined;
}

function isExcepted(host: string, entry: string): boolean {
  if (entry === '') return false;
  const suffix = entry.replace(/^\*?\.?/, '');
  return host === suffix || host.endsWith(`.${suffix}`);
}
