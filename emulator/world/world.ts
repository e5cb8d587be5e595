import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthority } from './certificate-authority.ts';
import { AddressBook } from './address-book.ts';
import { startDatagramRelay, type Datagram } from './datagram-relay.ts';
import { createNameServer, startDnsServer, type AnswerQuery } from './dns-server.ts';
import { startGateway, type Overheard } from './gateway.ts';
import { answerTime } from './network-time.ts';
import { answerQuic } from './quic-port.ts';
import type { SiteRequest } from './site.ts';

const DNS_PORT = 53;
const NTP_PORT = 123;
const QUIC_PORT = 443;

/** The internet the emulated phones see, on loopback. */
export interface World {
  /** HTTP/1.1 proxy: absolute-form requests and `CONNECT`. */
  readonly gateway: { readonly host: string; readonly port: number };
  /** Relay for datagrams, each behind the address it is meant for (SOCKS 5, RFC 1928 section 7): DNS, NTP, QUIC's port, any other. */
  readonly datagrams: { readonly host: string; readonly port: number };
  /** The name server as any DNS client on the host reaches it, over UDP and TCP. */
  readonly dns: { readonly host: string; readonly port: number };
  readonly caPem: string;
  /** The same certificate as a file, `world-ca.pem`. */
  readonly caFile: string;
  close(): Promise<void>;
}

export interface WorldOptions {
  /** Where the CA's certificate is written; a folder of its own, removed at the end, when absent. */
  readonly caFolder?: string;
  /** Told of each request a server of the world got. */
  readonly heard?: (request: SiteRequest) => void;
  /** Told of bytes that came without HTTP. */
  readonly overheard?: (message: Overheard) => void;
}

/** Starts the world: its authority, its names, its gateway, its servers without connections. */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const authority = await createAuthority();
  const own = options.caFolder === undefined ? await mkdtemp(join(tmpdir(), 'world-ca-')) : undefined;
  const folder = options.caFolder ?? own ?? tmpdir();
  await mkdir(folder, { recursive: true });
  const caFile = join(folder, 'world-ca.pem');
  await writeFile(caFile, authority.certPem);
  const overheard = options.overheard ?? (() => undefined);
  const book = new AddressBook();
  const names = createNameServer(book, (name, payload) => overheard({ transport: 'dns', host: name, port: DNS_PORT, payload }));
  const gateway = await startGateway({ ca: authority, book, names, heard: options.heard ?? (() => undefined), overheard });
  const datagrams = await startDatagramRelay(datagramServers({ book, names, overheard }));
  const dns = await startDnsServer(names);
  return {
    gateway: { host: gateway.host, port: gateway.port },
    datagrams: { host: datagrams.host, port: datagrams.port },
    dns: { host: dns.host, port: dns.port },
    caPem: authority.certPem,
    caFile,
    close: async () => {
      await Promise.all([gateway.close(), datagrams.close(), dns.close()]);
      if (own !== undefined) await rm(own, { recursive: true, force: true });
    },
  };
}

function datagramServers(world: {
  readonly book: AddressBook;
  readonly names: AnswerQuery;
  readonly overheard: (message: Overheard) => void;
}): (datagram: Datagram) => Buffer | undefined {
  return ({ address, port, payload }) => {
    if (port === DNS_PORT) return world.names(payload, 'udp');
    if (port === NTP_PORT) return answerTime(payload, Date.now());
    const host = world.book.nameOf(address) ?? address;
    world.overheard({ transport: port === QUIC_PORT ? 'quic' : 'udp', host, port, payload });
    return port === QUIC_PORT ? answerQuic(payload) : undefined;
  };
}
