import type { Settings } from '../system/services.ts';

/** An HTTP proxy as the phone knows it. */
export interface ProxyAddress {
  readonly host: string;
  readonly port: number;
}

/** The proxy for a host by the phone's settings; undefined when there is none, or the host is excepted. */
export function proxyFor(host: string, settings: Settings): ProxyAddress | undefined {
  const proxy = parseProxy(settings.get('global', 'http_proxy'));
  if (proxy === undefined) return undefined;
  const exceptions = (settings.get('global', 'global_http_proxy_exclusion_list') ?? '').split(',').map((entry) => entry.trim());
  return exceptions.some((entry) => isExcepted(host, entry)) ? undefined : proxy;
}

/** `host:port` of the setting `http_proxy`; `:0`, `null`, nothing and rubbish mean no proxy, as on a phone. */
export function parseProxy(setting: string | undefined): ProxyAddress | undefined {
  const match = /^([^:\s]+):(\d{1,5})$/.exec(setting ?? '');
  const [, host, digits] = match ?? [];
  const port = Number(digits);
  return host === undefined || port < 1 || port > 65_535 ? undefined : { host, port };
}

function isExcepted(host: string, entry: string): boolean {
  if (entry === '') return false;
  const suffix = entry.replace(/^\*?\.?/, '');
  return host === suffix || host.endsWith(`.${suffix}`);
}
