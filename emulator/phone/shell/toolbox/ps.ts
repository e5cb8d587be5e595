import { print, type Program } from '../process/invocation.ts';
import { allProcesses } from '../tools/processes.ts';
import { userName } from '../tools/users.ts';

/** Programs of the RAM disk, which call themselves by their path. */
const IN_RAM_DISK: Readonly<Record<string, string>> = { adbd: '/sbin/adbd', init: '/init' };

const HEADING = 'USER     PID   PPID  VSIZE  RSS     WCHAN    PC        NAME\n';

/** toolbox `ps [name|pid]`: everything, or what is called that; the state stands in a column without a heading. */
export const ps: Program = (invocation) => {
  const [wanted] = invocation.args.filter((word) => !word.startsWith('-'));
  const chosen = allProcesses(invocation).filter(({ pid, name }) => wanted === undefined || String(pid) === wanted || name.includes(wanted));
  const lines = chosen.map(({ uid, pid, ppid, name }) =>
    `${userName(uid).padEnd(9)} ${String(pid).padEnd(5)} ${String(ppid).padEnd(5)} 4728   400   00000000 00000000 S ${IN_RAM_DISK[name] ?? name}\n`);
  return print(invocation, HEADING + lines.join(''));
};
