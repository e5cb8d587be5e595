import type { Target } from './upstream.ts';

/** What to do next with a client that speaks SOCKS. `used` bytes of what was read are dealt with. */
export type SocksStep =
  | { readonly next: 'read more' }
  | { readonly next: 'answer'; readonly answer: Buffer; readonly used: number; readonly state: SocksState }
  | { readonly next: 'connect'; readonly answer: Buffer; readonly used: number; readonly target: Target }
  | { readonly next: 'refuse'; readonly answer: Buffer; readonly why: string; readonly target?: Target };

/** Where a SOCKS 5 client stands: choosing how to log in, logging in, or asking for a connection (RFC 1928). */
export type SocksState = 'greeting' | 'password' | 'request';

const COMMANDS: Readonly<Record<number, string>> = { 1: 'CONNECT', 2: 'BIND', 3: 'UDP ASSOCIATE' };

const NO_LOGIN = 0x00;
const PASSWORD = 0x02;
const READ_MORE: SocksStep = { next: 'read more' };

/** Whether the first bytes of a connection are a SOCKS client's; two bytes are needed to tell. */
export const isSocks = (bytes: Buffer): boolean =>
  (bytes[0] === 4 && (bytes[1] === 1 || bytes[1] === 2)) || (bytes[0] === 5 && bytes[1] !== undefined && bytes[1] > 0 && bytes.length <= 2 + bytes[1]);

/** The next step with a SOCKS 4, 4a or 5 client, given what it has sent since the step before. */
export function socksStep(bytes: Buffer, version: number, state: SocksState): SocksStep {
  if (version === 4) return socks4(bytes);
  if (state === 'greeting') return greeting(bytes);
  return state === 'password' ? password(bytes) : socks5Request(bytes);
}

function socks4(bytes: Buffer): SocksStep {
  const userEnd = bytes.indexOf(0, 8);
  if (bytes.length < 9 || userEnd < 0) return READ_MORE;
  const address = bytes.subarray(4, 8);
  const named = address.readUInt32BE() < 0x100 && address[3] !== 0; // SOCKS 4a: an address that cannot be, then a name.
  const nameEnd = named ? bytes.indexOf(0, userEnd + 1) : userEnd;
  if (nameEnd < 0) return READ_MORE;
  const host = named ? bytes.toString('latin1', userEnd + 1, nameEnd).toLowerCase() : address.join('.');
  const reply = (code: number): Buffer => Buffer.from([0, code, 0, 0, 0, 0, 0, 0]);
  const target = { host, port: bytes.readUInt16BE(2) };
  if (bytes[1] !== 1) return { next: 'refuse', answer: reply(0x5b), why: `SOCKS ${COMMANDS[bytes[1] ?? 0] ?? `command ${bytes[1] ?? 0}`}`, target };
  return { next: 'connect', answer: reply(0x5a), used: nameEnd + 1, target };
}

function greeting(bytes: Buffer): SocksStep {
  const count = bytes[1] ?? 0;
  if (bytes.length < 2 + count) return READ_MORE;
  const methods = bytes.subarray(2, 2 + count);
  const method = [NO_LOGIN, PASSWORD].find((known) => methods.includes(known));
  if (method === undefined) return { next: 'refuse', answer: Buffer.from([5, 0xff]), why: `SOCKS login methods ${[...methods].join(', ')}` };
  return { next: 'answer', answer: Buffer.from([5, method]), used: 2 + count, state: method === PASSWORD ? 'password' : 'request' };
}

/** Any name and password are taken (RFC 1929): the recorder keeps nobody out, and passes neither on. */
function password(bytes: Buffer): SocksStep {
  const nameLength = bytes[1] ?? 0;
  const end = 3 + nameLength + (bytes[2 + nameLength] ?? 0);
  if (bytes.length < 3 + nameLength || bytes.length < end) return READ_MORE;
  return { next: 'answer', answer: Buffer.from([1, 0]), used: end, state: 'request' };
}

function socks5Request(bytes: Buffer): SocksStep {
  const reply = (code: number): Buffer => Buffer.from([5, code, 0, 1, 0, 0, 0, 0, 0, 0]);
  if (bytes.length < 5) return READ_MORE;
  const [, command = 0, , type, nameLength = 0] = bytes;
  const length = type === 1 ? 4 : type === 4 ? 16 : type === 3 ? 1 + nameLength : undefined;
  if (bytes[0] !== 5 || length === undefined) return { next: 'refuse', answer: reply(0x08), why: `SOCKS request with address type ${type ?? 0}` };
  if (bytes.length < 6 + length) return READ_MORE;
  const address = bytes.subarray(4, 4 + length);
  const host = type === 1 ? address.join('.') : type === 3 ? address.toString('latin1', 1).toLowerCase() : ipv6(address);
  const target = { host, port: bytes.readUInt16BE(4 + length) };
  if (command !== 1) return { next: 'refuse', answer: reply(0x07), why: `SOCKS ${COMMANDS[command] ?? `command ${command}`}`, target };
  return { next: 'connect', answer: reply(0), used: 6 + length, target };
}

/** The shortest way of writing an address, as the URL standard has it. */
function ipv6(address: Buffer): string {
  const groups = Array.from({ length: 8 }, (_, index) => address.readUInt16BE(index * 2).toString(16));
  return new URL(`http://[${groups.join(':')}]/`).hostname.slice(1, -1);
}
