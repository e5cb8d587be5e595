import { parentPort, workerData } from 'node:worker_threads';
import { renderAsync } from '@resvg/resvg-js';
// A CommonJS package whose names Node cannot see from outside: only its default export can be imported.
import encoders from 'h264-mp4-encoder';
import { fontFiles } from '../render/font-metrics.ts';
import { fitInto, letterbox } from './letterbox.ts';
import { setFrameTimes } from './mp4-timing.ts';

/** What the encoder is told before the first frame. */
export interface EncoderSettings {
  readonly width: number;
  readonly height: number;
  readonly bitRate: number | undefined;
}

/** A picture as SVG with the moment it was seen, or the end. */
export type EncoderOrder =
  | { readonly kind: 'frame'; readonly svg: string; readonly width: number; readonly height: number; readonly atMs: number }
  | { readonly kind: 'finish'; readonly atMs: number };

/** Frames a second the encoder believes in; the true times are written afterwards. */
const NOMINAL_FPS = 10;
/** 10 is nearly without loss, 51 the worst. */
const QUANTISER = 26;
/** Every frame stands for itself, so that a player can begin with any: few come, and far between. */
const FRAMES_A_GROUP = 1;
/** 10 is the fastest: text on plain grounds needs no long search. */
const FASTEST = 10;

/** Paints and encodes in a thread of its own: the phone goes on meanwhile. */
async function run(settings: EncoderSettings): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error('Encoding a recording: this file runs as a worker thread only');
  const encoder = await encoders.createH264MP4Encoder();
  encoder.width = settings.width;
  encoder.height = settings.height;
  encoder.frameRate = NOMINAL_FPS;
  encoder.speed = FASTEST;
  encoder.groupOfPictures = FRAMES_A_GROUP;
  encoder.quantizationParameter = QUANTISER;
  if (settings.bitRate !== undefined) encoder.kbps = Math.round(settings.bitRate / 1000);
  encoder.initialize();
  const seenAtMs: number[] = [];
  const carryOut = async (order: EncoderOrder): Promise<void> => {
    if (order.kind === 'frame') {
      encoder.addFrameRgba(await paint(order, settings));
      seenAtMs.push(order.atMs);
      return;
    }
    encoder.finalize();
    const video = Buffer.from(encoder.FS.readFile(encoder.outputFilename));
    encoder.delete();
    const ends = [...seenAtMs.slice(1), order.atMs];
    port.postMessage(setFrameTimes(video, seenAtMs.map((atMs, i) => Math.max(1, (ends[i] ?? atMs) - atMs))));
    port.close();
  };
  let work = Promise.resolve();
  port.on('message', (order: EncoderOrder) => {
    work = work.then(() => carryOut(order));
  });
}

async function paint(frame: Extract<EncoderOrder, { readonly kind: 'frame' }>, size: EncoderSettings): Promise<Buffer> {
  const image = await renderAsync(frame.svg, {
    font: { loadSystemFonts: false, fontFiles: fontFiles(frame.svg), defaultFontFamily: 'Roboto' },
    fitTo: { mode: 'width', value: fitInto(frame, size).width },
    logLevel: 'off',
  });
  return letterbox({ width: image.width, height: image.height, rgba: image.pixels }, size);
}

await run(workerData as EncoderSettings);
