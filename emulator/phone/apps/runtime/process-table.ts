import type { Packages } from '../../system/services.ts';

/** What the app runtime uses of the phone's process table. */
export interface KernelProcesses {
  list(): readonly { readonly pid: number; readonly uid: number; readonly name: string }[];
  byName(name: string): { readonly pid: number } | undefined;
  start(name: string, uid: number, options?: { readonly onKilled?: (signal: number) => void }): { readonly pid: number };
  end(pid: number): void;
}

/** Processes of packages, in the phone's process table. */
export class ProcessTable {
  readonly #packages: Packages;
  readonly #processes: KernelProcesses;

  constructor(packages: Packages, processes: KernelProcesses) {
    this.#packages = packages;
    this.#processes = processes;
  }

  /** Starts a package's process unless it runs; does nothing for packages that are not installed. */
  begin(packageName: string, onKilled: () => void = () => undefined): void {
    const installed = this.#packages.get(packageName);
    if (installed !== undefined && this.#processes.byName(packageName) === undefined) this.#processes.start(packageName, installed.uid, { onKilled });
  }

  end(packageName: string): void {
    const process = this.#processes.byName(packageName);
    if (process !== undefined) this.#processes.end(process.pid);
  }

  list(): readonly { readonly pid: number; readonly uid: number; readonly name: string }[] {
    return this.#processes.list();
  }
}
