import type { ShellState } from './state.ts';

/** Runs something in the background as a process of its own, which `kill` can end. */
export function startJob(state: ShellState, run: (inner: { readonly pid: number; readonly signal: AbortSignal }) => Promise<number>): void {
  const { processes } = state.phone.system;
  const ending = new AbortController();
  const stop = (): void => ending.abort();
  let killedBy = 0;
  const { pid } = processes.start('sh', state.credential.uid, {
    ppid: state.pid,
    onKilled: (signal) => {
      killedBy = signal;
      stop();
    },
  });
  state.signal.addEventListener('abort', stop, { once: true });
  const job = run({ pid, signal: ending.signal }).then((code) => {
    processes.end(pid);
    state.signal.removeEventListener('abort', stop);
    return killedBy === 0 ? code : 128 + killedBy;
  });
  state.lastBackgroundPid = pid;
  state.jobs.set(pid, job);
}
