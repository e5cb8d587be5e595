/** Ctrl-C, `kill`, and a terminal that is closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Longest time an interrupted command may take over its phones and its report. */
const INTERRUPTED_LIMIT_MS = 120_000;

/** Exit code of a command that was interrupted, as shells have it for Ctrl-C. */
export const INTERRUPTED = 130;

/** From now on a first signal ends the command in order: what it does is stopped, phones are put back. A second one ends it at once. */
export function interruptible(): { readonly signal: AbortSignal; stop(): void } {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) process.exit(INTERRUPTED);
    process.stderr.write('earshot: interrupted; putting the phones back (once more to stop at once)\n');
    controller.abort(new Error('interrupted'));
    setTimeout(() => {
      process.stderr.write('earshot: a phone or a tool does not answer; stopping without it. Then type: npx earshot restore\n');
      process.exit(INTERRUPTED);
    }, INTERRUPTED_LIMIT_MS).unref();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return { signal: controller.signal, stop: () => SIGNALS.forEach((signal) => process.off(signal, onSignal)) };
}
