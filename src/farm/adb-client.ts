import { createRequire } from 'node:module';
import { PassThrough, type Duplex, type Readable } from 'node:stream';
import type * as Adbkit from '@devicefarmer/adbkit';
import { EarshotError } from '../flow/errors.ts';
import { parseDeviceList, type ListedDevice } from './adb-device-list.ts';
import { within } from './wait-until.ts';

// adbkit is CommonJS with exports that an ES module cannot see by name, and a default that differs between loaders.
const adbkit = createRequire(import.meta.url)('@devicefarmer/adbkit') as typeof Adbkit;

/**
 * adbkit starts an adb server when none answers. A server is somebody's: the run's own is started under a keeper, the
 * user's never by us. So the program it would start is one that cannot exist.
 */
const NO_PROGRAM = '/dev/null/no-adb';

const ANSWER_LIMIT_MS = 10_000;

/** The part of adbkit's connection that is used; its own types rest on Bluebird's, which are not installed. */
interface ServerConnection {
  readonly parser: {
    readAscii(byteCount: number): PromiseLike<string>;
    readValue(): PromiseLike<Buffer>;
    raw(): Duplex;
  };
  write(data: Buffer): unknown;
  end(): unknown;
}

interface SyncService {
  push(content: PassThrough, path: string, mode: number): NodeJS.EventEmitter;
  stat(path: string): PromiseLike<{ readonly size: number }>;
  pull(path: string): Readable;
  end(): unknown;
}

/** A client of one adb server, over its socket: never starts a server, never ends one. The only user of adbkit. */
export class AdbClient {
  readonly port: number;
  readonly #client: InstanceType<typeof adbkit.Client>;

  constructor(port: number) {
    this.port = port;
    this.#client = new adbkit.Client({ host: '127.0.0.1', port, bin: NO_PROGRAM });
    // Sockets that fail between two answers; whoever waits on one learns it from the missing answer.
    this.#client.on('error', () => undefined);
  }

  /** Answer to a request the server replies to with a text: `host:version`, `host:connect:<host:port>`, … */
  async ask(request: string): Promise<string> {
    return this.#bounded(request, async (connection) => {
      await this.#send(connection, request);
      return (await connection.parser.readValue()).toString();
    });
  }

  /** Every phone the server knows, whatever its state. */
  async devices(): Promise<readonly ListedDevice[]> {
    return parseDeviceList(await this.ask('host:devices-l'));
  }

  /** Features a phone announced, such as `shell_v2`; empty on phones before Android 7. */
  async features(serial: string): Promise<readonly string[]> {
    const answer = await this.ask(`host-serial:${serial}:features`);
    return answer.split(',').map((feature) => feature.trim()).filter((feature) => feature !== '');
  }

  /** Opens a service of a phone's adbd, such as `shell:…`; whoever opened the stream destroys it. */
  async open(serial: string, service: string): Promise<Duplex> {
    return this.#keeping(service, async (connection) => {
      await this.#send(connection, `host:transport:${serial}`);
      await this.#send(connection, service);
      return connection.parser.raw();
    });
  }

  /** What a phone's adbd replies to a request about its reverse tunnels, once it has agreed to it. */
  async askReverse(serial: string, request: string): Promise<string> {
    return this.#bounded(`reverse:${request}`, async (connection) => {
      await this.#send(connection, `host:transport:${serial}`);
      await this.#send(connection, `reverse:${request}`);
      if (request === 'list-forward') return (await connection.parser.readValue()).toString();
      // The first OKAY is the server's (the service is open), the second adbd's (the tunnel is as asked).
      await expectOkay(connection);
      return '';
    });
  }

  /** Reads a file of the phone through its sync service. @throws {EarshotError} when it cannot be read, has more bytes or takes longer. */
  async pull(serial: string, remotePath: string, { mostBytes, limitMs }: { readonly mostBytes: number; readonly limitMs: number }): Promise<Buffer> {
    const sync = await this.#sync(serial);
    try {
      return await within(receive(sync, remotePath, mostBytes), limitMs, () => this.#late(`pull of ${remotePath}`, limitMs));
    } catch (cause) {
      if (cause instanceof EarshotError) throw cause;
      throw new EarshotError('PHONE_REFUSED', `read ${remotePath} of ${serial}, found "${cause instanceof Error ? cause.message : String(cause)}", expected its bytes`, { cause });
    } finally {
      sync.end();
    }
  }

  /** Writes a file on the phone through its sync service. */
  async push(serial: string, content: Buffer, remotePath: string): Promise<void> {
    const sync = await this.#sync(serial);
    const source = new PassThrough();
    source.end(content);
    try {
      const transfer = sync.push(source, remotePath, 0o644);
      const done = new Promise<void>((resolve, reject) => {
        transfer.once('error', reject);
        transfer.once('end', resolve);
      });
      await within(done, 60_000, () => this.#late(`push of ${remotePath}`, 60_000));
    } finally {
      sync.end();
    }
  }

  #sync(serial: string): Promise<SyncService> {
    return this.#reach(async () => await this.#client.getDevice(serial).syncService() as SyncService, `the sync service of ${serial}`);
  }

  async #send(connection: ServerConnection, request: string): Promise<void> {
    const body = Buffer.from(request);
    if (body.length > 0xffff) {
      throw new EarshotError('BAD_INPUT', `a request to adb has ${body.length} bytes, expected at most 65535`);
    }
    connection.write(Buffer.concat([Buffer.from(body.length.toString(16).padStart(4, '0')), body]));
    await expectOkay(connection);
  }

  async #bounded<T>(what: string, work: (connection: ServerConnection) => Promise<T>): Promise<T> {
    const connection = await this.#connection();
    try {
      return await within(work(connection), ANSWER_LIMIT_MS, () => this.#late(what, ANSWER_LIMIT_MS));
    } finally {
      connection.parser.raw().destroy();
    }
  }

  async #keeping<T>(what: string, work: (connection: ServerConnection) => Promise<T>): Promise<T> {
    const connection = await this.#connection();
    try {
      return await within(work(connection), ANSWER_LIMIT_MS, () => this.#late(what, ANSWER_LIMIT_MS));
    } catch (error) {
      connection.parser.raw().destroy();
      throw error;
    }
  }

  async #connection(): Promise<ServerConnection> {
    return this.#reach(async () => await this.#client.connection() as ServerConnection, 'a connection');
  }

  async #reach<T>(connect: () => Promise<T>, what: string): Promise<T> {
    try {
      return await within(connect(), ANSWER_LIMIT_MS, () => this.#late(what, ANSWER_LIMIT_MS));
    } catch (cause) {
      if (cause instanceof EarshotError) throw cause;
      if (cause instanceof Error && cause.name === 'FailError') throw refused(cause.message, cause);
      throw new EarshotError('NO_PHONE', `asked the adb server on port ${this.port}, found nobody listening, `
        + 'expected an answer', { cause });
    }
  }

  #late(what: string, limitMs: number): EarshotError {
    return new EarshotError('NO_PHONE', `asked the adb server on port ${this.port} for ${what.slice(0, 120)}, found `
      + `no answer within ${limitMs / 1000} s, expected one`);
  }
}

/** The size is asked for first: adbkit ends a transfer the phone broke off as if it was over. */
async function receive(sync: SyncService, remotePath: string, mostBytes: number): Promise<Buffer> {
  const { size } = await sync.stat(remotePath);
  if (size > mostBytes) throw new Error(`${size} bytes, more than the ${mostBytes} that are read`);
  const chunks: Buffer[] = [];
  let byteCount = 0;
  for await (const chunk of sync.pull(remotePath) as AsyncIterable<Buffer>) {
    byteCount += chunk.length;
    if (byteCount > size) throw new Error(`more than the ${size} bytes that it said`);
    chunks.push(chunk);
  }
  if (byteCount < size) throw new Error(`${byteCount} of ${size} bytes`);
  return Buffer.concat(chunks);
}

async function expectOkay(connection: ServerConnection): Promise<void> {
  const reply = await readStatus(connection);
  if (reply === 'OKAY') return;
  const reason = reply === 'FAIL' ? (await connection.parser.readValue()).toString() : JSON.stringify(reply);
  throw refused(reason);
}

async function readStatus(connection: ServerConnection): Promise<string> {
  try {
    return await connection.parser.readAscii(4);
  } catch (cause) {
    throw new EarshotError('NO_PHONE', 'asked the adb server, found the connection closed before its answer, '
      + 'expected OKAY or FAIL', { cause });
  }
}

function refused(reason: string, cause?: unknown): EarshotError {
  return new EarshotError('NO_PHONE', `asked the adb server, found "${reason}", expected OKAY`, { cause });
}
