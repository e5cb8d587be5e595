import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { createCa } from '../../src/record/ca.ts';
import { readFlows } from '../../src/record/ledger.ts';
import { startSidecar } from '../../src/record/sidecar.ts';
import { ServerAddresses } from '../../src/record/sidecar/server-addresses.ts';
import { PhoneDouble } from './phone-double.ts';

describe('the addresses of servers', () => {
  it('are noted of plain and of TLS connections, by the host they were for', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const addresses = new ServerAddresses();
    const stop = addresses.listen();
    try {
      const plain = connect({ host: 'localhost', port, family: 4 });
      const secured = connectTls(port, 'LOCALHOST', { family: 4 } as object);
      secured.on('error', () => undefined);
      await Promise.all([once(plain, 'connect'), once(secured, 'connect')]);
      plain.destroy();
      secured.destroy();

      assert.equal(addresses.of('localhost'), '127.0.0.1');
      assert.equal(addresses.of('elsewhere.example'), undefined);
    } finally {
      stop();
      server.close();
    }
  });

  it('are in the flows of a sidecar that connects by itself', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'earshot-addresses-'));
    const server = createServer((_request, response) => response.end('hello')).listen(0, '127.0.0.1');
    const ca = await createCa({ folder: join(folder, 'ca'), device: 'phone-1', run: 'run-1' });
    const ledgerDir = join(folder, 'ledger');
    const sidecar = await startSidecar({ device: 'phone-1', ledgerDir, ca, upstream: { kind: 'direct' } });
    try {
      const { port } = server.address() as AddressInfo;
      await new PhoneDouble(sidecar.port, ca.certPem).fetch(`http://localhost:${port}/`);

      const [flow] = readFlows(ledgerDir);
      assert.equal(flow?.state, 'complete');
      assert.equal(flow.address, '127.0.0.1');
    } finally {
      await sidecar.close();
      server.close();
      rmSync(folder, { recursive: true });
    }
  });
});
