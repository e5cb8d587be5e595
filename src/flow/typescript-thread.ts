import { Worker, type WorkerOptions } from 'node:worker_threads';

const LOADER = import.meta.resolve('tsx/esm/api');

/**
 * Starts a thread that runs a TypeScript module of ours. A thread knows nothing of the loader that its parent reads TypeScript with: it
 * registers its own first.
 */
export function startThread(module: URL, options: Pick<WorkerOptions, 'workerData' | 'resourceLimits'> = {}): Worker {
  const start = `import(${JSON.stringify(LOADER)}).then(({ register }) => {
    register();
    return import(${JSON.stringify(module.href)});
  });`;
  return new Worker(start, { ...options, eval: true });
}

/**
 * The first message of a thread. One that fails, or ends without a word, answers by how: whoever waits goes on in any case.
 *
 * @returns The answer as it was posted: what it is, the thread's module says.
 */
export function firstAnswer<Answer>(thread: Worker): Promise<Answer | { readonly failed: string }> {
  return new Promise((resolve) => {
    thread.once('message', resolve);
    thread.once('error', (error: Error) => resolve({ failed: `the thread failed (${error.message})` }));
    thread.once('exit', () => resolve({ failed: 'the thread ended without an answer' }));
  });
}
