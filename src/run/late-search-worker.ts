import { parentPort } from 'node:worker_threads';
import { searchLate, type LateFindings, type LateSearchInput } from './late-search.ts';

/** What the thread answers. */
export type LateAnswer = { readonly found: LateFindings } | { readonly failed: string };

parentPort?.once('message', (input: LateSearchInput) => {
  parentPort?.postMessage(answer(input));
});

function answer(input: LateSearchInput): LateAnswer {
  try {
    return { found: searchLate(input) };
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}
