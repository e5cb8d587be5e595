/** How often a program without an IPC channel looks whether its parent is still there. */
const PARENT_CHECK_MS = 1000;

/**
 * Resolves when this program should end: on SIGINT or SIGTERM, when its IPC channel closes, or when the process that
 * started it is gone.
 */
export function untilToldToEnd(): Promise<void> {
  const parent = process.ppid;
  return new Promise((resolve) => {
    // A handler that stays: a second Ctrl-C must not break off the switching-off.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        resolve();
      });
    }
    process.once('disconnect', () => {
      resolve();
    });
    const hasChannel = process.send !== undefined;
    // The channel may have closed before anybody listened; that is not said twice.
    if (hasChannel && !process.connected) resolve();
    if (!hasChannel) {
      const timer = setInterval(() => {
        if (process.ppid === parent) return;
        clearInterval(timer);
        resolve();
      }, PARENT_CHECK_MS);
      timer.unref();
    }
  });
}
