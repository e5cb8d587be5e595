import type { Duplex } from 'node:stream';
import { asFailure, NetworkFailure } from './network-failure.ts';

const MAX_HEAD_BYTES = 16 * 1024;

/** Asks an HTTP proxy for a tunnel (`CONNECT`) and resolves once it stands; bytes that came along stay in the socket. */
export async function openTunnel(socket: Duplex, authority: string, userAgent: string): Promise<void> {
  socket.write(
    `CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\nUser-Agent: ${userAgent}\r\nProxy-Connection: Keep-Alive\r\n\r\n`,
  );
  const head = await readHead(socket);
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1]);
  if (status !== 200) {
    throw new NetworkFailure(Number.isNaN(status) ? 'TUNNEL_INVALID' : `TUNNEL_${status}`, 'tunnel', `tunnel to ${authority}: the proxy answered ${head.split('\r\n')[0] ?? ''}`);
  }
}

function readHead(socket: Duplex): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    const settle = (finish: () => void): void => {
      socket.off('readable', read);
      socket.off('end', ended);
      socket.off('error', failed);
      socket.off('close', ended);
      finish();
    };
    const failed = (error: unknown): void => settle(() => reject(asFailure(error, 'tunnel')));
    const ended = (): void => failed(new NetworkFailure('ECONNRESET', 'tunnel', 'the proxy hung up before it answered'));
    const read = (): void => {
      for (let chunk: unknown = socket.read(); Buffer.isBuffer(chunk); chunk = socket.read()) {
        received = Buffer.concat([received, chunk]);
      }
      const end = received.indexOf('\r\n\r\n');
      if (end === -1) {
        if (received.length > MAX_HEAD_BYTES) failed(new NetworkFailure('EPROTO', 'tunnel', 'the proxy answered with no end of headers'));
        return;
      }
      settle(() => {
        const rest = received.subarray(end + 4);
        if (rest.length > 0) socket.unshift(rest);
        resolve(received.toString('latin1', 0, end));
      });
    };
    socket.on('readable', read);
    socket.on('end', ended);
    socket.on('error', failed);
    socket.on('close', ended);
  });
}
