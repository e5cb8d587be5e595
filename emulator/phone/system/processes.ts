/** One process as `ps` lists it. */
export interface PhoneProcess {
  readonly pid: number;
  readonly ppid: number;
  readonly uid: number;
  /** `argv[0]`: a package name for an app. */
  readonly name: string;
}

/** `ppid` is zygote's when it is left out; `onKilled` hears of the signal that ended it. */
export interface StartOptions {
  readonly ppid?: number;
  readonly onKilled?: (signal: number) => void;
  /** Handles a signal other than SIGKILL; true when the process goes on until it ends by itself. */
  readonly onSignal?: (signal: number) => boolean;
}

/** The process table: daemons from the start, and what was started since. */
export interface Processes {
  list(): readonly PhoneProcess[];
  byName(name: string): PhoneProcess | undefined;
  byPid(pid: number): PhoneProcess | undefined;
  /** Adds a process. */
  start(name: string, uid: number, options?: StartOptions): PhoneProcess;
  /** The process has ended by itself. */
  end(pid: number): void;
  /** Sends a signal; false when there is no such process. */
  kill(pid: number, signal: number): boolean;
  nextPid(): number;
  /** Calls back for each process that begins or ends until the returned function is called. */
  observe(observer: (change: ProcessChange) => void): () => void;
}

/** A process came or went. */
export interface ProcessChange {
  readonly kind: 'started' | 'ended';
  readonly name: string;
  readonly pid: number;
}

const DAEMONS: readonly (readonly [pid: number, ppid: number, uid: number, name: string])[] = [
  [1, 0, 0, 'init'], [2, 0, 0, '[kthreadd]'], [412, 1, 1036, 'logd'], [413, 1, 1000, 'servicemanager'],
  [414, 1, 1000, 'hwservicemanager'], [518, 1, 0, 'vold'], [560, 1, 0, 'netd'], [571, 1, 0, 'zygote64'],
  [572, 1, 0, 'zygote'], [602, 1, 1000, 'surfaceflinger'], [633, 1, 2000, 'adbd'], [701, 1, 0, 'installd'],
  [1248, 571, 1000, 'system_server'],
];

const FIRST_APP_PID = 2300;
const SIGKILL = 9;

/** A table with the daemons of a booted phone. */
export function createProcesses(): Processes {
  const table = new Map<number, PhoneProcess & Pick<StartOptions, 'onKilled' | 'onSignal'>>(
    DAEMONS.map(([pid, ppid, uid, name]) => [pid, { pid, ppid, uid, name }]),
  );
  let next = FIRST_APP_PID;
  const observers = new Set<(change: ProcessChange) => void>();
  const tell = (kind: ProcessChange['kind'], { name, pid }: PhoneProcess): void => {
    for (const observer of [...observers]) observer({ kind, name, pid });
  };
  return {
    list: () => [...table.values()].sort((left, right) => left.pid - right.pid),
    byName: (name) => [...table.values()].find((process) => process.name === name),
    byPid: (pid) => table.get(pid),
    start(name, uid, options = {}) {
      const zygote = [...table.values()].find((entry) => entry.name === 'zygote64');
      const process = { ppid: zygote?.pid ?? 1, ...options, pid: next++, uid, name };
      table.set(process.pid, process);
      tell('started', process);
      return process;
    },
    end(pid) {
      const process = table.get(pid);
      if (process !== undefined && table.delete(pid)) tell('ended', process);
    },
    kill(pid, signal) {
      const process = table.get(pid);
      if (process === undefined) return false;
      if (signal === 0) return true;
      if (signal !== SIGKILL && process.onSignal?.(signal) === true) return true;
      table.delete(pid);
      tell('ended', process);
      process.onKilled?.(signal);
      return true;
    },
    nextPid: () => next++,
    observe(observer) {
      observers.add(observer);
      return () => void observers.delete(observer);
    },
  };
}
