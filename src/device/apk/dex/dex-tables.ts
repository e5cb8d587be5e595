import { createHash } from 'node:crypto';

const HEADER_BYTES = 0x70;
/** 041 may hold several dex files in one and is not read. */
const VERSIONS: readonly string[] = ['035', '036', '037', '038', '039', '040'];
const TOKEN_BYTES = 16;

type TokenKind = 'string' | 'proto' | 'field' | 'method';

interface Table {
  readonly count: number;
  readonly at: number;
}

/**
 * The tables of a dex file. What an index stands for is told as a token, a digest of the names behind it: it does not
 * change when the tables are numbered anew, as every tool that writes a dex file does.
 *
 * https://source.android.com/docs/core/runtime/dex-format
 */
export class DexTables {
  readonly bytes: Buffer;
  readonly classes: Table;
  readonly #strings: Table;
  readonly #types: Table;
  readonly #protos: Table;
  readonly #fields: Table;
  readonly #methods: Table;
  readonly #tokens = { string: new Map<number, Buffer>(), proto: new Map<number, Buffer>(), field: new Map<number, Buffer>(), method: new Map<number, Buffer>() };
  #workBytes: number;

  /** @throws {Error} for bytes that are no dex file of a version that is read. */
  constructor(bytes: Buffer) {
    const version = bytes.toString('latin1', 4, 7);
    if (bytes.length < HEADER_BYTES || bytes.toString('latin1', 0, 4) !== 'dex\n') throw new Error('it is no dex file');
    if (!VERSIONS.includes(version)) throw new Error(`it is a dex file of version ${JSON.stringify(version)}, expected ${VERSIONS.join(', ')}`);
    this.bytes = bytes;
    const table = (at: number, entryBytes: number): Table => {
      const found = { count: bytes.readUInt32LE(at), at: bytes.readUInt32LE(at + 4) };
      if (found.at + found.count * entryBytes > bytes.length) throw new Error('a table reaches over its end');
      return found;
    };
    this.#strings = table(0x38, 4);
    this.#types = table(0x40, 4);
    this.#protos = table(0x48, 12);
    this.#fields = table(0x50, 8);
    this.#methods = table(0x58, 8);
    this.classes = table(0x60, 32);
    this.#workBytes = bytes.length * 16 + (1 << 20);
  }

  /** Counts work: offsets of a hostile file may all lead to the same large place. @throws {Error} when it is more than an honest file needs. */
  work(byteCount: number): void {
    this.#workBytes -= byteCount;
    if (this.#workBytes < 0) throw new Error('it leads to the same bytes again and again');
  }

  get stringCount(): number {
    return this.#strings.count;
  }

  /** A string's bytes: UTF-8 as Java modifies it. */
  string(index: number): Buffer {
    let at = this.bytes.readUInt32LE(entry(this.#strings, index, 4));
    while (this.bytes.readUInt8(at) >= 0x80) at += 1;
    const end = this.bytes.indexOf(0, at + 1);
    if (end < 0) throw new Error('a string has no end');
    this.work(end - at);
    return this.bytes.subarray(at + 1, end);
  }

  /** `Lcom/miui/home/Launcher;` */
  typeName(index: number): string {
    return this.string(this.bytes.readUInt32LE(entry(this.#types, index, 4))).toString('utf8');
  }

  stringToken(index: number): Buffer {
    return this.#token('string', index, () => [this.string(index)]);
  }

  typeToken(index: number): Buffer {
    return this.stringToken(this.bytes.readUInt32LE(entry(this.#types, index, 4)));
  }

  protoToken(index: number): Buffer {
    return this.#token('proto', index, () => {
      const at = entry(this.#protos, index, 12);
      return [this.typeToken(this.bytes.readUInt32LE(at + 4)), ...this.typeList(this.bytes.readUInt32LE(at + 8))];
    });
  }

  fieldToken(index: number): Buffer {
    return this.#member('field', entry(this.#fields, index, 8), index, (at) => this.typeToken(at));
  }

  methodToken(index: number): Buffer {
    return this.#member('method', entry(this.#methods, index, 8), index, (at) => this.protoToken(at));
  }

  /** Tokens of a list of types; none where there is no list. */
  typeList(at: number): readonly Buffer[] {
    if (at === 0) return [];
    const count = this.bytes.readUInt32LE(at);
    if (at + 4 + count * 2 > this.bytes.length) throw new Error('a list of types reaches over its end');
    this.work(count * 2);
    return Array.from({ length: count }, (_, index) => this.typeToken(this.bytes.readUInt16LE(at + 4 + index * 2)));
  }

  #member(kind: TokenKind, at: number, index: number, describe: (index: number) => Buffer): Buffer {
    return this.#token(kind, index, () => [
      this.typeToken(this.bytes.readUInt16LE(at)), describe(this.bytes.readUInt16LE(at + 2)), this.stringToken(this.bytes.readUInt32LE(at + 4)),
    ]);
  }

  #token(kind: TokenKind, index: number, parts: () => readonly Buffer[]): Buffer {
    const known = this.#tokens[kind].get(index);
    if (known !== undefined) return known;
    const hash = createHash('sha256').update(kind);
    for (const part of parts()) hash.update(part);
    const token = hash.digest().subarray(0, TOKEN_BYTES);
    this.#tokens[kind].set(index, token);
    return token;
  }
}

function entry({ count, at }: Table, index: number, entryBytes: number): number {
  if (index >= count) throw new Error(`index ${index} is beyond a table of ${count}`);
  return at + index * entryBytes;
}
