import type { KnownCanaryRole } from '../flow/canary.ts';

const CANARIES: Readonly<Record<KnownCanaryRole, string>> = {
  host: 'the host of the page visited',
  url: 'the address of the page visited',
  query: 'the query in the address of the page visited',
  search: 'what was searched for',
  title: 'the title of the page visited',
  folder: 'the name of a folder on the phone',
  file: 'the name of a file on the phone',
  song: 'the title of the song played',
  artist: 'the artist of the song played',
  playlist: 'the name of the playlist',
  sender: 'who sent a message to the phone',
  message: 'the text of a message on the phone',
};

const IDENTIFIERS: Readonly<Record<string, string>> = {
  android_id: "Android's identifier of the phone",
  serial: "the phone's serial number",
  imei: "the phone's IMEI",
  mac: "the phone's Wi-Fi address",
  bluetooth_mac: "the phone's Bluetooth address",
  oaid: "the phone's advertising identifier of Chinese makers",
  vaid: "the maker's identifier of the phone",
  aaid: "the app's own identifier of the phone",
  gaid: "Google's advertising identifier of the phone",
  instance_id: "the identifier of the app's installation",
  account: "the owner's Xiaomi account",
  phone_number: "the owner's telephone number",
  ssid: 'the name of the Wi-Fi network',
  bssid: 'the address of the Wi-Fi router',
  imsi: 'the identifier of the SIM card (IMSI)',
  iccid: 'the number of the SIM card (ICCID)',
  fingerprint: "the firmware's fingerprint",
  packages: 'the list of installed apps',
};

/** What an indicator is, in words: `the address of the page visited`; its own name where nobody has words for it. */
export function indicatorInWords(name: string): string {
  const [kind = '', ...rest] = name.split(':');
  const label = rest.join(':');
  const planted = kind === 'canary' ? own(CANARIES, label) : undefined;
  if (planted !== undefined) return planted;
  if (kind === 'canary' && label !== '') return `the ${label} that was planted`;
  if (kind === 'subject') return `the name "${label}" of what was done`;
  // A second IMEI is an IMEI; so is a package one of the packages.
  const known = kind.replace(/[_-]?\d+$/, '');
  const words = own(IDENTIFIERS, kind) ?? own(IDENTIFIERS, known);
  if (words !== undefined) return words;
  return kind === 'package' ? 'an app that is installed' : name;
}

/** An encoding, in words. A key of one byte is found by trying. */
const WRAPPINGS: Readonly<Record<string, string>> = {
  base64: 'base64',
  base64url: 'base64url',
  base32: 'base32',
  hex: 'hexadecimal',
  decimal: 'decimal numbers',
  percent: 'percent-encoding',
  url: 'percent-encoding',
  'json-string': 'the escapes of JSON',
  'xml-text': 'the escapes of XML',
  'quoted-printable': 'quoted-printable',
  gzip: 'gzip',
  'x-gzip': 'gzip',
  zlib: 'zlib',
  deflate: 'deflate',
  'deflate-raw': 'deflate',
  brotli: 'brotli',
  br: 'brotli',
  zstd: 'zstd',
  lz4: 'LZ4',
  snappy: 'snappy',
  'snappy-raw': 'snappy',
  jwt: 'a JSON Web Token',
  xor: 'XOR with one byte',
  reversed: 'reversed order',
  'utf-16': 'UTF-16',
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16',
};

/** Where a step leads to within a structure, in words. */
const PLACES: Readonly<Record<string, string>> = {
  form: 'field',
  query: 'query parameter',
  multipart: 'form part',
  zip: 'archived file',
  cookie: 'cookie',
  header: 'request header',
  json: 'JSON field',
  xml: 'XML element',
  protobuf: 'protobuf field',
  msgpack: 'MessagePack field',
  cbor: 'CBOR field',
  path: 'segment of the path',
  label: 'label of the name',
  labels: 'the labels of the name put together',
  line: 'line',
  grpc: 'gRPC message',
  delimited: 'protobuf message',
  cdata: 'a section of XML',
  joined: 'values put together',
  rest: 'what follows it',
};

const ENTRIES: Readonly<Record<string, string>> = {
  body: 'the body of a request',
  url: 'the address asked for',
  host: 'the name of the host itself',
  dns: 'a name asked for by DNS',
  message: 'a WebSocket message',
  tunnel: 'a connection that spoke no HTTP',
  oracle: "the SDK's own log",
  header: 'a request header',
  method: "the request's method",
  'header names': "the names of the request's headers",
};

/** A step on the way to a value: something that was put around it, or a place within a structure. */
export type StepInWords =
  | { readonly kind: 'wrapping'; readonly words: string; readonly needsTrying: boolean }
  | { readonly kind: 'place'; readonly words: string };

/** What a step is, in words; a step that nobody has words for is put as it is. */
export function stepInWords(step: string): StepInWords {
  const { name, detail } = partsOf(step);
  if (name === 'content-encoding') return { kind: 'wrapping', words: listed(detail.split('+').map((coding) => own(WRAPPINGS, coding) ?? coding)), needsTrying: false };
  const wrapping = own(WRAPPINGS, name);
  if (wrapping !== undefined) return { kind: 'wrapping', words: wrapping, needsTrying: name === 'xor' };
  const place = own(PLACES, name);
  if (place === undefined) return { kind: 'place', words: step };
  const inside = detail.replace(/^\$\.?/, '');
  return { kind: 'place', words: inside === '' ? place : `${place} ${inside}` };
}

/** Where bytes left the phone, in words. */
export function entryInWords(step: string): string {
  const { name, detail } = partsOf(step);
  if (name === 'header') return `the request header ${detail}`;
  return own(ENTRIES, name) ?? step;
}

// Steps and names come from outside: `constructor` is one like any other.
function own(table: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

// `form:data_list`, `json:$[0].url`, `path[2]`, `base64@1`, `gzip`.
function partsOf(step: string): { readonly name: string; readonly detail: string } {
  const end = step.search(/[:[@(]/);
  if (end < 0) return { name: step, detail: '' };
  return { name: step.slice(0, end), detail: step[end] === ':' ? step.slice(end + 1) : step.slice(end) };
}

/** `a`, `a and b`, `a, b and c`; what stands there several times running is counted. */
export function listed(words: readonly string[]): string {
  const counted: { readonly word: string; times: number }[] = [];
  for (const word of words) {
    const last = counted.at(-1);
    if (last?.word === word) last.times += 1;
    else counted.push({ word, times: 1 });
  }
  const told = counted.map(({ word, times }) => (times === 1 ? word : `${word} (${times} times)`));
  return told.length < 2 ? (told[0] ?? '') : `${told.slice(0, -1).join(', ')} and ${told.at(-1) ?? ''}`;
}
