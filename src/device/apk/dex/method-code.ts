import { ByteCursor } from './byte-cursor.ts';
import { LAYOUTS, payloadAt, type IndexKind, type Layout } from './bytecode.ts';
import type { DexTables } from './dex-tables.ts';
import type { Writing } from './writing.ts';

/**
 * Writes down what a method does: registers, instructions with what their indexes stand for, and who catches what.
 * Line numbers and names of local variables, which change nothing, are left out.
 */
export function writeCode(dex: DexTables, codeAt: number, to: Writing): void {
  if (codeAt === 0) { to.number(0); return; }
  const cursor = new ByteCursor(dex.bytes, codeAt);
  const [registers, ins, outs, tryCount] = [cursor.uint16(), cursor.uint16(), cursor.uint16(), cursor.uint16()];
  // Where the debug information lies.
  cursor.uint32();
  const units = cursor.uint32();
  for (const count of [registers, ins, outs, tryCount, units]) to.number(count);
  writeInstructions(dex, cursor.take(units * 2), to);
  if (tryCount === 0) return;
  if (units % 2 === 1) cursor.uint16();
  const tries = Array.from({ length: tryCount }, () => ({ startAt: cursor.uint32(), count: cursor.uint16(), handlerAt: cursor.uint16() }));
  const handlersAt = cursor.at;
  for (const { startAt, count, handlerAt } of tries) {
    to.number(startAt);
    to.number(count);
    writeHandler(dex, new ByteCursor(dex.bytes, handlersAt + handlerAt), to);
  }
}

function writeInstructions(dex: DexTables, code: Buffer, to: Writing): void {
  // What stands between two indexes is written as it is, in one go.
  let plainFrom = 0;
  for (let at = 0; at < code.length;) {
    const { units, index, wide, second } = layoutAt(code, at);
    const next = at + units * 2;
    if (next > code.length) throw new Error('an instruction reaches over the end of its method');
    if (index !== undefined) {
      to.part(code, plainFrom, at + 2);
      to.token(tokenOf(dex, index, wide === true ? code.readUInt32LE(at + 2) : code.readUInt16LE(at + 2)));
      plainFrom = wide === true ? at + 6 : at + 4;
    }
    if (second !== undefined) {
      to.part(code, plainFrom, at + 6);
      to.token(tokenOf(dex, second, code.readUInt16LE(at + 6)));
      plainFrom = at + 8;
    }
    at = next;
  }
  to.part(code, plainFrom, code.length);
}

function layoutAt(code: Buffer, at: number): Layout {
  const opcode = code.readUInt8(at);
  return (opcode === 0 ? payloadAt(code, at) : undefined) ?? LAYOUTS[opcode] ?? ONE_UNIT;
}

const ONE_UNIT: Layout = { units: 1 };

function writeHandler(dex: DexTables, cursor: ByteCursor, to: Writing): void {
  const size = cursor.sleb();
  to.number(size);
  for (let index = 0; index < Math.abs(size); index += 1) {
    to.token(dex.typeToken(cursor.uleb()));
    to.number(cursor.uleb());
  }
  if (size <= 0) to.number(cursor.uleb());
}

function tokenOf(dex: DexTables, kind: IndexKind, index: number): Buffer {
  switch (kind) {
    case 'string': return dex.stringToken(index);
    case 'type': return dex.typeToken(index);
    case 'field': return dex.fieldToken(index);
    case 'method': return dex.methodToken(index);
    case 'proto': return dex.protoToken(index);
    case 'callSite':
    case 'methodHandle': throw new Error('an instruction uses a method handle, which is not read');
  }
}
