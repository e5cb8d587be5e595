import { fail, orAborted, print, type Invocation, type Program } from '../process/invocation.ts';
import { readOptions } from './options.ts';
import { allProcesses } from './processes.ts';
import { userName } from './users.ts';

/** What the figures of a resting phone add up from; no memory is really counted here. */
const MEMORY_KIB = { total: 3_767_208, free: 812_000, buffers: 24_112, cached: 1_000_096 } as const;

/** toybox `top [-b] [-n count] [-d seconds] [-m rows] [-p pids]`. */
export const top: Program = async (invocation) => {
  const { values } = readOptions(invocation.args, 'bHn:d:m:p:u:o:O:s:k:q');
  const count = Number(values.get('n') ?? 'Infinity');
  const everyMs = Number(values.get('d') ?? '3') * 1000;
  for (let turn = 0; turn < count; turn++) {
    print(invocation, page(invocation, values));
    if (turn === count - 1) break;
    let timer: NodeJS.Timeout | undefined;
    await orAborted(new Promise<void>((resolve) => {
      timer = setTimeout(resolve, everyMs);
    }), invocation.signal);
    clearTimeout(timer);
    if (invocation.signal.aborted || invocation.stdout.closed) break;
  }
  return 0;
};

function page(invocation: Invocation, values: ReadonlyMap<string, string>): string {
  const wanted = values.get('p')?.split(',');
  const processes = allProcesses(invocation).filter(({ pid }) => wanted === undefined || wanted.includes(String(pid)));
  const { total, free: unused, buffers, cached } = MEMORY_KIB;
  const rows = processes.slice(0, Number(values.get('m') ?? 'Infinity')).map(({ pid, uid, name }) =>
    `${String(pid).padStart(5)} ${userName(uid).padEnd(12).slice(0, 12)} 20   0 1.1G  53M  40M S  0.0   1.4   0:01.00 ${name}\n`);
  return `Tasks: ${processes.length} total,   1 running, ${processes.length - 1} sleeping,   0 stopped,   0 zombie
  Mem:  ${total}K total,  ${total - unused}K used,   ${unused}K free,    ${buffers}K buffers
 Swap:        0K total,        0K used,        0K free,  ${cached}K cached
800%cpu   0%user   0%nice   8%sys 792%idle   0%iow   0%irq   0%sirq   0%host
  PID USER         PR  NI VIRT  RES  SHR S[%CPU] %MEM     TIME+ ARGS
${rows.join('')}`;
}

/** toybox `free [-bkmgh]`. */
export const free: Program = (invocation) => {
  const { flags } = readOptions(invocation.args, 'htgmkb');
  const divisor = flags.has('g') ? 1024 ** 3 : flags.has('m') ? 1024 ** 2 : flags.has('k') ? 1024 : 1;
  const { total, free: unused, buffers } = MEMORY_KIB;
  const cell = (kib: number): string => (flags.has('h') ? `${(kib / 1024 ** 2).toFixed(1)}G` : String(Math.floor((kib * 1024) / divisor))).padStart(12);
  const row = (name: string, ...cells: readonly number[]): string => `${name}${cells.map(cell).join('')}\n`;
  return print(invocation, `\t\ttotal        used        free      shared     buffers\n${row('Mem:   ', total, total - unused, unused, 0, buffers)}${row('-/+ buffers/cache:', total - unused - buffers, unused + buffers)}${row('Swap:  ', 0, 0, 0)}`);
};

/** toybox `vmstat`. */
export const vmstat: Program = (invocation) => {
  const { total, free: unused, buffers, cached } = MEMORY_KIB;
  return print(invocation, `procs -----------memory---------- ---swap-- -----io---- -system-- ----cpu----
 r  b   swpd   free   buff  cache   si   so    bi    bo   in   cs us sy id wa
 1  0      0 ${Math.min(unused, total)}  ${buffers} ${cached}    0    0     2     1   80  120  1  1 98  0
`);
};

/** toybox `dmesg`: the kernel's log is root's on a user build and the shell's on no build by default. */
export const dmesg: Program = (invocation) => {
  if (invocation.credential.uid !== 0) return fail(invocation, 'klogctl: Permission denied');
  return print(invocation, `[    0.000000] Booting Linux on physical CPU 0x0\n[    0.000000] Linux version ${invocation.phone.system.properties.get('ro.kernel.version')} (builder@localhost)\n`);
};
