import type { Packages } from '../../system/services.ts';

/** What runs on every phone from its start, with its uid where it belongs to no package. */
const FROM_BOOT: readonly (readonly [name: string, uid: number])[] = [
  ['init', 0], ['adbd', 2000], ['netd', 0], ['surfaceflinger', 1000], ['zygote64', 0], ['system_server', 1000],
];

/** Processes of the phone by name. Pids rise, as on a phone that has not run long. */
export class ProcessTable {
  readonly #packages: Packages;
  readonly #processes = new Map<string, { readonly pid: number; readonly uid: number }>();
  #nextPid = 1;

  constructor(packages: Packages, resident: readonly string[]) {
    this.#packages = packages;
    for (const [name, uid] of FROM_BOOT) this.#add(name, uid);
    this.#nextPid = 1500;
    for (const name of resident) this.begin(name);
  }

  /** Starts a package's process unless it runs; does nothing for packages that are not installed. */
  begin(packageName: string): void {
    const installed = this.#packages.get(packageName);
    if (installed !== undefined && !this.#processes.has(packageName)) this.#add(packageName, installed.uid);
  }

  end(packageName: string): void {
    this.#processes.delete(packageName);
  }

  list(): readonly { readonly pid: number; readonly uid: number; readonly name: string }[] {
    return [...this.#processes].map(([name, process]) => ({ ...process, name }));
  }

  #add(name: string, uid: number): void {
    this.#processes.set(name, { pid: this.#nextPid, uid });
    this.#nextPid += name === 'init' ? 311 : 37;
  }
}
