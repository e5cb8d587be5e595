import { createServer } from 'node:net';
import { EarshotError } from '../flow/errors.ts';

/** A TCP port of 127.0.0.1 that nobody listens on just now. Somebody else may take it before it is used. */
export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (typeof address === 'object' && address !== null) resolve(address.port);
        else reject(new EarshotError('PORT_TAKEN', `asked for a free port, found ${String(address)}, expected a port`));
      });
    });
  });
}
