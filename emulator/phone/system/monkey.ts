/** Whether a monkey is at the phone: what `ActivityManager.isUserAMonkey()` tells apps. */
export interface Monkey {
  readonly isRunning: boolean;
  /** A monkey began; the returned function says that it has gone. */
  begin(): () => void;
}

/** No monkey yet. */
export function createMonkey(): Monkey {
  const running = new Set<symbol>();
  return {
    get isRunning() {
      return running.size > 0;
    },
    begin() {
      const monkey = Symbol('monkey');
      running.add(monkey);
      return () => void running.delete(monkey);
    },
  };
}
