import { createHash } from 'node:crypto';
import { uint32 } from './uint.ts';

/** A class whose methods each return a text. */
export interface MadeClass {
  /** `Lcom/miui/home/Launcher;` */
  readonly name: string;
  readonly texts: readonly string[];
}

const HEADER_BYTES = 0x70;
const OBJECT = 'Ljava/lang/Object;';
const STRING = 'Ljava/lang/String;';
const SHORTY = 'L';
const PUBLIC = 1;
const PUBLIC_STATIC = 9;
const NO_INDEX = 0xffffffff;

/** Kinds of sections, as the map at the end names them. */
const SECTION = { header: 0, strings: 1, types: 2, protos: 3, methods: 5, classes: 6, map: 0x1000, classData: 0x2000, code: 0x2001, stringData: 0x2002 } as const;

/** What stands behind the tables, and where each piece of it begins. */
interface Data {
  readonly bytes: Buffer;
  readonly starts: readonly number[];
}

/**
 * Writes a dex file of such classes, names and texts in plain ASCII.
 *
 * https://source.android.com/docs/core/runtime/dex-format
 */
export function writeDex(classes: readonly MadeClass[]): Buffer {
  const strings = [...new Set([OBJECT, STRING, SHORTY, ...classes.flatMap(({ name, texts }) => [name, ...texts.map((_, index) => methodName(index)), ...texts])])].sort();
  const stringAt = new Map(strings.map((text, index) => [text, index]));
  const types = [...new Set([OBJECT, STRING, ...classes.map(({ name }) => name)])].sort();
  const typeAt = new Map(types.map((text, index) => [text, index]));
  const sorted = [...classes].sort((left, right) => (left.name < right.name ? -1 : 1));
  const methods = sorted.flatMap(({ name, texts }) => texts.map((text, index) => ({ type: typeAt.get(name) ?? 0, name: methodName(index), text })));
  const tablesEnd = HEADER_BYTES + 4 * strings.length + 4 * types.length + 12 + 8 * methods.length + 32 * sorted.length;

  const code = layOut(tablesEnd, methods.map(({ text }) => codeReturning(stringAt.get(text) ?? 0)), 4);
  const first = firstMethods(sorted);
  const classData = layOut(code.end, sorted.map(({ texts }, index) => classDataOf(first[index] ?? 0, texts.length, code.starts)), 1);
  const stringData = layOut(classData.end, strings.map((text) => Buffer.concat([uleb(text.length), Buffer.from(`${text}\0`, 'latin1')])), 1);
  const mapAt = Math.ceil(stringData.end / 4) * 4;
  const tables = [
    ...stringData.starts.map(uint32),
    ...types.map((name) => uint32(stringAt.get(name) ?? 0)),
    uint32(stringAt.get(SHORTY) ?? 0), uint32(typeAt.get(STRING) ?? 0), uint32(0),
    ...methods.map(({ type, name }) => Buffer.concat([uint16(type), uint16(0), uint32(stringAt.get(name) ?? 0)])),
    ...sorted.map(({ name }, index) => Buffer.concat([typeAt.get(name) ?? 0, PUBLIC, typeAt.get(OBJECT) ?? 0, 0, NO_INDEX, 0, classData.starts[index] ?? 0, 0].map(uint32))),
  ];
  const sizes = { strings: strings.length, types: types.length, methods: methods.length, classes: sorted.length };
  const map = mapOf(sizes, { code: code.starts, classData: classData.starts, stringData: stringData.starts, mapAt });
  const body = Buffer.concat([...tables, code.bytes, classData.bytes, stringData.bytes, Buffer.alloc(mapAt - stringData.end), map]);
  return withHeader(body, { sizes, mapAt, dataAt: tablesEnd });
}

/** Sorted as they are numbered, `m10` must not come before `m2`. */
const methodName = (index: number): string => `m${String(index).padStart(3, '0')}`;

/** `const-string v0, text; return-object v0` with one register. */
function codeReturning(text: number): Buffer {
  return Buffer.concat([uint16(1), uint16(0), uint16(0), uint16(0), uint32(0), uint32(3), Buffer.from([0x1a, 0]), uint16(text), Buffer.from([0x11, 0])]);
}

function firstMethods(classes: readonly MadeClass[]): readonly number[] {
  let next = 0;
  return classes.map(({ texts }) => (next += texts.length) - texts.length);
}

function classDataOf(firstMethod: number, count: number, codeStarts: readonly number[]): Buffer {
  const entries = Array.from({ length: count }, (_, index) =>
    Buffer.concat([uleb(index === 0 ? firstMethod : 1), uleb(PUBLIC_STATIC), uleb(codeStarts[firstMethod + index] ?? 0)]));
  return Buffer.concat([uleb(0), uleb(0), uleb(count), uleb(0), ...entries]);
}

function layOut(from: number, pieces: readonly Buffer[], alignment: number): Data & { readonly end: number } {
  const parts: Buffer[] = [];
  const starts: number[] = [];
  let at = from;
  for (const piece of pieces) {
    const padding = (alignment - (at % alignment)) % alignment;
    starts.push(at + padding);
    parts.push(Buffer.alloc(padding), piece);
    at += padding + piece.length;
  }
  return { bytes: Buffer.concat(parts), starts, end: at };
}

interface Sizes {
  readonly strings: number;
  readonly types: number;
  readonly methods: number;
  readonly classes: number;
}

/** Where each table of this size begins, in the order of the file. */
function tableStarts({ strings, types, methods, classes }: Sizes): readonly (readonly [kind: number, count: number, at: number])[] {
  const typesAt = HEADER_BYTES + 4 * strings;
  const protosAt = typesAt + 4 * types;
  const methodsAt = protosAt + 12;
  return [
    [SECTION.strings, strings, HEADER_BYTES], [SECTION.types, types, typesAt], [SECTION.protos, 1, protosAt],
    [SECTION.methods, methods, methodsAt], [SECTION.classes, classes, methodsAt + 8 * methods],
  ];
}

interface DataStarts {
  readonly code: readonly number[];
  readonly classData: readonly number[];
  readonly stringData: readonly number[];
  readonly mapAt: number;
}

function mapOf(sizes: Sizes, { code, classData, stringData, mapAt }: DataStarts): Buffer {
  const rows = [
    [SECTION.header, 1, 0], ...tableStarts(sizes),
    [SECTION.code, code.length, code[0] ?? 0], [SECTION.classData, classData.length, classData[0] ?? 0],
    [SECTION.stringData, stringData.length, stringData[0] ?? 0], [SECTION.map, 1, mapAt],
  ] as const;
  const used = rows.filter(([, count]) => count > 0);
  return Buffer.concat([uint32(used.length), ...used.map(([kind, count, at]) => Buffer.concat([uint16(kind), uint16(0), uint32(count), uint32(at)]))]);
}

function withHeader(body: Buffer, { sizes, mapAt, dataAt }: { readonly sizes: Sizes; readonly mapAt: number; readonly dataAt: number }): Buffer {
  const fileBytes = HEADER_BYTES + body.length;
  const [strings, types, protos, methods, classes] = tableStarts(sizes).map(([, count, at]) => Buffer.concat([uint32(count), uint32(count === 0 ? 0 : at)]));
  const none = Buffer.alloc(8);
  const rest = Buffer.concat([
    uint32(fileBytes), uint32(HEADER_BYTES), uint32(0x12345678), none, uint32(mapAt),
    ...[strings, types, protos, none, methods, classes].map((part) => part ?? none),
    uint32(fileBytes - dataAt), uint32(dataAt), body,
  ]);
  const signed = Buffer.concat([createHash('sha1').update(rest).digest(), rest]);
  return Buffer.concat([Buffer.from('dex\n035\0', 'latin1'), uint32(adler32(signed)), signed]);
}

function adler32(bytes: Buffer): number {
  let [low, high] = [1, 0];
  for (const byte of bytes) {
    low = (low + byte) % 65_521;
    high = (high + low) % 65_521;
  }
  return ((high << 16) | low) >>> 0;
}

function uleb(value: number): Buffer {
  const bytes: number[] = [];
  let left = value;
  do {
    bytes.push((left & 0x7f) | (left > 0x7f ? 0x80 : 0));
    left >>>= 7;
  } while (left > 0);
  return Buffer.from(bytes);
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}
