import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Flow } from '../../src/flow/flow.ts';
import { createCa, type RunCa } from '../../src/record/ca.ts';
import { readFlows } from '../../src/record/ledger.ts';
import { startSidecar, type Sidecar } from '../../src/record/sidecar.ts';
import { PhoneDouble } from './phone-double.ts';
import { startWorldDouble, type WorldDouble } from './world-double.ts';

/** A phone, a sidecar and a world, on the loopback. */
export interface Rig {
  readonly folder: string;
  readonly ledgerDir: string;
  /** The certificate of the sidecar's CA, for clients of a test's own. */
  readonly caPem: string;
  readonly phone: PhoneDouble;
  readonly world: WorldDouble;
  readonly sidecar: Sidecar;
  /** Ends the sidecar and starts another on the same ledger. */
  restart(): Promise<Rig>;
  /** Resolves with the flows once they are as the test expects. */
  flowsWhen(ready: (flows: Flow[]) => boolean): Promise<Flow[]>;
  close(): Promise<void>;
}

/** Made once: its key takes longer than most tests do. */
let made: { readonly certPem: string; readonly key: Buffer } | undefined;

/** The CA of every rig, in a folder of its own as in a run. */
async function caIn(folder: string): Promise<Pick<RunCa, 'certPem' | 'certPath' | 'keyPath'>> {
  if (made === undefined) {
    const ca = await createCa({ folder, device: 'phone-1', run: 'run-1' });
    made = { certPem: ca.certPem, key: readFileSync(ca.keyPath) };
    return ca;
  }
  const [certPath, keyPath] = [join(folder, 'ca.pem'), join(folder, 'ca.key')];
  mkdirSync(folder, { mode: 0o700 });
  writeFileSync(certPath, made.certPem);
  writeFileSync(keyPath, made.key, { mode: 0o600 });
  return { certPem: made.certPem, certPath, keyPath };
}

/** Starts phone, sidecar and world. The caller closes them. */
export async function startRig(options: { answer?: RequestListener; raw?: (socket: Socket) => void } = {}): Promise<Rig> {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-record-'));
  const world = await startWorldDouble({ folder, answer: (_request, response) => response.end('hello'), ...options });
  const ca = await caIn(join(folder, 'ca'));
  const ledgerDir = join(folder, 'ledger');
  const start = (): Promise<Sidecar> =>
    startSidecar({ device: 'phone-1', ledgerDir, ca, upstream: { kind: 'proxy', url: world.proxyUrl, ca: world.caPath } });
  const rigWith = (sidecar: Sidecar): Rig => ({
    folder,
    ledgerDir,
    caPem: ca.certPem,
    world,
    sidecar,
    phone: new PhoneDouble(sidecar.port, ca.certPem),
    restart: async () => {
      await sidecar.close();
      return rigWith(await start());
    },
    flowsWhen: (ready) => pollFlows(ledgerDir, ready),
    close: async () => {
      await sidecar.close();
      await world.close();
      rmSync(folder, { recursive: true, force: true });
    },
  });
  return rigWith(await start());
}

/** Reads the ledger until it is as expected; mocha's timeout ends what never becomes so. */
async function pollFlows(ledgerDir: string, ready: (flows: Flow[]) => boolean): Promise<Flow[]> {
  for (;;) {
    const flows = readFlows(ledgerDir);
    if (ready(flows)) return flows;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
