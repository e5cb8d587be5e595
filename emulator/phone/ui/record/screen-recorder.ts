import { Worker } from 'node:worker_threads';
import { frameOf, type Glass } from '../render/render-screen.ts';
import type { ViewNode } from '../view.ts';
import type { EncoderOrder, EncoderSettings } from './encode-worker.ts';

/** What is recorded: the glass as it is at each look. */
export interface RecordedGlass extends Glass {
  root(): ViewNode;
}

export interface RecordingOptions {
  readonly width: number;
  readonly height: number;
  /** Bits a second. Default: as good as text needs. */
  readonly bitRate?: number;
  /** Lines written into each picture's corner. */
  readonly overlay?: (atMs: number) => readonly string[];
}

/** How often the glass is looked at; only what has changed costs a picture. */
const LOOK_MS = 150;

/** A thread knows nothing of the loader that its parent reads TypeScript with: it registers its own first. */
const WORKER_START = `
  import(${JSON.stringify(import.meta.resolve('tsx/esm/api'))}).then(({ register }) => {
    register();
    return import(${JSON.stringify(new URL('./encode-worker.ts', import.meta.url).href)});
  });`;

/** A recording under way. */
export interface Recording {
  /** Ends it and resolves to the MP4. */
  finish(): Promise<Buffer>;
}

/** Records what is on the glass until told to finish: a frame for each change, shown for as long as it stood. */
export function recordScreen(glass: RecordedGlass, options: RecordingOptions): Recording {
  const { width, height, bitRate } = options;
  const settings: EncoderSettings = { width, height, bitRate };
  const worker = new Worker(WORKER_START, { eval: true, workerData: settings });
  worker.unref();
  const send = (order: EncoderOrder): void => {
    worker.postMessage(order);
  };
  const beganAt = performance.now();
  const now = (): number => Math.round(performance.now() - beganAt);
  let last = '';
  const look = (): void => {
    const svg = frameOf(glass.root(), glass, options.overlay?.(now()) ?? []);
    if (svg === last) return;
    last = svg;
    send({ kind: 'frame', svg, width: glass.widthPx, height: glass.heightPx, atMs: now() });
  };
  look();
  const timer = setInterval(look, LOOK_MS);
  timer.unref();
  return {
    async finish() {
      clearInterval(timer);
      look();
      const video = new Promise<Buffer>((resolve, reject) => {
        worker.once('message', (bytes: Uint8Array) => {
          resolve(Buffer.from(bytes));
        });
        worker.once('error', reject);
      });
      worker.ref();
      send({ kind: 'finish', atMs: now() });
      return video;
    },
  };
}
