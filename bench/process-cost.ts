import { readFileSync, readdirSync } from 'node:fs';

/** What the processes of some groups have taken so far. */
export interface ProcessCost {
  /** Processor time of all of them, and of their children that have ended, ms. */
  readonly processorMs: number;
  /** Memory that they hold at this moment. */
  readonly rssMb: number;
}

/** Linux counts processor time in hundredths of a second (`USER_HZ`), whatever the machine. */
const MS_PER_TICK = 10;

/** Fields of `/proc/<pid>/stat` (proc(5)), counted from the one behind the name, which may hold blanks. */
const FIELD = { group: 2, userTicks: 11, systemTicks: 12, childUserTicks: 13, childSystemTicks: 14 } as const;

/** What the processes in these groups have taken: a foreign program and whatever it started. Linux only. */
export function costOfGroups(leaders: readonly number[]): ProcessCost {
  let processorMs = 0;
  let rssMb = 0;
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const stat = readOf(`/proc/${name}/stat`);
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ').map(Number);
    if (!leaders.includes(fields[FIELD.group] ?? -1)) continue;
    const ticks = [FIELD.userTicks, FIELD.systemTicks, FIELD.childUserTicks, FIELD.childSystemTicks].map((at) => fields[at] ?? 0);
    processorMs += ticks.reduce((sum, one) => sum + one, 0) * MS_PER_TICK;
    rssMb += Number(/VmRSS:\s+(\d+)/.exec(readOf(`/proc/${name}/status`))?.[1] ?? 0) / 1024;
  }
  return { processorMs, rssMb };
}

/** Empty for a process that has ended since it was listed. */
function readOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
