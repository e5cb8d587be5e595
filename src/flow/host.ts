/** Whether a host is the named one or below it: `m.duckduckgo.com` is within `duckduckgo.com`. */
export function isWithinHost(host: string, named: string): boolean {
  const one = host.toLowerCase().replace(/\.$/, '');
  const other = named.toLowerCase();
  return one === other || one.endsWith(`.${other}`);
}
