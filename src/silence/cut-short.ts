import type { WindowRecord } from '../flow/window.ts';
import type { ExaminedFlow } from './examine.ts';

/**
 * Why nobody can say what a connection was for that was opened while the window drained and closed before anything was said in it: draining
 * takes the network away for a moment, and what was to be said comes again by a connection of its own. Undefined for any other.
 */
export function cutShortWord({ flow }: Pick<ExaminedFlow, 'flow'>, { barriers }: Pick<WindowRecord, 'barriers'>): string | undefined {
  const isEmpty = flow.kind === 'tunnel' && flow.state === 'aborted' && flow.tunnel?.sentBytes === 0;
  if (!isEmpty || !barriers.some(({ startMs, endMs }) => flow.startMs >= startMs && flow.startMs <= endMs)) return undefined;
  return `a connection to ${flow.host} was opened while the window drained and closed before anything was sent (${flow.id}); nobody can say what it was for`;
}
