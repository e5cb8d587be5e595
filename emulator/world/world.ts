import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthority } from './certificate-authority.ts';
import { startGateway } from './gateway.ts';
import type { SiteRequest } from './site.ts';
import { startTimeServer } from './time-server.ts';

/** The internet the emulated phones see, on loopback. */
export interface World {
  /** HTTP/1.1 proxy: absolute-form requests and `CONNECT`. */
  readonly gateway: { readonly host: string; readonly port: number };
  /** NTP over UDP. */
  readonly time: { readonly host: string; readonly port: number };
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
}

/** Starts the world: its authority, its gateway, its time server. */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const authority = await createAuthority();
  const own = options.caFolder === undefined ? await mkdtemp(join(tmpdir(), 'world-ca-')) : undefined;
  const folder = options.caFolder ?? own ?? tmpdir();
  await mkdir(folder, { recursive: true });
  const caFile = join(folder, 'world-ca.pem');
  await writeFile(caFile, authority.certPem);
  const gateway = await startGateway(authority, options.heard ?? (() => undefined));
  const time = await startTimeServer();
  return {
    gateway: { host: gateway.host, port: gateway.port },
    time: { host: time.host, port: time.port },
    caPem: authority.certPem,
    caFile,
    close: async () => {
      await Promise.all([gateway.close(), time.close()]);
      if (own !== undefined) await rm(own, { recursive: true, force: true });
    },
  };
}
