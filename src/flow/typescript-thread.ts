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
