import { connect as connectTcp } from 'node:net';
import type { Duplex } from 'node:stream';
import { asFailure, NetworkFailure } from './network-failure.ts';

/** A TCP connection to the host's loopback. */
export function dial(address: { readonly host: string; readonly port: number }): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const socket = connectTcp({ host: address.host, port: address.port, noDelay: true });
    const failed = (error: Error): void => reject(asFailure(error, 'connect'));
    socket.once('error', failed);
    socket.once('connect', () => {
      socket.off('error', failed);
      resolve(socket);
    });
  });
}

/** The same promise, or ETIMEDOUT when it takes longer. */
export async function within<T>(timeoutMs: number, promise: Promise<T>): Promise<T> {
  const { promise: late, reject } = deferred();
  const timer = setTimeout(() => reject(new NetworkFailure('ETIMEDOUT', 'connect', `no connection within ${timeoutMs} ms`)), timeoutMs);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

function deferred(): { promise: Promise<never>; reject: (error: Error) => void } {
  let fail: (error: Error) => void = () => undefined;
  const promise = new Promise<never>((_resolve, reject) => (fail = reject));
  return { promise, reject: (error) => fail(error) };
}
