import { crc32, deflateSync, inflateSync } from 'node:zlib';
import type { Bounds } from '../view.ts';

/** A picture as rows of red, green, blue and alpha bytes. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgba: Buffer;
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const RGBA_BYTES = 4;
const COLOUR_RGBA = 6;
const BIT_DEPTH = 8;

/** Writes a PNG: 8 bits a channel with alpha, rows unfiltered, compressed for speed. */
export function encodePng({ width, height, rgba }: Pixels): Buffer {
  const stride = width * RGBA_BYTES;
  const rows = Buffer.alloc((stride + 1) * height);
  for (let y = 0; y < height; y += 1) rgba.copy(rows, y * (stride + 1) + 1, y * stride, (y + 1) * stride);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([BIT_DEPTH, COLOUR_RGBA, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 1 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/**
 * Reads a PNG of the kind the phone's screen is stored as.
 *
 * @throws when it is no PNG, or one of another kind than 8 bits a channel with alpha, not interlaced.
 */
export function decodePng(png: Buffer): Pixels {
  if (!png.subarray(0, SIGNATURE.length).equals(SIGNATURE)) {
    throw new Error(`Reading a screenshot: found ${png.subarray(0, 8).toString('hex')}, expected a PNG signature`);
  }
  const chunks = [...chunksOf(png)];
  const header = chunks.find(({ type }) => type === 'IHDR')?.data ?? Buffer.alloc(13);
  const [bitDepth, colour, , , interlace] = header.subarray(8);
  if (bitDepth !== BIT_DEPTH || colour !== COLOUR_RGBA || interlace !== 0) {
    throw new Error(
      `Reading a screenshot: found bit depth ${String(bitDepth)}, colour type ${String(colour)}, interlace ` +
        `${String(interlace)}; expected 8, 6, 0`,
    );
  }
  const width = header.readUInt32BE(0);
  const height = header.readUInt32BE(4);
  const data = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map((part) => part.data));
  return { width, height, rgba: unfilter(inflateSync(data), width * RGBA_BYTES, height) };
}

/** The part of a PNG inside the bounds, which are clipped to the picture; at least one pixel. */
export function cropPng(png: Buffer, bounds: Bounds): Buffer {
  const source = decodePng(png);
  const left = Math.max(0, Math.min(bounds.left, source.width - 1));
  const top = Math.max(0, Math.min(bounds.top, source.height - 1));
  const width = Math.max(1, Math.min(bounds.right, source.width) - left);
  const height = Math.max(1, Math.min(bounds.bottom, source.height) - top);
  const rgba = Buffer.alloc(width * height * RGBA_BYTES);
  for (let y = 0; y < height; y += 1) {
    const start = ((top + y) * source.width + left) * RGBA_BYTES;
    source.rgba.copy(rgba, y * width * RGBA_BYTES, start, start + width * RGBA_BYTES);
  }
  return encodePng({ width, height, rgba });
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(data.length, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(crc32(body), body.length + 4);
  return frame;
}

function* chunksOf(png: Buffer): Generator<{ readonly type: string; readonly data: Buffer }> {
  let offset = SIGNATURE.length;
  while (offset + 8 <= png.length) {
    const length = png.readUInt32BE(offset);
    const type = png.toString('latin1', offset + 4, offset + 8);
    yield { type, data: png.subarray(offset + 8, offset + 8 + length) };
    offset += length + 12;
  }
}

/** Undoes the five row filters of PNG: https://www.w3.org/TR/png-3/#9Filters */
function unfilter(rows: Buffer, stride: number, height: number): Buffer {
  const rgba = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y += 1) {
    const filter = rows[y * (stride + 1)] ?? 0;
    if (filter === 0) {
      rows.copy(rgba, y * stride, y * (stride + 1) + 1, (y + 1) * (stride + 1));
      continue;
    }
    for (let x = 0; x < stride; x += 1) {
      const value = rows[y * (stride + 1) + 1 + x] ?? 0;
      const left = x >= RGBA_BYTES ? (rgba[y * stride + x - RGBA_BYTES] ?? 0) : 0;
      const up = y > 0 ? (rgba[(y - 1) * stride + x] ?? 0) : 0;
      const corner = x >= RGBA_BYTES && y > 0 ? (rgba[(y - 1) * stride + x - RGBA_BYTES] ?? 0) : 0;
      rgba[y * stride + x] = value + predict(filter, left, up, corner);
    }
  }
  return rgba;
}

function predict(filter: number, left: number, up: number, corner: number): number {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4: {
      const [toLeft, toUp, toCorner] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
      if (toLeft <= toUp && toLeft <= toCorner) return left;
      return toUp <= toCorner ? up : corner;
    }
    default:
      return 0;
  }
}
