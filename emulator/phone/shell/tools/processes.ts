import type { PhoneProcess } from '../../system/processes.ts';
import { fail, print, type Invocation, type Program } from '../process/invocation.ts';
import { readOptions } from './options.ts';
import { userName } from './users.ts';

/** Everything that runs: daemons, apps, shells and what they run, by pid. */
export function allProcesses(invocation: Pick<Invocation, 'phone'>): readonly PhoneProcess[] {
  const { system, services } = invocation.phone;
  const byPid = new Map(system.processes.list().map((process) => [process.pid, process]));
  for (const app of services.activities.processes()) byPid.set(app.pid, { ppid: 571, ...app });
  return [...byPid.values()].sort((left, right) => left.pid - right.pid);
}

const FIELDS: Readonly<Record<string, (process: PhoneProcess) => string>> = {
  USER: (process) => userName(process.uid), UID: (process) => String(process.uid), PID: (process) => String(process.pid),
  PPID: (process) => String(process.ppid), NAME: (process) => process.name, ARGS: (process) => process.name,
  CMD: (process) => process.name, CMDLINE: (process) => process.name, COMM: (process) => process.name.slice(0, 15),
  STAT: () => 'S', S: () => 'S', VSZ: () => '1234567', RSS: () => '54321', WCHAN: () => '0', ADDR: () => '0', TTY: () => '?', TIME: () => '00:00:01', STIME: () => '00:00', ETIME: () => '00:10', C: () => '0', NI: () => '0', PRI: () => '19',
  TID: (process) => String(process.pid), GROUP: (process) => userName(process.uid), GID: (process) => String(process.uid), LABEL: (process) => (process.uid >= 10_000 ? 'u:r:untrusted_app:s0' : 'u:r:init:s0'),
};

/** toybox `ps`: `-A`, `-e`, `-f`, `-o FIELDS`, `-p`, `-P`, `-u`. Without `-A` only one's own. */
export const ps: Program = (invocation) => {
  if (invocation.args.includes('--help')) {
    return print(invocation, 'usage: ps [-AadefLlnwZ] [-gG GROUP,] [-k FIELD,] [-o FIELD,] [-p PID,] [-t TTY,] [-uU USER,]\n\nList processes.\n\nWhich processes to show (selections may be comma separated lists):\n\n-A\tAll processes\n');
  }
  const { flags, values, operands } = readOptions(invocation.args.map((word) => (word === '--ppid' ? '-P' : word)), 'AadefLlnwZTo:p:P:u:U:g:G:k:O:');
  const all = allProcesses(invocation);
  const chosen = all.filter((process) => {
    if (values.has('p')) return list(values.get('p')).includes(String(process.pid));
    if (values.has('P')) return list(values.get('P')).includes(String(process.ppid));
    if (values.has('u')) return [String(process.uid), userName(process.uid)].some((user) => list(values.get('u')).includes(user));
    if (operands.length > 0) return operands.includes(String(process.pid));
    return flags.has('A') || flags.has('e') || process.uid === invocation.credential.uid;
  });
  const wanted = values.get('o');
  if (wanted !== undefined) return custom(invocation, wanted, chosen);
  return print(invocation, flags.has('f') ? fullText(chosen) : plainText(chosen));
};

const list = (text: string | undefined): readonly string[] => (text ?? '').split(',');

function plainText(processes: readonly PhoneProcess[]): string {
  const heading = `${'USER'.padEnd(13)}${'PID'.padStart(6)}${'PPID'.padStart(6)}     VSZ    RSS WCHAN                    ADDR S NAME\n`;
  return heading + processes.map((process) =>
    `${userName(process.uid).padEnd(13)}${String(process.pid).padStart(6)}${String(process.ppid).padStart(6)} 1234567  54321 0                           0 S ${process.name}\n`).join('');
}

function fullText(processes: readonly PhoneProcess[]): string {
  const heading = `${'UID'.padEnd(13)}${'PID'.padStart(6)}${'PPID'.padStart(6)} C STIME TTY          TIME CMD\n`;
  return heading + processes.map((process) =>
    `${userName(process.uid).padEnd(13)}${String(process.pid).padStart(6)}${String(process.ppid).padStart(6)} 0 00:00:00 ?     00:00:01 ${process.name}\n`).join('');
}

function custom(invocation: Invocation, wanted: string, processes: readonly PhoneProcess[]): number {
  const columns = wanted.split(',').map((column) => {
    const [name = '', title = name] = column.split('=');
    return { field: FIELDS[name.toUpperCase()], title: column.includes('=') ? title : name.toUpperCase(), name };
  });
  const unknown = columns.find((column) => column.field === undefined);
  if (unknown !== undefined) return fail(invocation, `bad -o ${unknown.name}`);
  const rows = processes.map((process) => columns.map((column) => column.field?.(process) ?? ''));
  const headings = columns.map((column) => column.title);
  const table = headings.some((title) => title !== '') ? [headings, ...rows] : rows;
  const widths = columns.map((_, index) => Math.max(...table.map((row) => row[index]?.length ?? 0)));
  return print(invocation, table.map((row) => `${row.map((cell, index) => (index === row.length - 1 ? cell : cell.padEnd(widths[index] ?? 0))).join(' ')}\n`).join(''));
}

/** toybox `pidof name…`: newest first; 1 when there is none. */
export const pidof: Program = (invocation) => {
  const { operands } = readOptions(invocation.args, 'so:x');
  const pids = allProcesses(invocation).filter((process) => operands.includes(process.name)).map((process) => process.pid).reverse();
  return pids.length === 0 ? 1 : print(invocation, `${pids.join(' ')}\n`);
};

/** toybox `pgrep [-f] [-l] pattern`. */
export const pgrep: Program = (invocation) => {
  const { flags, operands } = readOptions(invocation.args, 'flnovx');
  const pattern = new RegExp(flags.has('x') ? `^(?:${operands[0] ?? ''})$` : operands[0] ?? '');
  const found = allProcesses(invocation).filter((process) => pattern.test(process.name) && process.pid !== invocation.pid);
  print(invocation, found.map((process) => `${process.pid}${flags.has('l') ? ` ${process.name}` : ''}\n`).join(''));
  return found.length === 0 ? 1 : 0;
};

const SIGNALS: Readonly<Record<string, number>> = { HUP: 1, INT: 2, QUIT: 3, KILL: 9, TERM: 15, STOP: 19, CONT: 18, USR1: 10, USR2: 12 };

/** toybox `kill [-signal] pid…`. Only root may end other users' processes. */
export const kill: Program = (invocation) => {
  const [first = '', ...rest] = invocation.args;
  if (first === '-l') return print(invocation, `${Object.entries(SIGNALS).map(([name, number]) => `${number} ${name}`).join('\n')}\n`);
  const named = first.startsWith('-') ? first.slice(1).replace(/^(s|SIG)$/, '') : '';
  const signal = named === '' ? 15 : SIGNALS[named.replace(/^SIG/, '')] ?? Number(named);
  const pids = first.startsWith('-') ? rest : invocation.args;
  if (pids.length === 0) return fail(invocation, 'Needs 1 argument');
  let exitCode = 0;
  for (const text of pids) {
    const process = allProcesses(invocation).find((entry) => entry.pid === Number(text));
    if (process === undefined) exitCode = fail(invocation, `bad pid '${text}': No such process`);
    else if (invocation.credential.uid !== 0 && process.uid !== invocation.credential.uid) exitCode = fail(invocation, `bad pid '${text}': Operation not permitted`);
    else if (!invocation.phone.system.processes.kill(process.pid, signal) && signal !== 0) invocation.phone.services.activities.forceStop(process.name.split(':')[0] ?? process.name);
  }
  return exitCode;
};
