import type { Worker } from 'node:worker_threads';
import { firstAnswer, startThread } from '../flow/typescript-thread.ts';
import type { LateFindings, LateSearchInput } from './late-search.ts';
import type { LateAnswer } from './late-search-worker.ts';

/**
 * A thread that searches all a phone sent: on a long ledger that takes minutes, in which the other phones' watchdogs must go on. Started
 * ahead, it has loaded what it needs by the time it is asked.
 */
export class LateSearchThread {
  readonly #worker: Worker;
  readonly #answer: Promise<LateAnswer>;

  constructor() {
    this.#worker = startThread(new URL('./late-search-worker.ts', import.meta.url));
    this.#answer = firstAnswer<LateAnswer>(this.#worker);
  }

  /** @throws {Error} When it cannot be searched. */
  async search(input: LateSearchInput): Promise<LateFindings> {
    this.#worker.postMessage(input);
    const answer = await this.#answer;
    if ('found' in answer) return answer.found;
    throw new Error(`searched all that ${input.facts.id} sent in the run for what came late, found that ${answer.failed}`);
  }

  /** Ends the thread, whatever it is at. */
  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}
