/** Where a program writes. */
export interface Sink {
  write(chunk: Buffer | string): void;
  /** True once nobody reads any more: whoever writes on gets SIGPIPE. */
  readonly closed: boolean;
  /** True once something that was written found no room on the disk. */
  readonly failed?: boolean;
  /** True of the person's end of a terminal. */
  readonly isTerminal?: boolean;
  /** Calls back once, when the reader goes away. */
  onClosed(listener: () => void): void;
}

/** Where a program reads. */
export interface Source {
  /** The next bytes, or undefined at the end. */
  read(): Promise<Buffer | undefined>;
  /** True of the person's end of a terminal. */
  readonly isTerminal?: boolean;
  /** Puts bytes back that were read too many. */
  unread(chunk: Buffer): void;
}

/** Stands in the row of chunks where Ctrl-D was typed; real chunks are never empty. */
const END_ONCE = Buffer.alloc(0);

/** A pipe: bytes written at one end are read at the other, without limit. */
export class Pipe implements Sink, Source {
  readonly isTerminal: boolean;
  #chunks: Buffer[] = [];
  #ended = false;
  #closed = false;
  #waiting: (() => void)[] = [];
  #listeners: (() => void)[] = [];

  constructor(options: { readonly isTerminal: boolean } = { isTerminal: false }) {
    this.isTerminal = options.isTerminal;
  }

  get closed(): boolean {
    return this.#closed;
  }

  write(chunk: Buffer | string): void {
    if (this.#ended || this.#closed) return;
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    if (bytes.length === 0) return;
    this.#chunks.push(bytes);
    this.#wake();
  }

  /** One read finds the end here; those after it read on. */
  endOnce(): void {
    if (this.#ended || this.#closed) return;
    this.#chunks.push(END_ONCE);
    this.#wake();
  }

  /** Nothing more will be written. */
  end(): void {
    this.#ended = true;
    this.#wake();
  }

  /** Nothing more will be read. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#chunks = [];
    for (const listener of this.#listeners.splice(0)) listener();
    this.#wake();
  }

  onClosed(listener: () => void): void {
    if (this.#closed) listener();
    else this.#listeners.push(listener);
  }

  async read(): Promise<Buffer | undefined> {
    while (this.#chunks.length === 0) {
      if (this.#ended || this.#closed) return undefined;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    const chunk = this.#chunks.shift();
    return chunk === END_ONCE ? undefined : chunk;
  }

  unread(chunk: Buffer): void {
    if (chunk.length > 0) this.#chunks.unshift(chunk);
  }

  #wake(): void {
    for (const resume of this.#waiting.splice(0)) resume();
  }
}

/** `/dev/null`, for reading and for writing. */
export const NOTHING: Sink & Source = {
  closed: false,
  write: () => undefined,
  onClosed: () => undefined,
  read: () => Promise.resolve(undefined),
  unread: () => undefined,
};

/** A source of these bytes and then the end. */
export function sourceOf(bytes: Buffer): Source {
  const pipe = new Pipe();
  pipe.write(bytes);
  pipe.end();
  return pipe;
}

/** Everything up to the end. */
export async function readAll(source: Source): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for (let chunk = await source.read(); chunk !== undefined; chunk = await source.read()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Exactly so many bytes, or fewer when the source ends before. */
export async function readBytes(source: Source, count: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let missing = count;
  while (missing > 0) {
    const chunk = await source.read();
    if (chunk === undefined) break;
    chunks.push(chunk.subarray(0, missing));
    if (chunk.length > missing) source.unread(chunk.subarray(missing));
    missing -= Math.min(missing, chunk.length);
  }
  return Buffer.concat(chunks);
}

/** One line without its end; undefined at the end of the source. */
export async function readLine(source: Source): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  for (;;) {
    const chunk = await source.read();
    if (chunk === undefined) return chunks.length === 0 ? undefined : Buffer.concat(chunks).toString();
    const end = chunk.indexOf(0x0a);
    if (end < 0) {
      chunks.push(chunk);
      continue;
    }
    source.unread(chunk.subarray(end + 1));
    return Buffer.concat([...chunks, chunk.subarray(0, end)]).toString();
  }
}
