import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Indicator } from '../../src/flow/indicator.ts';
import { Random } from '../../test/decode/encode/random.ts';
import { telemetry } from './traffic.ts';

/** One payload, with what somebody who knows how it was made would have to do to read it. */
export interface Payload {
  readonly bytes: Buffer;
  /** Number of the indicator it carries; absent where it carries none. */
  readonly carries?: number;
  /** Gzip members to inflate. */
  readonly members: readonly Buffer[];
  /** Base64 to decode. */
  readonly base64: readonly string[];
  /** Every layer that has to be searched, the payload's own bytes included. */
  readonly searched: readonly Buffer[];
}

export interface Corpus {
  readonly name: string;
  readonly what: string;
  readonly payloads: readonly Payload[];
  readonly byteCount: number;
}

const MAKERS: readonly { readonly name: string; readonly what: string; make(random: Random, carried?: string): Omit<Payload, 'carries'> }[] = [
  { name: 'plain', what: 'telemetry JSON', make: plain },
  { name: 'singly', what: 'base64(gzip(JSON)), about 6 KB', make: singly },
  { name: 'doubly', what: 'form, data_list=percent(base64(gzip(JSON with base64(gzip(JSON)))))', make: doubly },
  { name: 'binary', what: 'random bytes', make: binary },
];

/** The names of the corpora. */
export const CORPORA: readonly string[] = MAKERS.map(({ name }) => name);

/** One corpus of about so many bytes; every fourth payload carries one of the indicators, each in its turn. */
export function corpus(name: string, byteCount: number, indicators: readonly Indicator[]): Corpus {
  const maker = MAKERS.find((candidate) => candidate.name === name);
  if (maker === undefined) throw new Error(`Making the corpus "${name}": expected one of ${CORPORA.join(', ')}.`);
  const random = new Random(20 + CORPORA.indexOf(name));
  const payloads: Payload[] = [];
  let made = 0;
  let carried = 0;
  while (made < byteCount) {
    const isCarrier = payloads.length % 4 === 0;
    const carries = carried % indicators.length;
    const payload = maker.make(random, isCarrier ? indicators[carries]?.value : undefined);
    if (isCarrier) carried += 1;
    payloads.push(isCarrier ? { ...payload, carries } : payload);
    made += payload.bytes.length;
  }
  return { name, what: maker.what, payloads, byteCount: made };
}

function plain(random: Random, carried?: string): Omit<Payload, 'carries'> {
  const bytes = Buffer.from(telemetry(10_000, random, carried));
  return { bytes, members: [], base64: [], searched: [bytes] };
}

function singly(random: Random, carried?: string): Omit<Payload, 'carries'> {
  const json = Buffer.from(telemetry(12_500, random, carried));
  const member = gzipSync(json);
  const text = member.toString('base64');
  const bytes = Buffer.from(text);
  return { bytes, members: [member], base64: [text], searched: [bytes, json] };
}

function doubly(random: Random, carried?: string): Omit<Payload, 'carries'> {
  const inner = Buffer.from(telemetry(6000, random, carried));
  const innerMember = gzipSync(inner);
  const innerText = innerMember.toString('base64');
  const outer = Buffer.from(JSON.stringify({ crc: random.below(2 ** 31), events: JSON.parse(telemetry(5000, random)) as unknown, data: innerText }));
  const member = gzipSync(outer);
  const text = member.toString('base64');
  const bytes = Buffer.from(`crc=-${random.below(2 ** 31)}&gzip=1&data_list=${encodeURIComponent(text)}`);
  return { bytes, members: [member, innerMember], base64: [text, innerText], searched: [bytes, outer, inner] };
}

function binary(random: Random, carried?: string): Omit<Payload, 'carries'> {
  const bytes = randomBytes(random.between(2000, 20_000));
  if (carried !== undefined) bytes.write(` ${carried} `, random.below(bytes.length - carried.length - 2), 'latin1');
  return { bytes, members: [], base64: [], searched: [bytes] };
}
