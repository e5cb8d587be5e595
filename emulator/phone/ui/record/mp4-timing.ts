/** Boxes that hold nothing but boxes, on the way to a track's sample times (ISO/IEC 14496-12). */
const CONTAINERS: ReadonlySet<string> = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl']);

/** One box of an MP4 file: its type, and what is in it. */
export interface Mp4Box {
  readonly type: string;
  /** Where it begins in the file. */
  readonly start: number;
  readonly content: Buffer;
  /** Of containers. */
  readonly boxes: readonly Mp4Box[];
}

const HEADER_BYTES = 8;

/** Reads the boxes of an MP4 file. @throws when a box reaches beyond its surroundings. */
export function readBoxes(file: Buffer, at = 0): readonly Mp4Box[] {
  const boxes: Mp4Box[] = [];
  let start = 0;
  while (start + HEADER_BYTES <= file.length) {
    const size = file.readUInt32BE(start);
    const type = file.toString('latin1', start + 4, start + HEADER_BYTES);
    if (size < HEADER_BYTES || start + size > file.length) throw new Error(`Reading an MP4: box ${type} at ${at + start} says it has ${size} bytes, expected 8 to ${file.length - start}`);
    const content = file.subarray(start + HEADER_BYTES, start + size);
    boxes.push({ type, start: at + start, content, boxes: CONTAINERS.has(type) ? readBoxes(content, at + start + HEADER_BYTES) : [] });
    start += size;
  }
  return boxes;
}

/**
 * Gives each frame of a video its own duration: an encoder that counts frames is told afterwards when they were seen.
 * The media data must come before the boxes that describe it, whose size changes.
 */
export function setFrameTimes(file: Buffer, durationsMs: readonly number[]): Buffer {
  const boxes = readBoxes(file);
  const totalMs = durationsMs.reduce((sum, duration) => sum + duration, 0);
  const scale = (type: string): number => boxNamed(boxes, type)?.content.readUInt32BE(SCALE_AT) ?? 1000;
  const times = { durationsMs, totalMs, movieScale: scale('mvhd'), mediaScale: scale('mdhd') };
  return Buffer.concat(boxes.map((box) => write(box, times)));
}

/** The first box of this type, whatever lies around it. */
export function boxNamed(boxes: readonly Mp4Box[], type: string): Mp4Box | undefined {
  for (const box of boxes) {
    const found = box.type === type ? box : boxNamed(box.boxes, type);
    if (found !== undefined) return found;
  }
  return undefined;
}

interface Times {
  readonly durationsMs: readonly number[];
  readonly totalMs: number;
  readonly movieScale: number;
  readonly mediaScale: number;
}

/** Version, flags, two dates: then the scale, and the duration after it (`mvhd`, `mdhd`). In `tkhd` a track id comes between. */
const SCALE_AT = 12;
const DURATION_AT = 16;
const TRACK_DURATION_AT = 20;

function write(box: Mp4Box, times: Times): Buffer {
  const content = CONTAINERS.has(box.type) ? Buffer.concat(box.boxes.map((inner) => write(inner, times))) : rewritten(box, times);
  const header = Buffer.alloc(HEADER_BYTES, box.type.padStart(HEADER_BYTES), 'latin1');
  header.writeUInt32BE(HEADER_BYTES + content.length);
  return Buffer.concat([header, content]);
}

function rewritten({ type, content }: Mp4Box, times: Times): Buffer {
  switch (type) {
    case 'mvhd': return withNumber(content, DURATION_AT, inScale(times.totalMs, times.movieScale));
    case 'tkhd': return withNumber(content, TRACK_DURATION_AT, inScale(times.totalMs, times.movieScale));
    case 'mdhd': return withNumber(content, DURATION_AT, inScale(times.totalMs, times.mediaScale));
    case 'stts': return sampleTimes(times);
    default: return content;
  }
}

/** `stts`: runs of frames with the same duration; here each frame is a run of its own. */
function sampleTimes({ durationsMs, mediaScale }: Times): Buffer {
  const table = Buffer.alloc(8 + durationsMs.length * 8);
  table.writeUInt32BE(durationsMs.length, 4);
  durationsMs.forEach((durationMs, i) => {
    table.writeUInt32BE(1, 8 + i * 8);
    table.writeUInt32BE(inScale(durationMs, mediaScale), 12 + i * 8);
  });
  return table;
}

function withNumber(content: Buffer, at: number, value: number): Buffer {
  const copy = Buffer.from(content);
  copy.writeUInt32BE(value, at);
  return copy;
}

function inScale(durationMs: number, scale: number): number {
  return Math.round((durationMs * scale) / 1000);
}
