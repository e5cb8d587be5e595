/** Which table an instruction's index is into. */
export type IndexKind = 'string' | 'type' | 'field' | 'method' | 'proto' | 'callSite' | 'methodHandle';

/** How an instruction is laid out, in units of two bytes. */
export interface Layout {
  readonly units: number;
  /** The table that its second unit is an index into. */
  readonly index?: IndexKind;
  /** The index has 32 bits. */
  readonly wide?: boolean;
  /** A second index, in the fourth unit. */
  readonly second?: IndexKind;
}

/** From an opcode to the last that is laid out the same. */
type Row = readonly [first: number, last: number, units: number, index?: IndexKind];

/** https://source.android.com/docs/core/runtime/dalvik-bytecode; what is not listed has one unit. */
const ROWS: readonly Row[] = [
  [0x02, 0x02, 2], [0x03, 0x03, 3], [0x05, 0x05, 2], [0x06, 0x06, 3], [0x08, 0x08, 2], [0x09, 0x09, 3],
  [0x13, 0x13, 2], [0x14, 0x14, 3], [0x15, 0x16, 2], [0x17, 0x17, 3], [0x18, 0x18, 5], [0x19, 0x19, 2],
  [0x1a, 0x1a, 2, 'string'], [0x1b, 0x1b, 3, 'string'], [0x1c, 0x1c, 2, 'type'], [0x1f, 0x20, 2, 'type'], [0x22, 0x23, 2, 'type'],
  [0x24, 0x25, 3, 'type'], [0x26, 0x26, 3], [0x29, 0x29, 2], [0x2a, 0x2c, 3], [0x2d, 0x3d, 2], [0x44, 0x51, 2],
  [0x52, 0x6d, 2, 'field'], [0x6e, 0x72, 3, 'method'], [0x74, 0x78, 3, 'method'], [0x90, 0xaf, 2], [0xd0, 0xe2, 2],
  [0xfa, 0xfb, 4, 'method'], [0xfc, 0xfd, 3, 'callSite'], [0xfe, 0xfe, 2, 'methodHandle'], [0xff, 0xff, 2, 'proto'],
];

const CONST_STRING_JUMBO = 0x1b;
const INVOKE_POLYMORPHIC = 0xfa;

/** The layout of each of the 256 opcodes. */
export const LAYOUTS: readonly Layout[] = Array.from({ length: 256 }, (_, opcode): Layout => {
  const row = ROWS.find(([first, last]) => first <= opcode && opcode <= last);
  if (row === undefined) return { units: 1 };
  const [, , units, index] = row;
  if (index === undefined) return { units };
  return {
    units,
    index,
    ...(opcode === CONST_STRING_JUMBO ? { wide: true } : {}),
    ...(opcode === INVOKE_POLYMORPHIC || opcode === INVOKE_POLYMORPHIC + 1 ? { second: 'proto' } : {}),
  };
});

/** The table of a switch or an array that stands among the instructions, laid out as one; undefined for an instruction. */
export function payloadAt(code: Buffer, at: number): Layout | undefined {
  switch (code.readUInt16LE(at)) {
    case 0x0100: return { units: code.readUInt16LE(at + 2) * 2 + 4 };
    case 0x0200: return { units: code.readUInt16LE(at + 2) * 4 + 2 };
    case 0x0300: return { units: Math.ceil((code.readUInt32LE(at + 4) * code.readUInt16LE(at + 2)) / 2) + 4 };
    default: return undefined;
  }
}
