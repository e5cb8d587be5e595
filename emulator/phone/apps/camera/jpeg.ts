/** What a picture says of its making. */
export interface Shot {
  readonly make: string;
  readonly model: string;
  readonly atMs: number;
}

/** A picture in blocks of 8 by 8 pixels, one colour each, as `#RRGGBB`. */
export interface Blocks {
  readonly columns: number;
  readonly rows: number;
  colourAt(column: number, row: number): string;
}

const SIDE = 8;
/** Every coefficient is divided by this; 1 loses nothing. */
const QUANTUM = 1;

/** Huffman codes of DC differences: category n has the n-th of these (T.81, table K.3, luminance). */
const DC_COUNTS = [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0];
const DC_CODES = ['00', '010', '011', '100', '101', '110', '1110', '11110', '111110', '1111110', '11111110', '111111110'];
/** The only AC code: end of block. */
const END_OF_BLOCK = '0';

/**
 * A baseline JPEG (ITU-T T.81) with its Exif date, maker and model; blocks have no detail of their own, so that only DC
 * coefficients are coded.
 */
export function jpegFile(blocks: Blocks, shot: Shot): Buffer {
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe1, exif(shot)),
    segment(0xdb, Buffer.from([0, ...Array.from({ length: 64 }, () => QUANTUM)])),
    segment(0xc0, frameHeader(blocks)),
    segment(0xc4, Buffer.from([0x00, ...DC_COUNTS, ...DC_CODES.keys()])),
    segment(0xc4, Buffer.from([0x10, 1, ...Array.from({ length: 15 }, () => 0), 0])),
    segment(0xda, Buffer.from([3, 1, 0, 2, 0, 3, 0, 0, 63, 0])),
    scan(blocks),
    Buffer.from([0xff, 0xd9]),
  ]);
}

function segment(marker: number, content: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
}

function frameHeader({ columns, rows }: Blocks): Buffer {
  const size = Buffer.alloc(5);
  size.writeUInt8(8, 0);
  size.writeUInt16BE(rows * SIDE, 1);
  size.writeUInt16BE(columns * SIDE, 3);
  return Buffer.concat([size, Buffer.from([3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0])]);
}

function scan(blocks: Blocks): Buffer {
  const last = [0, 0, 0];
  const bits: string[] = [];
  for (let row = 0; row < blocks.rows; row += 1) {
    for (let column = 0; column < blocks.columns; column += 1) {
      toYcc(blocks.colourAt(column, row)).forEach((value, component) => {
        // The DC coefficient of a block of one colour is eight times that colour.
        const dc = Math.round((value * SIDE) / QUANTUM);
        bits.push(dcBits(dc - (last[component] ?? 0)), END_OF_BLOCK);
        last[component] = dc;
      });
    }
  }
  const text = bits.join('');
  const padded = text.padEnd(Math.ceil(text.length / 8) * 8, '1');
  const bytes: number[] = [];
  for (let at = 0; at < padded.length; at += 8) {
    const byte = Number.parseInt(padded.slice(at, at + 8), 2);
    // A byte FF is no marker when 00 follows it.
    bytes.push(byte, ...(byte === 0xff ? [0] : []));
  }
  return Buffer.from(bytes);
}

function dcBits(difference: number): string {
  const category = difference === 0 ? 0 : Math.floor(Math.log2(Math.abs(difference))) + 1;
  const code = DC_CODES[category] ?? '';
  if (category === 0) return code;
  const value = difference > 0 ? difference : difference + 2 ** category - 1;
  return code + value.toString(2).padStart(category, '0');
}

/** Brightness and the two colour differences, around 0 (JFIF). */
function toYcc(colour: string): readonly number[] {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  const y = 0.299 * r + 0.587 * g + 0.114 * b;
  return [y - 128, (b - y) * 0.564, (r - y) * 0.713];
}

/** Exif 2.3 in a TIFF of the smallest kind: Make, Model, DateTime. */
function exif({ make, model, atMs }: Shot): Buffer {
  const date = new Date(atMs).toISOString().slice(0, 19).replace('T', ' ').replaceAll('-', ':');
  const texts = ([[0x010f, make], [0x0110, model], [0x0132, date]] as const).map(([tag, text]) => ({ tag, bytes: Buffer.from(`${text}\0`, 'latin1') }));
  const entriesAt = 8 + 2;
  let dataAt = entriesAt + texts.length * 12 + 4;
  const head = Buffer.alloc(dataAt);
  head.write('MM\0*', 0, 'latin1');
  head.writeUInt32BE(8, 4);
  head.writeUInt16BE(texts.length, 8);
  texts.forEach(({ tag, bytes }, i) => {
    const at = entriesAt + i * 12;
    head.writeUInt16BE(tag, at);
    head.writeUInt16BE(2, at + 2);
    head.writeUInt32BE(bytes.length, at + 4);
    if (bytes.length <= 4) bytes.copy(head, at + 8);
    else {
      head.writeUInt32BE(dataAt, at + 8);
      dataAt += bytes.length;
    }
  });
  return Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), head, ...texts.filter(({ bytes }) => bytes.length > 4).map(({ bytes }) => bytes)]);
}
