import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { readApp } from './read-app.ts';

const given = z.array(z.object({ path: z.string(), bytes: z.instanceof(Uint8Array) }));

/** What the thread answers. */
export type ReadAnswer = { readonly code: Awaited<ReturnType<typeof readApp>> } | { readonly failed: string };

const apks = given.parse(workerData).map(({ path, bytes }) => ({ path, bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) }));
const answer: ReadAnswer = await readApp(apks).then(
  (code): ReadAnswer => ({ code }),
  (error: unknown): ReadAnswer => ({ failed: error instanceof Error ? error.message : String(error) }),
);
parentPort?.postMessage(answer);
