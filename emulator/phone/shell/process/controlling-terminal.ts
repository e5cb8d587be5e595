import type { Terminal, TerminalModes } from '../../system/services.ts';

/** The terminal of a session, and who hears of Ctrl-C on it: whoever came to the foreground last. */
export class ControllingTerminal {
  readonly name: string;
  readonly modes: TerminalModes;
  readonly #terminal: Terminal;
  readonly #foreground: (() => void)[] = [];

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    this.name = terminal.name;
    this.modes = terminal.modes;
  }

  size(): ReturnType<Terminal['size']> {
    return this.#terminal.size();
  }

  /** Somebody typed Ctrl-C. */
  interrupt(): void {
    this.#foreground.at(-1)?.();
  }

  /** Comes to the foreground until the returned function is called. */
  onInterrupt(listener: () => void): () => void {
    this.#foreground.push(listener);
    return () => {
      const at = this.#foreground.lastIndexOf(listener);
      if (at >= 0) this.#foreground.splice(at, 1);
    };
  }
}
