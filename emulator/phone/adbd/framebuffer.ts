import type { Shell } from '../system/services.ts';
import { ByteReader } from './byte-reader.ts';
import type { AdbStream } from './stream.ts';

/** Bits and first bit of each channel in the pixel formats that `screencap` writes, by its number of the format. */
const PIXEL_FORMATS: Readonly<Record<number, { readonly bitsPerPixel: number; readonly channels: Channels }>> = {
  1: { bitsPerPixel: 32, channels: { red: [0, 8], blue: [16, 8], green: [8, 8], alpha: [24, 8] } },
};

interface Channels {
  readonly red: Channel;
  readonly blue: Channel;
  readonly green: Channel;
  readonly alpha: Channel;
}

type Channel = readonly [offset: number, bitCount: number];

/**
 * Serves `framebuffer:` as adbd does: the output of `screencap` behind a header of its own. When there is no picture the
 * stream ends empty.
 *
 * https://android.googlesource.com/platform/packages/modules/adb/+/refs/tags/android-13.0.0_r1/daemon/framebuffer_service.cpp
 */
export async function serveFramebuffer(shell: Shell, version: 1 | 2, stream: AdbStream): Promise<void> {
  stream.resume();
  const screencap = shell.spawn('screencap');
  screencap.stderr.resume();
  stream.once('hangup', () => {
    screencap.kill();
  });
  try {
    await pass(new ByteReader(screencap.stdout), version, stream);
  } catch {
    // screencap broke off: a picture that is not whole is none.
    stream.end();
  }
}

async function pass(reader: ByteReader, version: 1 | 2, stream: AdbStream): Promise<void> {
  const head = await reader.take(version === 1 ? 12 : 16);
  const raw = head === undefined ? undefined : rawHeader(head);
  const header = raw === undefined ? undefined : frameHeader(version, raw);
  const pixels = header === undefined ? undefined : await reader.take(header.readUInt32LE(version === 1 ? 8 : 12));
  if (header === undefined || pixels === undefined || stream.hungUp) stream.end();
  else stream.end(Buffer.concat([header, pixels]));
}

interface RawHeader {
  readonly width: number;
  readonly height: number;
  readonly format: number;
  readonly colourSpace: number;
}

function rawHeader(head: Buffer): RawHeader {
  return {
    width: head.readUInt32LE(0), height: head.readUInt32LE(4), format: head.readUInt32LE(8),
    colourSpace: head.length > 12 ? head.readUInt32LE(12) : 0,
  };
}

/** `struct fbinfo`; undefined for a format nobody knows. */
function frameHeader(version: 1 | 2, { width, height, format, colourSpace }: RawHeader): Buffer | undefined {
  const known = PIXEL_FORMATS[format];
  if (known === undefined) return undefined;
  const { red, blue, green, alpha } = known.channels;
  const fields = [
    version, known.bitsPerPixel, ...(version === 1 ? [] : [colourSpace]), (width * height * known.bitsPerPixel) / 8, width, height,
    ...red, ...blue, ...green, ...alpha,
  ];
  const bytes = Buffer.alloc(fields.length * 4);
  for (const [index, field] of fields.entries()) bytes.writeUInt32LE(field, index * 4);
  return bytes;
}
