import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const EDGE_PX = 320;
const GREY = 0x80;

/** A grey picture of 320 by 320 pixels as PNG: large enough for a gallery that hides icons, and of nobody. */
export function greyPng(): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(EDGE_PX, 0);
  header.writeUInt32BE(EDGE_PX, 4);
  // 8 bits a pixel, grey; the other methods are the only ones there are (PNG, 11.2.2).
  header[8] = 8;
  // Each line begins with its filter: 0, none.
  const line = Buffer.concat([Buffer.from([0]), Buffer.alloc(EDGE_PX, GREY)]);
  const lines = Buffer.concat(Array.from({ length: EDGE_PX }, () => line));
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', deflateSync(lines)), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(typed), 4);
  return Buffer.concat([ends.subarray(0, 4), typed, ends.subarray(4)]);
}
