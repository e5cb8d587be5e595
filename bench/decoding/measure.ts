import { decodeBytes } from '../../src/decode/decode.ts';
import { walkLayers } from '../../src/decode/layer.ts';
import type { Layer } from '../../src/decode/layer.ts';
import type { Indicator } from '../../src/flow/indicator.ts';
import { prepareSearch, searchHits } from '../../src/leak/search.ts';
import type { IndicatorHit, PreparedSearch } from '../../src/leak/search.ts';
import type { Corpus } from './corpora.ts';
import { measureStages, msOf } from './limits.ts';
import type { StageTimes } from './limits.ts';

/** One corpus, read for so many indicators. */
export interface Measured {
  readonly corpus: string;
  readonly indicators: number;
  readonly megabytes: number;
  /** Decoding and searching, the median of the rounds. */
  readonly ms: number;
  readonly decodeMs: number;
  readonly searchMs: number;
  readonly prepareMs: number;
  readonly layers: number;
  readonly floor: StageTimes;
  /** Sum of the stages, alone. */
  readonly floorMs: number;
  readonly found: number;
  readonly carried: number;
  /** Findings of an indicator in a payload that does not carry it. */
  readonly falseFindings: number;
}

const BATCH = 32;
const IDENTITY = { id: 'f000001', host: 'collector.example', owner: 'unknown' };

/** Reads a corpus for the first `count` of the indicators, `rounds` times, each beside its limits. */
export function measure(corpus: Corpus, indicators: readonly Indicator[], rounds: number): Measured {
  let search = prepareSearch([]);
  const prepareMs = msOf(() => {
    search = prepareSearch(indicators);
  });
  const values = indicators.map(({ value }) => value);
  const times: (ReadThrough & { readonly floor: StageTimes })[] = [];
  // A first one that is not counted lets the machine warm up; after it each is measured right beside its limits.
  for (let round = 0; round <= rounds; round += 1) {
    const read = readThrough(corpus, search, indicators);
    const floor = measureStages(corpus, values);
    if (round > 0) times.push({ ...read, floor });
  }
  const middle = [...times].sort((one, other) => one.decodeMs + one.searchMs - other.decodeMs - other.searchMs)[times.length >> 1];
  if (middle === undefined) throw new Error('Measuring the decoder: expected at least one round.');
  const { floor, ...read } = middle;
  const floors = times.map(({ floor: { inflateMs, base64Ms, scanMs } }) => inflateMs + base64Ms + scanMs).sort((one, other) => one - other);
  return {
    corpus: corpus.name,
    indicators: indicators.length,
    megabytes: corpus.byteCount / 1e6,
    ms: read.decodeMs + read.searchMs,
    prepareMs,
    floor,
    floorMs: floors[floors.length >> 1] ?? 0,
    carried: corpus.payloads.filter(({ carries }) => carries !== undefined && carries < indicators.length).length,
    ...read,
  };
}

interface ReadThrough {
  readonly decodeMs: number;
  readonly searchMs: number;
  readonly layers: number;
  readonly found: number;
  readonly falseFindings: number;
}

function readThrough({ payloads }: Corpus, search: PreparedSearch, indicators: readonly Indicator[]): ReadThrough {
  let decodeMs = 0;
  let searchMs = 0;
  let layers = 0;
  let found = 0;
  let falseFindings = 0;
  // Asking for the time takes some microseconds itself: not for each payload.
  for (let first = 0; first < payloads.length; first += BATCH) {
    const batch = payloads.slice(first, first + BATCH);
    let roots: readonly Layer[] = [];
    let hits: readonly (readonly IndicatorHit[])[] = [];
    decodeMs += msOf(() => {
      roots = batch.map(({ bytes }) => decodeBytes(bytes));
    });
    searchMs += msOf(() => {
      hits = roots.map((root) => searchHits([root], search, IDENTITY));
    });
    layers += [...walkLayers(roots)].length;
    for (const [index, { carries }] of batch.entries()) {
      const carried = carries === undefined ? undefined : indicators[carries];
      const names = new Set(hits[index]?.map(({ indicator }) => indicator.name));
      if (carried !== undefined && names.delete(carried.name)) found += 1;
      falseFindings += names.size;
    }
  }
  return { decodeMs, searchMs, layers, found, falseFindings };
}

/** What was found in traffic that carries nothing of ours; a working search finds nothing. */
export interface FalseFindings {
  readonly megabytes: number;
  readonly payloads: number;
  readonly ms: number;
  readonly findings: number;
  /** The first few, `imei 17 in body > gzip: …`. */
  readonly examples: readonly string[];
}

/** Reads payloads that carry nothing until so many bytes were read. */
export function measureFalseFindings(next: () => Buffer, byteCount: number, indicators: readonly Indicator[]): FalseFindings {
  const search = prepareSearch(indicators);
  const examples: string[] = [];
  let read = 0;
  let payloads = 0;
  let findings = 0;
  let ms = 0;
  while (read < byteCount) {
    const bytes = next();
    ms += msOf(() => {
      for (const { finding } of searchHits([decodeBytes(bytes)], search, IDENTITY)) {
        findings += 1;
        if (examples.length < 10) examples.push(`${finding.indicator}${finding.form === undefined ? '' : ` (${finding.form})`} in ${finding.path.join(' > ')}: ${finding.sample}`);
      }
    });
    read += bytes.length;
    payloads += 1;
  }
  return { megabytes: read / 1e6, payloads, ms, findings, examples };
}
