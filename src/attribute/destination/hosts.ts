import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Companies and purposes by host; hand-written, each entry with its source. */
export const HOSTS_FILE = join(import.meta.dirname, 'data', 'hosts.json');

const schema = z.strictObject({
  what: z.string(),
  sources: z.record(z.string(), z.strictObject({ title: z.string().min(1), url: z.url(), date: z.iso.date(), licence: z.string().optional() })),
  companies: z.array(z.strictObject({
    company: z.string().min(1),
    hosts: z.array(z.strictObject({ suffix: z.string().min(1), purpose: z.string().min(1), region: z.string().optional(), source: z.string().min(1) })).min(1),
  })),
});

/** Everything `hosts.json` says, as it stands there. */
export type HostsFile = z.output<typeof schema>;

/** What is known of a host by its name. */
export interface KnownHost {
  readonly company: string;
  /** What the host is for; with the region its name speaks of: `MiStat statistics (India)`. */
  readonly purpose: string;
  /** Title and date of what says so. */
  readonly source: string;
}

let known: ReadonlyMap<string, KnownHost> | undefined;

/** What is known of a host: by the longest suffix listed, whole labels only. Undefined for hosts nobody has listed. */
export function knownHost(host: string): KnownHost | undefined {
  known ??= bySuffix(readHosts());
  for (let suffix = host.toLowerCase().replace(/\.$/, ''); suffix !== ''; suffix = suffix.slice(suffix.indexOf('.') + 1)) {
    const entry = known.get(suffix);
    if (entry !== undefined) return entry;
    if (!suffix.includes('.')) return undefined;
  }
  return undefined;
}

/** Reads and checks the whole list. */
export function readHosts(): HostsFile {
  return schema.parse(JSON.parse(readFileSync(HOSTS_FILE, 'utf8')));
}

function bySuffix({ sources, companies }: HostsFile): ReadonlyMap<string, KnownHost> {
  return new Map(companies.flatMap(({ company, hosts }) =>
    hosts.map(({ suffix, purpose, region, source: id }) => {
      const source = sources[id];
      const said = source === undefined ? id : `${source.title}, ${source.date}`;
      return [suffix, { company, purpose: region === undefined ? purpose : `${purpose} (${region})`, source: said }] as const;
    }),
  ));
}
