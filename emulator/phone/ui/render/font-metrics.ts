import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The weights of Roboto the screen is painted with. */
export type FontWeight = 'regular' | 'bold';

const FONT_FILES: Readonly<Record<FontWeight, string>> = {
  regular: fontPath('roboto/400Regular/Roboto_400Regular.ttf'),
  bold: fontPath('roboto/500Medium/Roboto_500Medium.ttf'),
};
/** Simplified Chinese; of one weight. Six megabytes, so it is read only for a picture that needs it. */
const CHINESE_FONT_FILE = fontPath('zcool-xiaowei/400Regular/ZCOOLXiaoWei_400Regular.ttf');
const CHINESE = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]/;

/** Paths of the font files that the rasteriser needs for this text. */
export function fontFiles(text: string): string[] {
  return [...Object.values(FONT_FILES), ...(CHINESE.test(text) ? [CHINESE_FONT_FILE] : [])];
}

/** Advance widths of a font's characters, in em. */
export class FontMetrics {
  readonly #glyphs: ReadonlyMap<number, number>;
  readonly #advances: readonly number[];

  constructor(font: Buffer) {
    const tables = readTables(font);
    this.#glyphs = readGlyphs(table(tables, 'cmap'));
    const unitsPerEm = table(tables, 'head').readUInt16BE(18);
    const metricCount = table(tables, 'hhea').readUInt16BE(34);
    const widths = table(tables, 'hmtx');
    this.#advances = Array.from({ length: metricCount }, (_, i) => widths.readUInt16BE(i * 4) / unitsPerEm);
  }

  /** Width of a line of text, in em; characters the font has not count as a full em. */
  widthOf(text: string): number {
    let width = 0;
    for (const character of text) {
      const glyph = this.#glyphs.get(character.codePointAt(0) ?? 0);
      width += glyph === undefined ? 1 : (this.#advances[Math.min(glyph, this.#advances.length - 1)] ?? 1);
    }
    return width;
  }
}

/** Reads the metrics of a weight from its file. */
export function readFontMetrics(weight: FontWeight): FontMetrics {
  return new FontMetrics(readFileSync(FONT_FILES[weight]));
}

function fontPath(file: string): string {
  return fileURLToPath(import.meta.resolve(`@expo-google-fonts/${file}`));
}

/** The tables of a TrueType file: https://learn.microsoft.com/typography/opentype/spec/otff */
function readTables(font: Buffer): ReadonlyMap<string, Buffer> {
  const count = font.readUInt16BE(4);
  return new Map(
    Array.from({ length: count }, (_, i) => {
      const record = 12 + i * 16;
      const offset = font.readUInt32BE(record + 8);
      return [
        font.toString('latin1', record, record + 4),
        font.subarray(offset, offset + font.readUInt32BE(record + 12)),
      ] as const;
    }),
  );
}

function table(tables: ReadonlyMap<string, Buffer>, tag: string): Buffer {
  const found = tables.get(tag);
  if (found === undefined) throw new Error(`Reading a font: found no table ${tag}, expected a TrueType font with one`);
  return found;
}

/** Code point to glyph, from the table of format 4 every Unicode font carries. */
function readGlyphs(cmap: Buffer): ReadonlyMap<number, number> {
  const glyphs = new Map<number, number>();
  const start = Array.from({ length: cmap.readUInt16BE(2) }, (_, i) => cmap.readUInt32BE(4 + i * 8 + 4)).find(
    (offset) => cmap.readUInt16BE(offset) === 4,
  );
  if (start === undefined) return glyphs;
  const segments = cmap.readUInt16BE(start + 6) / 2;
  const ends = start + 14;
  const starts = ends + segments * 2 + 2;
  const deltas = starts + segments * 2;
  const offsets = deltas + segments * 2;
  for (let segment = 0; segment < segments; segment += 1) {
    const first = cmap.readUInt16BE(starts + segment * 2);
    const last = cmap.readUInt16BE(ends + segment * 2);
    const delta = cmap.readUInt16BE(deltas + segment * 2);
    const rangeOffset = cmap.readUInt16BE(offsets + segment * 2);
    for (let code = first; code <= last && code !== 0xffff; code += 1) {
      const place = offsets + segment * 2 + rangeOffset + (code - first) * 2;
      const raw = rangeOffset === 0 ? code : place + 2 <= cmap.length ? cmap.readUInt16BE(place) : 0;
      const glyph = raw === 0 ? 0 : (raw + delta) & 0xffff;
      if (glyph !== 0) glyphs.set(code, glyph);
    }
  }
  return glyphs;
}
