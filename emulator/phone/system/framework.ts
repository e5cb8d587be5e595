import type { Processes } from './processes.ts';
import type { Properties } from './services.ts';

/** What runs in Java on a phone: zygote, system_server and the apps. The daemons around it live without it. */
export interface Framework {
  readonly isUp: boolean;
  /** zygote dies, and with it whatever came out of it; the services of the framework are absent from now on. */
  stop(): void;
  /** zygote and system_server are back. Does nothing when they run. */
  start(): void;
  /** Calls back after each change until the returned function is called. */
  observe(observer: (isUp: boolean) => void): () => void;
}

/** SIGKILL, which is what init and the low memory killer send. */
const KILL = 9;

const DAEMONS: readonly (readonly [name: string, uid: number])[] = [['zygote64', 0], ['zygote', 0], ['system_server', 1000]];

/** The framework of a phone that is up; its processes are those of the table. */
export function createFramework(phone: { readonly processes: Processes; readonly properties: Properties }): Framework {
  const { processes, properties } = phone;
  const observers = new Set<(isUp: boolean) => void>();
  let isUp = true;
  const changeTo = (next: boolean): void => {
    isUp = next;
    properties.set('init.svc.zygote', next ? 'running' : 'stopped');
    for (const observer of [...observers]) observer(next);
  };
  return {
    get isUp() {
      return isUp;
    },
    stop() {
      if (!isUp) return;
      changeTo(false);
      const fromZygote = childrenOfZygote(processes);
      for (const { pid } of fromZygote) processes.kill(pid, KILL);
      // An app that is brought back by its end (the launcher is) has nobody to start it.
      for (const { pid } of childrenOfZygote(processes)) processes.end(pid);
      for (const [name] of DAEMONS) {
        const daemon = processes.byName(name);
        if (daemon !== undefined) processes.kill(daemon.pid, KILL);
      }
    },
    start() {
      if (isUp) return;
      for (const [name, uid] of DAEMONS) if (processes.byName(name) === undefined) processes.start(name, uid, { ppid: 1 });
      changeTo(true);
    },
    observe(observer) {
      observers.add(observer);
      return () => void observers.delete(observer);
    },
  };
}

function childrenOfZygote(processes: Processes): readonly { readonly pid: number }[] {
  const zygotes = new Set(['zygote64', 'zygote'].map((name) => processes.byName(name)?.pid));
  return processes.list().filter(({ ppid }) => zygotes.has(ppid));
}
