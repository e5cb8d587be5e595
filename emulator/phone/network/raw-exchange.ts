import type { Duplex } from 'node:stream';
import { asFailure } from './network-failure.ts';

/** Writes bytes, ends its half and reads what comes back until the other side ends too or the time is over. */
export function sayOver(socket: Duplex, payload: Buffer, answerWithinMs: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const received: Buffer[] = [];
    const timer = setTimeout(() => settle(() => resolve(Buffer.concat(received))), answerWithinMs);
    const settle = (finish: () => void): void => {
      clearTimeout(timer);
      finish();
    };
    socket.on('data', (chunk: Buffer) => received.push(chunk));
    socket.once('end', () => settle(() => resolve(Buffer.concat(received))));
    socket.once('error', (error) => settle(() => reject(asFailure(error, 'exchange'))));
    socket.end(payload);
  });
}
