import { ByteCursor } from './byte-cursor.ts';
import type { DexTables } from './dex-tables.ts';
import { writeAnnotation, writeArray } from './encoded-value.ts';
import { writeCode } from './method-code.ts';
import { Writing } from './writing.ts';

/** A class in a dex file. */
export interface DexClass {
  /** `Lcom/miui/home/Launcher;` */
  readonly name: string;
  /** SHA-256 of all that decides what it does; absent where that could not be read. */
  readonly digest?: Buffer;
}

/** Reads the classes of a dex file, each for itself: one that is damaged costs no other. @throws {Error} when its tables cannot be read. */
export function readClasses(dex: DexTables): readonly DexClass[] {
  return Array.from({ length: dex.classes.count }, (_, index): DexClass => {
    const at = dex.classes.at + index * 32;
    const name = dex.typeName(dex.bytes.readUInt32LE(at));
    try {
      return { name, digest: digestOf(dex, at) };
    } catch {
      return { name };
    }
  });
}

/** Of the eight numbers of a `class_def_item` the source file's name is left out, which changes nothing. */
function digestOf(dex: DexTables, at: number): Buffer {
  const read = (index: number): number => dex.bytes.readUInt32LE(at + index * 4);
  const to = new Writing(dex);
  to.token(dex.typeToken(read(0)));
  to.number(read(1));
  const superclass = read(2);
  if (superclass !== NO_INDEX) to.token(dex.typeToken(superclass));
  for (const token of dex.typeList(read(3))) to.token(token);
  writeMembers(dex, read(6), to);
  const staticValuesAt = read(7);
  if (staticValuesAt !== 0) writeArray(dex, new ByteCursor(dex.bytes, staticValuesAt), to);
  writeAnnotations(dex, read(5), to);
  return to.digest();
}

const NO_INDEX = 0xffffffff;

/** `class_data_item`: the fields, then the methods, each by its distance to the one before. */
function writeMembers(dex: DexTables, at: number, to: Writing): void {
  if (at === 0) return;
  const cursor = new ByteCursor(dex.bytes, at);
  const counts = [cursor.uleb(), cursor.uleb(), cursor.uleb(), cursor.uleb()];
  for (const [kind, count] of counts.entries()) {
    to.number(count);
    let index = 0;
    for (let left = count; left > 0; left -= 1) {
      index += cursor.uleb();
      const isMethod = kind >= 2;
      to.token(isMethod ? dex.methodToken(index) : dex.fieldToken(index));
      to.number(cursor.uleb());
      if (isMethod) writeCode(dex, cursor.uleb(), to);
    }
  }
}

/** `annotations_directory_item`: libraries work by annotations (addresses of requests stand in them), so they are code. */
function writeAnnotations(dex: DexTables, at: number, to: Writing): void {
  if (at === 0) return;
  const cursor = new ByteCursor(dex.bytes, at);
  const ofClassAt = cursor.uint32();
  const [fields, methods, parameters] = [cursor.uint32(), cursor.uint32(), cursor.uint32()];
  writeAnnotationSet(dex, ofClassAt, to);
  const entries = (count: number, token: (index: number) => Buffer, write: (at: number) => void): void => {
    to.number(count);
    for (let left = count; left > 0; left -= 1) {
      to.token(token(cursor.uint32()));
      write(cursor.uint32());
    }
  };
  const set = (setAt: number): void => writeAnnotationSet(dex, setAt, to);
  entries(fields, (index) => dex.fieldToken(index), set);
  entries(methods, (index) => dex.methodToken(index), set);
  entries(parameters, (index) => dex.methodToken(index), (listAt) => {
    const list = new ByteCursor(dex.bytes, listAt);
    for (let left = list.uint32(); left > 0; left -= 1) set(list.uint32());
  });
}

function writeAnnotationSet(dex: DexTables, at: number, to: Writing): void {
  if (at === 0) { to.number(0); return; }
  const cursor = new ByteCursor(dex.bytes, at);
  const count = cursor.uint32();
  to.number(count);
  for (let left = count; left > 0; left -= 1) {
    const item = new ByteCursor(dex.bytes, cursor.uint32());
    to.number(item.uint8());
    writeAnnotation(dex, item, to);
  }
}
