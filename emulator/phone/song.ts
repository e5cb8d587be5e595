/** A song as the profile tells it. */
export interface Song {
  readonly title: string;
  readonly artist: string;
  readonly album: string;
  readonly durationMs: number;
}

/** MPEG-1 layer III, 32 kbit/s, 44.1 kHz, mono, no padding. */
const FRAME_HEADER = Buffer.from([0xff, 0xfb, 0x10, 0xc4]);
/** 144 x 32000 / 44100, rounded down. */
const FRAME_BYTES = 104;
const SAMPLES_PER_FRAME = 1152;
const SAMPLES_PER_SECOND = 44_100;
/** Behind the header and the side information of a mono frame. */
const INFO_OFFSET = 4 + 17;
const FLAG_FRAME_COUNT = 1;

/** An MP3 of silence, as long as the song, with its title, artist and album as ID3v2.3 tags. */
export function songFile(song: Song): Buffer {
  const frameCount = Math.max(1, Math.round(((song.durationMs / 1000) * SAMPLES_PER_SECOND) / SAMPLES_PER_FRAME));
  const audio = Buffer.alloc((frameCount + 1) * FRAME_BYTES);
  for (let start = 0; start < audio.length; start += FRAME_BYTES) FRAME_HEADER.copy(audio, start);
  // A first frame that holds no sound but the number of those that follow: players know the length by it.
  audio.write('Info', INFO_OFFSET, 'latin1');
  audio.writeUInt32BE(FLAG_FRAME_COUNT, INFO_OFFSET + 4);
  audio.writeUInt32BE(frameCount, INFO_OFFSET + 8);
  return Buffer.concat([id3Tag(song), audio]);
}

function id3Tag(song: Song): Buffer {
  const frames = Buffer.concat([
    textFrame('TIT2', song.title),
    textFrame('TPE1', song.artist),
    textFrame('TALB', song.album),
    textFrame('TLEN', String(song.durationMs)),
  ]);
  const header = Buffer.from([0x49, 0x44, 0x33, 3, 0, 0, ...synchsafe(frames.length)]);
  return Buffer.concat([header, frames]);
}

function textFrame(id: string, text: string): Buffer {
  if (text === '') return Buffer.alloc(0);
  // Encoding 1: UTF-16 with a byte order mark.
  const content = Buffer.concat([Buffer.from([1, 0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
  const header = Buffer.alloc(10);
  header.write(id, 0, 'latin1');
  header.writeUInt32BE(content.length, 4);
  return Buffer.concat([header, content]);
}

/** Four bytes of seven bits each. */
function synchsafe(value: number): readonly number[] {
  return [21, 14, 7, 0].map((shift) => (value >> shift) & 0x7f);
}
