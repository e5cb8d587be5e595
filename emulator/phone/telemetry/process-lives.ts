/** What telemetry uses of the phone's process table. */
export interface ObservableProcesses {
  byName(name: string): { readonly pid: number } | undefined;
  start(name: string, uid: number): { readonly pid: number };
  observe(observer: (change: { readonly kind: 'started' | 'ended'; readonly name: string }) => void): () => void;
}

/** Which apps' processes live, as far as their SDKs must know. */
export class ProcessLives {
  readonly #alive = new Set<string>();
  readonly #began: (packageName: string) => void;
  readonly #stop: () => void;

  constructor(processes: ObservableProcesses | undefined, on: { readonly began: (packageName: string) => void; readonly ended: (packageName: string) => void }) {
    this.#began = on.began;
    this.#stop = processes?.observe(({ kind, name }) => {
      if (kind === 'started') this.begin(name);
      else if (this.#alive.delete(name)) on.ended(name);
    }) ?? (() => undefined);
  }

  isAlive(packageName: string): boolean {
    return this.#alive.has(packageName);
  }

  /** The process begins, or something shows that it has. */
  begin(packageName: string): void {
    if (this.#alive.has(packageName)) return;
    this.#alive.add(packageName);
    this.#began(packageName);
  }

  close(): void {
    this.#stop();
  }
}
