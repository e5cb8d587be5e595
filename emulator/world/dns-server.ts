import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { AUTHORITATIVE_ANSWER, decode, encode, RECURSION_AVAILABLE, RECURSION_DESIRED, type Packet } from 'dns-packet';
import type { AddressBook } from './address-book.ts';

const TTL_S = 300;
const NXDOMAIN = 3;
const LENGTH_BYTES = 2;
const TYPES_WITH_ADDRESS = new Set(['A', 'ANY']);

/** What a name server is asked; `undefined` answers nothing (rubbish came in). */
export type AnswerQuery = (query: Buffer, by: 'udp' | 'tcp') => Buffer | undefined;

/** A name server for every name: an invented IPv4 address each, none under `.invalid`, no other records. */
export function createNameServer(book: AddressBook, asked: (name: string, query: Buffer, by: 'udp' | 'tcp') => void): AnswerQuery {
  return (query, by) => {
    const packet = decoded(query);
    const question = packet?.questions?.[0];
    if (packet === undefined || question === undefined) return undefined;
    asked(question.name, query, by);
    const address = book.addressOf(question.name);
    const flags = RECURSION_AVAILABLE | AUTHORITATIVE_ANSWER | ((packet.flags ?? 0) & RECURSION_DESIRED);
    const hasAddress = address !== undefined && TYPES_WITH_ADDRESS.has(question.type);
    return encode({
      type: 'response',
      id: packet.id ?? 0,
      flags: address === undefined ? flags | NXDOMAIN : flags,
      questions: [question],
      answers: hasAddress ? [{ type: 'A', name: question.name, ttl: TTL_S, data: address }] : [],
    });
  };
}

function decoded(query: Buffer): Packet | undefined {
  try {
    const packet = decode(query);
    return packet.type === 'query' ? packet : undefined;
  } catch {
    // Not DNS: a name server is silent then.
    return undefined;
  }
}

/** Serves DNS over one TCP connection: each message behind its length in two bytes (RFC 1035, 4.2.2). */
export function serveDnsOverTcp(socket: Duplex, answer: AnswerQuery): void {
  let pending = Buffer.alloc(0);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk]);
    while (pending.length >= LENGTH_BYTES && pending.length >= LENGTH_BYTES + pending.readUInt16BE(0)) {
      const end = LENGTH_BYTES + pending.readUInt16BE(0);
      const reply = answer(pending.subarray(LENGTH_BYTES, end), 'tcp');
      pending = pending.subarray(end);
      if (reply === undefined) continue;
      const length = Buffer.alloc(LENGTH_BYTES);
      length.writeUInt16BE(reply.length);
      socket.write(Buffer.concat([length, reply]));
    }
  });
}

/** A name server on a loopback port of its own, over UDP and TCP. */
export interface DnsServer {
  readonly host: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Two sockets must have the same port, and a port that is free for TCP may be taken for UDP. */
const PORT_TRIES = 10;

/** Starts the name server where any DNS client on the host reaches it. */
export async function startDnsServer(answer: AnswerQuery): Promise<DnsServer> {
  for (let tries = 1; ; tries++) {
    try {
      return await serveOnOnePort(answer);
    } catch (error) {
      if (tries === PORT_TRIES || !(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    }
  }
}

async function serveOnOnePort(answer: AnswerQuery): Promise<DnsServer> {
  const sockets = new Set<Duplex>();
  const tcp = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    serveDnsOverTcp(socket, answer);
  });
  tcp.listen(0, '127.0.0.1');
  await once(tcp, 'listening');
  const { port } = tcp.address() as AddressInfo;
  const udp = createSocket('udp4');
  udp.on('message', (query, from) => {
    const reply = answer(query, 'udp');
    if (reply !== undefined) udp.send(reply, from.port, from.address);
  });
  try {
    udp.bind(port, '127.0.0.1');
    await once(udp, 'listening');
  } catch (error) {
    tcp.close();
    udp.close();
    throw error;
  }
  return {
    host: '127.0.0.1',
    port,
    close: async () => {
      const closed = Promise.all([once(tcp, 'close'), once(udp, 'close')]);
      tcp.close();
      udp.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
