import { once } from 'node:events';
import { ByteReader } from './byte-reader.ts';
import type { AdbStream } from './stream.ts';
import { packed, readTransferFlags, unpacked } from './sync-compression.ts';
import type { SyncCompression, TransferSetup } from './sync-compression.ts';
import { SyncRefusal } from './sync-files.ts';
import type { SyncFiles } from './sync-files.ts';
import { DATA_LIMIT_BYTES, entryV1, entryV2, listEndV1, listEndV2, statusV1, statusV2, syncFail, syncHeader } from './sync-protocol.ts';

/** Longest path a request may carry. */
const PATH_LIMIT_BYTES = 1024;

/** What a request's id needs among the features of adbd; an older one refuses it as unknown. */
const NEEDED_FEATURE: Readonly<Record<string, string>> = { STA2: 'stat_v2', LST2: 'stat_v2', LIS2: 'ls_v2', SND2: 'sendrecv_v2', RCV2: 'sendrecv_v2' };

const PLAIN: TransferSetup = { compression: 'none', dryRun: false };

/** Serves one `sync:` stream until its QUIT, its end or the first transfer that failed, as adbd does. */
export async function serveSync(files: SyncFiles, features: ReadonlySet<string>, stream: AdbStream): Promise<void> {
  try {
    await new SyncSession(files, features, stream).run();
  } catch {
    // The host went away in the middle of a request; nobody is left to be told.
  }
  stream.end();
}

class SyncSession {
  readonly #files: SyncFiles;
  readonly #features: ReadonlySet<string>;
  readonly #stream: AdbStream;
  readonly #input: ByteReader;

  constructor(files: SyncFiles, features: ReadonlySet<string>, stream: AdbStream) {
    this.#files = files;
    this.#features = features;
    this.#stream = stream;
    this.#input = new ByteReader(stream);
  }

  async run(): Promise<void> {
    for (;;) {
      const header = await this.#input.take(8);
      if (header === undefined) return;
      const id = header.toString('latin1', 0, 4);
      if (id === 'QUIT') return;
      const length = header.readUInt32LE(4);
      if (length > PATH_LIMIT_BYTES) {
        this.#refused('path too long');
        return;
      }
      const path = await this.#input.take(length);
      if (path === undefined) return;
      if (!(await this.#answer(id, path.toString('utf8')))) return;
    }
  }

  /** Answers one request; false when the stream is of no use after it. */
  async #answer(id: string, path: string): Promise<boolean> {
    const needed = NEEDED_FEATURE[id];
    switch (needed === undefined || this.#features.has(needed) ? id : 'unknown') {
      case 'STAT': {
        const status = await this.#files.status(path, { followLinks: false });
        return this.#sent(statusV1('errno' in status ? undefined : status));
      }
      case 'STA2': return this.#sent(statusV2(id, await this.#files.status(path, { followLinks: true })));
      case 'LST2': return this.#sent(statusV2(id, await this.#files.status(path, { followLinks: false })));
      case 'LIST': return this.#sent(Buffer.concat([...(await this.#files.list(path)).map(([name, status]) => entryV1(name, status)), listEndV1()]));
      case 'LIS2': return this.#sent(Buffer.concat([...(await this.#files.list(path)).map(([name, status]) => entryV2(name, status)), listEndV2()]));
      case 'RECV': return this.#receive(path, PLAIN);
      case 'RCV2': return this.#receiveV2(path);
      case 'SEND': return this.#sendV1(path);
      case 'SND2': return this.#sendV2(path);
      default: return this.#refused(`unknown command ${Buffer.from(id, 'latin1').readUInt32LE(0).toString(16).padStart(8, '0')}`);
    }
  }

  /** The flags come in a record of their own behind the path. */
  async #receiveV2(path: string): Promise<boolean> {
    const setup = await this.#input.take(8);
    if (setup === undefined) return false;
    // Nothing is received by a dry run of receiving: the flag is unknown there.
    const transfer = readTransferFlags(setup.readUInt32LE(4), new Set([...this.#features].filter((feature) => feature !== 'sendrecv_v2_dry_run_send')));
    return typeof transfer === 'string' ? this.#refused(transfer) : this.#receive(path, transfer);
  }

  async #receive(path: string, transfer: TransferSetup): Promise<boolean> {
    let content: Buffer;
    try {
      content = await packed(await this.#files.read(path), transfer.compression);
    } catch (error) {
      return this.#refused(reasonOf(error));
    }
    for (let start = 0; start < content.length; start += DATA_LIMIT_BYTES) {
      const chunk = content.subarray(start, start + DATA_LIMIT_BYTES);
      const room = this.#stream.write(Buffer.concat([syncHeader('DATA', chunk.length), chunk]));
      if (!room && !this.#stream.hungUp) await Promise.race([once(this.#stream, 'drain'), once(this.#stream, 'hangup')]);
      if (this.#stream.hungUp) return false;
    }
    return this.#sent(syncHeader('DONE', 0));
  }

  /** SEND's argument is `path,mode`, the mode in decimal with the file's type. */
  async #sendV1(argument: string): Promise<boolean> {
    const comma = argument.lastIndexOf(',');
    const mode = Number.parseInt(argument.slice(comma + 1), 10);
    if (comma < 0 || !Number.isInteger(mode)) return this.#refused('missing , in ID_SEND');
    return this.#takeFile(argument.slice(0, comma), mode, PLAIN);
  }

  /** SND2 has its mode and its flags in a record of their own behind the path. */
  async #sendV2(path: string): Promise<boolean> {
    const setup = await this.#input.take(12);
    if (setup === undefined) return false;
    const transfer = readTransferFlags(setup.readUInt32LE(8), this.#features);
    if (typeof transfer === 'string') return this.#refused(transfer);
    return this.#takeFile(path, setup.readUInt32LE(4), transfer);
  }

  /** What is wrong with the file is told behind its last chunk: hosts of old lose what is said before. */
  async #takeFile(path: string, mode: number, transfer: TransferSetup): Promise<boolean> {
    const refusal = transfer.dryRun ? undefined : await this.#failureOf(() => this.#files.makeParents(path));
    const received = await this.#receiveChunks();
    if (received === undefined) return false;
    const failure = refusal ?? (await this.#failureOf(() => this.#store(path, mode, { received, transfer })));
    return failure === undefined ? this.#sent(syncHeader('OKAY', 0)) : this.#refused(failure);
  }

  async #store(path: string, mode: number, what: { readonly received: ReceivedFile; readonly transfer: TransferSetup }): Promise<void> {
    const { received, transfer } = what;
    const content = await unpack(Buffer.concat(received.chunks), transfer.compression);
    if (!transfer.dryRun) await this.#files.write(path, content, { mode, mtimeMs: received.mtimeMs });
  }

  async #failureOf(act: () => Promise<void>): Promise<string | undefined> {
    try {
      await act();
      return undefined;
    } catch (error) {
      return reasonOf(error);
    }
  }

  /** DATA chunks up to DONE, which carries the time; undefined when the host broke off or broke the rules. */
  async #receiveChunks(): Promise<ReceivedFile | undefined> {
    const chunks: Buffer[] = [];
    for (;;) {
      const header = await this.#input.take(8);
      if (header === undefined) return undefined;
      const id = header.toString('latin1', 0, 4);
      const value = header.readUInt32LE(4);
      if (id === 'DONE') return { chunks, mtimeMs: value * 1000 };
      if (id !== 'DATA' || value > DATA_LIMIT_BYTES) {
        this.#refused(id === 'DATA' ? 'oversize data message' : 'invalid data message');
        return undefined;
      }
      const chunk = await this.#input.take(value);
      if (chunk === undefined) return undefined;
      // A copy: the chunk is a view into a packet of up to 1 MiB that would be kept whole with it.
      chunks.push(Buffer.from(chunk));
    }
  }

  #sent(bytes: Buffer): true {
    this.#stream.write(bytes);
    return true;
  }

  #refused(reason: string): false {
    this.#stream.write(syncFail(reason));
    return false;
  }
}

interface ReceivedFile {
  readonly chunks: readonly Buffer[];
  readonly mtimeMs: number;
}

async function unpack(bytes: Buffer, compression: SyncCompression): Promise<Buffer> {
  try {
    return await unpacked(bytes, compression);
  } catch {
    throw new SyncRefusal('decompress failed: Success');
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof SyncRefusal) return error.message;
  return error instanceof Error ? error.message : String(error);
}
