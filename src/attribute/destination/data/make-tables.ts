import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';

/**
 * Makes `countries.json` and `networks.json` anew. Not part of a run; needs the unpacked packages
 * `@ip-location-db/geo-whois-asn-country` and `@ip-location-db/asn`:
 *
 *     node --import=tsx src/attribute/destination/data/make-tables.ts <folder of the first> <folder of the second>
 */
const [countriesFrom = '', networksFrom = ''] = process.argv.slice(2);

/** Smaller ranges are left out: what nobody needs to tell is not worth a third of the file. Their addresses have no country. */
const LEAST_ADDRESSES = 1024;

/** Operators of the networks that reports about these phones and their SDKs name, and who is likely beside them. */
const NETWORKS: readonly { readonly network: string; readonly asns: readonly number[]; readonly isEdge?: true }[] = [
  { network: 'Alibaba Cloud', asns: [45102, 37963, 134963, 24429] },
  { network: 'Xiaomi', asns: [63855, 63915] },
  { network: 'Kingsoft Cloud', asns: [59019, 137280] },
  { network: 'Tencent Cloud', asns: [45090, 132203, 132591, 133478] },
  { network: 'Huawei Cloud', asns: [55990, 136907] },
  { network: 'UCloud', asns: [135377] },
  { network: 'ByteDance', asns: [396986, 138699] },
  { network: 'Amazon', asns: [16509, 14618, 8987] },
  { network: 'Google', asns: [15169, 396982, 36384, 36040, 395973, 139190, 19527, 43515] },
  { network: 'Microsoft', asns: [8075, 8068, 8069] },
  { network: 'Meta', asns: [32934, 63293] },
  { network: 'Yandex', asns: [13238, 200350, 210656, 215013, 44534] },
  { network: 'Selectel', asns: [49505, 50340] },
  { network: 'Cloud.ru', asns: [208677] },
  { network: 'VK', asns: [47764, 47541] },
  { network: 'Rostelecom', asns: [12389] },
  // These answer from wherever the asker is near: their addresses say nothing of where the data ends.
  { network: 'Cloudflare', asns: [13335, 209242], isEdge: true },
  { network: 'Akamai', asns: [20940, 16625], isEdge: true },
  { network: 'Fastly', asns: [54113], isEdge: true },
];

interface Range {
  readonly start: number;
  readonly end: number;
  readonly label: string;
}

const countries = merged(readCsv(join(countriesFrom, 'geo-whois-asn-country-ipv4-num.csv')).filter(({ start, end }) => end - start + 1 >= LEAST_ADDRESSES));
const codes = [...new Set(countries.map(({ label }) => label))].sort();
const gaps: number[] = [];
const lengths: number[] = [];
let next = 0;
for (const { start, end } of countries) {
  gaps.push(...leb128(start - next));
  lengths.push(...leb128(end - start + 1));
  next = end + 1;
}
const table = Buffer.from([...gaps, ...lengths, ...countries.map(({ label }) => codes.indexOf(label))]);
write('countries.json', {
  what: 'Country that a range of IPv4 addresses is registered in or announced for: the holder\'s, not necessarily where a server stands.',
  source: '@ip-location-db/geo-whois-asn-country 2.3.2026061719 (geofeeds, WHOIS of the five regional registries, statistics of the NRO)',
  url: 'https://github.com/sapics/ip-location-db/tree/main/geo-whois-asn-country',
  licence: 'CC0-1.0 by its package.json, CC BY 4.0 by its README: attributed to the Number Resource Organization (nro.net)',
  date: '2026-06-17',
  changes: `IPv4 only; ranges of fewer than ${LEAST_ADDRESSES} addresses left out, overlaps given to the range that begins first, neighbours merged.`,
  encoding: 'base64 of raw deflate of: LEB128 gaps to the end of the range before, LEB128 counts of addresses, a byte each as index into `codes`',
  codes: codes.join(' '),
  ranges: countries.length,
  table: deflateRawSync(table, { level: 9 }).toString('base64'),
});

const byAsn = new Map(NETWORKS.flatMap(({ network, asns }) => asns.map((asn) => [String(asn), network] as const)));
const announced = readCsv(join(networksFrom, 'asn-ipv4-num.csv')).flatMap(({ start, end, label }) => {
  const network = byAsn.get(label);
  return network === undefined ? [] : [{ start, end, label: network }];
});
write('networks.json', {
  what: 'IPv4 ranges that the autonomous systems of these operators announce.',
  source: '@ip-location-db/asn 2.3.2026061719 (RouteViews, NRO, DB-IP IP to ASN Lite)',
  url: 'https://github.com/sapics/ip-location-db/tree/main/asn',
  licence: 'CC BY 4.0: attributed to Route Views (routeviews.org), the Number Resource Organization (nro.net) and DB-IP (https://db-ip.com)',
  date: '2026-06-17',
  changes: 'IPv4 only; the operators listed only, their systems taken together, neighbours merged; written as first address and count.',
  networks: NETWORKS.map(({ network, asns, isEdge }) => ({
    network,
    asns,
    ...(isEdge === undefined ? {} : { isEdge }),
    ranges: merged(announced.filter(({ label }) => label === network)).map(({ start, end }) => `${dotted(start)}+${end - start + 1}`).join(' '),
  })),
});

/** Rows of `start,end,label[,…]`; the label of the file of systems is their number. */
function readCsv(file: string): readonly Range[] {
  return readFileSync(file, 'utf8').split('\n').flatMap((line) => {
    const [start, end, label] = line.split(',');
    return start === undefined || end === undefined || label === undefined ? [] : [{ start: Number(start), end: Number(end), label }];
  });
}

/** Sorted, without overlaps, neighbours of one label as one. */
function merged(ranges: readonly Range[]): readonly Range[] {
  const result: Range[] = [];
  for (const { start, end, label } of [...ranges].sort((one, other) => one.start - other.start || other.end - one.end)) {
    const last = result.at(-1);
    const from = Math.max(start, (last?.end ?? -1) + 1);
    if (from > end) continue;
    if (last?.label === label && last.end + 1 === from) result[result.length - 1] = { ...last, end };
    else result.push({ start: from, end, label });
  }
  return result;
}

function leb128(number: number): readonly number[] {
  const bytes: number[] = [];
  let rest = number;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return [...bytes, rest];
}

function dotted(number: number): string {
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.');
}

function write(name: string, content: object): void {
  writeFileSync(join(import.meta.dirname, name), `${JSON.stringify(content, null, 1)}\n`);
}
