import { once } from 'node:events';
import { ByteReader } from './byte-reader.ts';
import type { AdbStream } from './stream.ts';
import { SyncRefusal } from './sync-files.ts';
import type { SyncFiles } from './sync-files.ts';
import { DATA_LIMIT_BYTES, entryV1, entryV2, listEndV1, listEndV2, statusV1, statusV2, syncFail, syncHeader } from './sync-protocol.ts';

/** Longest path a request may carry. */
const PATH_LIMIT_BYTES = 1024;

/** `stat_v2` and `ls_v2`: requests an older adbd refuses as unknown. */
export interface SyncFeatures {
  readonly statV2: boolean;
  readonly listV2: boolean;
}

/** Serves one `sync:` stream until its QUIT or its end. */
export async function serveSync(files: SyncFiles, features: SyncFeatures, stream: AdbStream): Promise<void> {
  try {
    await new SyncSession(files, features, stream).run();
  } catch {
    // The host went away in the middle of a request; nobody is left to be told.
  }
  stream.end();
}

class SyncSession {
  readonly #files: SyncFiles;
  readonly #features: SyncFeatures;
  readonly #stream: AdbStream;
  readonly #input: ByteReader;

  constructor(files: SyncFiles, features: SyncFeatures, stream: AdbStream) {
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
        this.#send(syncFail('path too long'));
        return;
      }
      const path = await this.#input.take(length);
      if (path === undefined) return;
      if (!(await this.#answer(id, path.toString('utf8')))) return;
    }
  }

  /** Answers one request; false when the stream is of no use after it. */
  async #answer(id: string, path: string): Promise<boolean> {
    if (id === 'STAT') {
      const status = await this.#files.status(path, { followLinks: false });
      this.#send(statusV1('errno' in status ? undefined : status));
    } else if ((id === 'STA2' || id === 'LST2') && this.#features.statV2) {
      this.#send(statusV2(id, await this.#files.status(path, { followLinks: id === 'STA2' })));
    } else if (id === 'LIST') {
      const entries = await this.#files.list(path);
      this.#send(Buffer.concat([...entries.map(([name, status]) => entryV1(name, status)), listEndV1()]));
    } else if (id === 'LIS2' && this.#features.listV2) {
      const entries = await this.#files.list(path);
      this.#send(Buffer.concat([...entries.map(([name, status]) => entryV2(name, status)), listEndV2()]));
    } else if (id === 'RECV') await this.#receive(path);
    else if (id === 'SEND') return this.#sendFile(path);
    else {
      this.#send(syncFail(`unknown command ${id}`));
      return false;
    }
    return true;
  }

  async #receive(path: string): Promise<void> {
    let content: Buffer;
    try {
      content = await this.#files.read(path);
    } catch (error) {
      this.#send(syncFail(reasonOf(error)));
      return;
    }
    for (let start = 0; start < content.length; start += DATA_LIMIT_BYTES) {
      const chunk = content.subarray(start, start + DATA_LIMIT_BYTES);
      const room = this.#send(Buffer.concat([syncHeader('DATA', chunk.length), chunk]));
      if (!room && !this.#stream.hungUp) await Promise.race([once(this.#stream, 'drain'), once(this.#stream, 'hangup')]);
      if (this.#stream.hungUp) return;
    }
    this.#send(syncHeader('DONE', 0));
  }

  /** SEND's argument is `path,mode`, the mode in decimal with the file's type. */
  async #sendFile(argument: string): Promise<boolean> {
    const comma = argument.lastIndexOf(',');
    const mode = Number.parseInt(argument.slice(comma + 1), 10);
    if (comma < 0 || !Number.isInteger(mode)) {
      this.#send(syncFail("missing , in ID_SEND"));
      return false;
    }
    const path = argument.slice(0, comma);
    const refusal = await this.#refusalBefore(path);
    const received = await this.#receiveChunks();
    if (received === undefined) return false;
    const failure = refusal ?? (await this.#write(path, received, mode));
    this.#send(failure === undefined ? syncHeader('OKAY', 0) : syncFail(failure));
    return true;
  }

  async #refusalBefore(path: string): Promise<string | undefined> {
    try {
      await this.#files.makeParents(path);
      return undefined;
    } catch (error) {
      return reasonOf(error);
    }
  }

  async #write(path: string, received: ReceivedFile, mode: number): Promise<string | undefined> {
    try {
      await this.#files.write(path, Buffer.concat(received.chunks), { mode, mtimeMs: received.mtimeMs });
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
      if (id !== 'DATA') {
        this.#send(syncFail('invalid data message'));
        return undefined;
      }
      if (value > DATA_LIMIT_BYTES) {
        this.#send(syncFail('oversize data message'));
        return undefined;
      }
      const chunk = await this.#input.take(value);
      if (chunk === undefined) return undefined;
      // A copy: the chunk is a view into a packet of up to 1 MiB that would be kept whole with it.
      chunks.push(Buffer.from(chunk));
    }
  }

  #send(bytes: Buffer): boolean {
    return this.#stream.write(bytes);
  }
}

interface ReceivedFile {
  readonly chunks: readonly Buffer[];
  readonly mtimeMs: number;
}

function reasonOf(error: unknown): string {
  if (error instanceof SyncRefusal) return error.message;
  return error instanceof Error ? error.message : String(error);
}
