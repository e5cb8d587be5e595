import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ipv4Number, labelOf, type Ipv4Ranges } from './ipv4-ranges.ts';

/** The table of networks; `data/make-tables.ts` writes it. */
export const NETWORKS_FILE = join(import.meta.dirname, 'data', 'networks.json');

const schema = z.object({
  source: z.string().min(1),
  licence: z.string().min(1),
  date: z.iso.date(),
  networks: z.array(z.object({ network: z.string(), asns: z.array(z.int()), isEdge: z.literal(true).optional(), ranges: z.string() })),
});

/** Who announces an address. */
export interface Network {
  readonly network: string;
  /** It answers from wherever the asker is near. */
  readonly isEdge: boolean;
}

interface Networks {
  readonly networks: readonly Network[];
  readonly ranges: Ipv4Ranges;
}

let known: Networks | undefined;

/** Operator of the network that announces an IPv4 address, among those that matter; undefined for IPv6 and for all others. */
export function networkOf(address: string): Network | undefined {
  known ??= readNetworks();
  const label = labelOf(address, known.ranges);
  return label === undefined ? undefined : known.networks[label];
}

function readNetworks(): Networks {
  const { networks } = schema.parse(JSON.parse(readFileSync(NETWORKS_FILE, 'utf8')));
  const ranges = networks.flatMap((network, label) => network.ranges.split(' ').map((text) => ({ ...parseRange(text), label })));
  ranges.sort((one, other) => one.start - other.start);
  return {
    networks: networks.map(({ network, isEdge }) => ({ network, isEdge: isEdge ?? false })),
    ranges: {
      starts: Uint32Array.from(ranges, ({ start }) => start),
      ends: Uint32Array.from(ranges, ({ start, count }) => start + count - 1),
      labels: Uint8Array.from(ranges, ({ label }) => label),
    },
  };
}

/** A first address and how many there are: `161.117.0.0+65536`. */
function parseRange(text: string): { readonly start: number; readonly count: number } {
  const [first = '', count = ''] = text.split('+');
  const start = ipv4Number(first);
  if (start === undefined || !/^\d+$/.test(count)) {
    throw new RangeError(`reading ${NETWORKS_FILE}: found the range "${text}", expected an address and a count (161.117.0.0+65536)`);
  }
  return { start, count: Number(count) };
}
