import { spawn } from 'node:child_process';
import { Duplex, PassThrough } from 'node:stream';
import { InMemoryFs } from 'just-bash';
import { startAdbd } from '../../../emulator/phone/adbd/adbd.ts';
import type { Adbd } from '../../../emulator/phone/adbd/adbd.ts';
import type { Authorisation, Loopback, Properties, Shell, ShellProcess } from '../../../emulator/phone/system/services.ts';

/** A phone that is nothing but an adbd: the host's `sh` for a shell, an empty file system, a loopback. */
export interface PhoneDouble {
  readonly adbd: Adbd;
  readonly serial: string;
  readonly files: InMemoryFs;
  readonly loopback: LoopbackDouble;
  readonly properties: Properties;
  /** Bytes that `cmd package install` was given, in order. */
  readonly installed: readonly Buffer[];
  /** Commands that were hung up. */
  readonly hungUp: readonly string[];
}

export interface PhoneDoubleOptions {
  readonly apiLevel?: number;
  readonly debuggable?: boolean;
  readonly authorisation?: Authorisation;
}

/** An owner who accepts every key. */
export const trusting: Authorisation = { trusted: () => [], ask: () => Promise.resolve(true) };

export async function startPhoneDouble(options: PhoneDoubleOptions = {}): Promise<PhoneDouble> {
  const files = new InMemoryFs();
  await files.mkdir('/data/local/tmp', { recursive: true });
  await files.mkdir('/sdcard', { recursive: true });
  await files.mkdir('/system/etc', { recursive: true });
  const properties = propertiesOf({
    'ro.build.version.sdk': String(options.apiLevel ?? 30),
    'ro.debuggable': options.debuggable === true ? '1' : '0',
    'ro.product.name': 'ginkgo_eea',
    'ro.product.model': 'Redmi Note 8',
    'ro.product.device': 'ginkgo',
  });
  const loopback = new LoopbackDouble();
  const installed: Buffer[] = [];
  const hungUp: string[] = [];
  const shell = shellDouble(installed, hungUp);
  const adbd = await startAdbd({ port: 0, shell, files, loopback, properties, authorisation: options.authorisation ?? trusting });
  return { adbd, serial: `127.0.0.1:${adbd.port}`, files, loopback, properties, installed, hungUp };
}

function propertiesOf(initial: Record<string, string>): Properties {
  const values = new Map(Object.entries(initial));
  return {
    get: (name) => values.get(name) ?? '',
    set: (name, value) => {
      values.set(name, value);
    },
    list: () => [...values],
  };
}

/** Pairs of streams instead of sockets. */
export class LoopbackDouble implements Loopback {
  readonly #listeners = new Map<number, (socket: Duplex) => void>();

  connect(port: number): Duplex | undefined {
    const accept = this.#listeners.get(port);
    if (accept === undefined) return undefined;
    const [near, far] = duplexPair();
    accept(far);
    return near;
  }

  listen(port: number, accept: (socket: Duplex) => void): { close(): void } {
    if (this.#listeners.has(port)) throw new Error(`port ${port} is taken`);
    this.#listeners.set(port, accept);
    return { close: () => this.#listeners.delete(port) };
  }

  isOpen(port: number): boolean {
    return this.#listeners.has(port);
  }
}

function duplexPair(): [Duplex, Duplex] {
  const near: Duplex = half(() => far);
  const far: Duplex = half(() => near);
  return [near, far];
}

function half(peer: () => Duplex): Duplex {
  return new Duplex({
    read: () => undefined,
    write: (chunk, _encoding, done) => {
      peer().push(chunk);
      done();
    },
    final: (done) => {
      peer().push(null);
      done();
    },
    destroy: (_error, done) => {
      done(null);
      if (!peer().destroyed) peer().destroy();
    },
  });
}

function shellDouble(installed: Buffer[], hungUp: string[]): Shell {
  return { spawn: (command) => (/^cmd '?package'? '?install/.test(command) ? installProcess(command, installed) : hostShell(command, hungUp)) };
}

function hostShell(command: string, hungUp: string[]): ShellProcess {
  const child = spawn('/bin/sh', command === '' ? [] : ['-c', command]);
  return {
    stdin: child.stdin,
    stdout: child.stdout,
    stderr: child.stderr,
    exited: new Promise((resolve) => {
      child.once('exit', (code) => {
        resolve(code ?? 129);
      });
    }),
    kill: () => {
      hungUp.push(command);
      child.kill('SIGHUP');
    },
  };
}

function installProcess(command: string, installed: Buffer[]): ShellProcess {
  const stdin = new PassThrough();
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const expected = Number(/-S'? '?(\d+)/.exec(command)?.[1]);
  const exited = (async () => {
    const chunks: Buffer[] = [];
    let byteCount = 0;
    for await (const chunk of stdin) {
      chunks.push(chunk as Buffer);
      byteCount += (chunk as Buffer).length;
      if (byteCount >= expected) break;
    }
    installed.push(Buffer.concat(chunks));
    stdout.end('Success\n');
    stderr.end();
    return 0;
  })();
  return { stdin, stdout, stderr, exited, kill: () => stdin.end() };
}
