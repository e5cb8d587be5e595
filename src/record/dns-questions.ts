import { decode } from 'dns-packet';

import type { DnsQuestion, Header } from '../flow/flow.ts';

/** Media type of a DNS message over HTTPS (RFC 8484, 6). */
const DNS_MESSAGE = 'application/dns-message';

/** The shortest query: a header of 12 bytes, a name of one byte, type and class (RFC 1035, 4.1). */
const SHORTEST_QUERY_BYTES = 17;

/** Numbers of record types by which JSON resolvers may be asked, for the types resolvers meet (IANA, DNS parameters). */
const TYPE_NAMES: Readonly<Record<string, string>> = { 1: 'A', 2: 'NS', 5: 'CNAME', 12: 'PTR', 15: 'MX', 16: 'TXT', 28: 'AAAA', 33: 'SRV', 65: 'HTTPS', 255: 'ANY' };

/** The questions of one DNS query; nothing when the bytes are no query. Never throws. */
export function questionsOfQuery(message: Uint8Array): readonly DnsQuestion[] {
  const bytes = Buffer.from(message.buffer, message.byteOffset, message.byteLength);
  if (bytes.length < SHORTEST_QUERY_BYTES) return [];
  const isQuery = (bytes.readUInt16BE(2) & 0xf800) === 0; // QR and OPCODE: a standard query (RFC 1035, 4.1.1).
  const count = bytes.readUInt16BE(4);
  if (!isQuery || count === 0 || count > 8 || bytes.readUInt16BE(6) !== 0) return [];
  try {
    return (decode(bytes).questions ?? []).map(({ name, type }) => ({ name: name.toLowerCase(), type }));
  } catch {
    return []; // Bytes that only look like a query; they are kept as what they are.
  }
}

/** The questions in a stream of queries, each behind its length in two bytes, as over TCP and TLS (RFC 7766, 8). */
export function questionsOfStream(sent: Uint8Array): readonly DnsQuestion[] {
  const bytes = Buffer.from(sent.buffer, sent.byteOffset, sent.byteLength);
  const questions: DnsQuestion[] = [];
  for (let at = 0; at + 2 <= bytes.length;) {
    const end = at + 2 + bytes.readUInt16BE(at);
    if (end > bytes.length) break;
    const found = questionsOfQuery(bytes.subarray(at + 2, end));
    if (found.length === 0) break; // Not DNS, or not any more.
    questions.push(...found);
    at = end;
  }
  return questions;
}

/** The questions of a DNS query over HTTPS, as message by POST or GET (RFC 8484) or as the JSON resolvers take it. */
export function questionsOfRequest(request: { method: string; url: string; headers: readonly Header[] }, body: Uint8Array): readonly DnsQuestion[] {
  const header = (name: string): string => request.headers.find(([found]) => found.toLowerCase() === name)?.[1].toLowerCase() ?? '';
  if (request.method === 'POST') return header('content-type').startsWith(DNS_MESSAGE) ? questionsOfQuery(body) : [];
  if (request.method !== 'GET' || !URL.canParse(request.url)) return [];
  const { pathname, searchParams } = new URL(request.url);
  const message = searchParams.get('dns');
  if (message !== null) return questionsOfQuery(Buffer.from(message, 'base64url'));
  const name = searchParams.get('name');
  const isJson = /^\/(dns-query|resolve)$/.test(pathname) || /application\/dns(-json|\+json)/.test(header('accept'));
  if (name === null || !isJson) return [];
  const type = (searchParams.get('type') ?? 'A').toUpperCase();
  return [{ name: name.toLowerCase().replace(/\.$/, ''), type: TYPE_NAMES[type] ?? type }];
}
