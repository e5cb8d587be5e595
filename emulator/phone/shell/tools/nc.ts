import type { Duplex } from 'node:stream';
import { fail, type Invocation, type Program } from '../process/invocation.ts';
import { readOptions } from './options.ts';

/**
 * toybox `nc host port`: what comes in goes to the peer, what the peer sends is printed; it ends when the peer ends.
 * The phone's own 127.0.0.1 is reached by the loopback, other hosts by the network.
 */
export const nc: Program = async (invocation) => {
  const { values, operands } = readOptions(invocation.args, '46ELUflup:q:s:w:W:t');
  const [host, portText] = operands;
  const port = Number(portText);
  if (host === undefined || !Number.isInteger(port)) return fail(invocation, 'Needs 2 arguments');
  let socket: Duplex;
  try {
    socket = await connect(invocation, host, port);
  } catch (error) {
    return fail(invocation, `connect: ${error instanceof Error ? error.message : String(error)}`);
  }
  return talk(invocation, socket, Number(values.get('W') ?? '0') * 1000);
};

async function connect(invocation: Invocation, host: string, port: number): Promise<Duplex> {
  const isLocal = host === '127.0.0.1' || host === 'localhost';
  if (isLocal && invocation.phone.connect === undefined) {
    const socket = invocation.phone.services.loopback.connect(port);
    if (socket === undefined) throw new Error('Connection refused');
    return socket;
  }
  if (invocation.phone.connect === undefined) throw new Error('Network is unreachable');
  try {
    return await invocation.phone.connect(host, port, invocation.credential.uid);
  } catch (error) {
    throw new Error(connectText(error), { cause: error });
  }
}

function hasCode(error: Error, code: string): boolean {
  return 'code' in error && error.code === code;
}

function connectText(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const texts: Readonly<Record<string, string>> = {
    ECONNREFUSED: 'Connection refused', ETIMEDOUT: 'Connection timed out', EHOSTUNREACH: 'No route to host',
    ENETUNREACH: 'Network is unreachable', ENOTFOUND: 'No address associated with hostname',
  };
  return texts[code] ?? (error instanceof Error ? error.message : String(error));
}

function talk(invocation: Invocation, socket: Duplex, idleLimitMs: number): Promise<number> {
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    const finish = (code: number): void => {
      clearTimeout(timer);
      invocation.signal.removeEventListener('abort', onAbort);
      socket.destroy();
      resolve(code);
    };
    const onAbort = (): void => finish(129);
    const watch = (): void => {
      if (idleLimitMs === 0) return;
      clearTimeout(timer);
      timer = setTimeout(() => finish(1), idleLimitMs);
    };
    invocation.signal.addEventListener('abort', onAbort, { once: true });
    invocation.stdout.onClosed(() => finish(141));
    socket.on('data', (chunk: Buffer) => {
      watch();
      invocation.stdout.write(chunk);
    });
    socket.once('end', () => finish(0));
    socket.once('close', () => finish(0));
    socket.once('error', (error) => {
      // Toybox takes a read that fails for the end.
      if (hasCode(error, 'ECONNRESET')) {
        finish(0);
        return;
      }
      invocation.stderr.write(`nc: ${connectText(error)}\n`);
      finish(1);
    });
    watch();
    void pump(invocation, socket);
  });
}

async function pump(invocation: Invocation, socket: Duplex): Promise<void> {
  for (let chunk = await invocation.stdin.read(); chunk !== undefined; chunk = await invocation.stdin.read()) {
    if (socket.destroyed || socket.writableEnded) return;
    socket.write(chunk);
  }
  // Toybox shuts its half down at the end of its input; the answer may still come.
  if (!socket.destroyed) socket.end();
}
