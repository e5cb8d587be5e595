import { PROGRAMS } from '../../system/files/programs.ts';
import { fail, print, type Program } from '../process/invocation.ts';
import { readOptions } from './options.ts';

/** toybox `uname`. */
export const uname: Program = (invocation) => {
  const { flags } = readOptions(invocation.args, 'asnrvm');
  const release = invocation.phone.system.properties.get('ro.kernel.version');
  const fields: readonly (readonly [string, string])[] = [['s', 'Linux'], ['n', 'localhost'], ['r', release], ['v', '#1 SMP PREEMPT'], ['m', 'aarch64']];
  const chosen = fields.filter(([letter]) => flags.has('a') || flags.has(letter) || (flags.size === 0 && letter === 's'));
  return print(invocation, `${chosen.map(([, text]) => text).join(' ')}\n`);
};

/** toybox `uptime`. */
export const uptime: Program = (invocation) => {
  const minutes = Math.floor(invocation.phone.system.clock.uptimeMs() / 60_000);
  const time = new Date(invocation.phone.system.clock.now()).toISOString().slice(11, 19);
  const hours = `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
  return print(invocation, ` ${time} up ${minutes < 60 ? `${minutes} min` : hours},  0 users,  load average: 1.01, 1.02, 1.03\n`);
};

/** toybox `getenforce`. */
export const getenforce: Program = (invocation) =>
  print(invocation, invocation.phone.system.selinux.enforcing ? 'Enforcing\n' : 'Permissive\n');

/** toybox `setenforce`. */
export const setenforce: Program = (invocation) => {
  const [wanted = ''] = invocation.args;
  const enforcing = /^(1|enforcing)$/i.test(wanted) ? true : /^(0|permissive)$/i.test(wanted) ? false : undefined;
  if (enforcing === undefined) return fail(invocation, `Invalid state: ${wanted}`);
  if (invocation.credential.uid !== 0) return fail(invocation, `Couldn't set enforcing status to '${wanted}': Permission denied`);
  invocation.phone.system.selinux.enforcing = enforcing;
  return 0;
};

/** `which`: the paths of programs, 1 when one is missing. */
export const which: Program = (invocation) => {
  const { flags, operands } = readOptions(invocation.args, 'a');
  let exitCode = 0;
  for (const name of operands) {
    const folders = name.includes('/') ? [''] : (invocation.env.get('PATH') ?? '').split(':').map((folder) => `${folder}/`);
    const found = folders.map((folder) => folder + name).filter((path) => isExecutable(invocation, path));
    if (found.length === 0) exitCode = 1;
    print(invocation, (flags.has('a') ? found : found.slice(0, 1)).map((path) => `${path}\n`).join(''));
  }
  return exitCode;
};

const isExecutable: (invocation: Parameters<Program>[0], path: string) => boolean = (invocation, path) => {
  if (!invocation.files.existsSync(path)) return false;
  const node = invocation.files.node(path);
  return node.kind === 'file' && (node.mode & 0o111) !== 0;
};

/** `toybox`: the list of its tools, or one of them. */
export const toybox: Program = (invocation) => {
  const [first] = invocation.args;
  if (first === undefined) return print(invocation, `${PROGRAMS.join(' ')}\n`);
  if (first === '--help' || first === 'help') return print(invocation, 'usage: toybox [--long | --help | --version | [COMMAND] [arguments...]]\n\nWith no arguments, shows available commands. First argument is\nname of a command to run, followed by any arguments to that command.\n');
  if (first === '--long') return print(invocation, `${PROGRAMS.map((name) => `bin/${name}`).join(' ')}\n`);
  if (first === '--version') return print(invocation, 'toybox 0.7.6-android\n');
  return invocation.spawn(invocation.args);
};

/** `clear`, `sync`: nothing is to be done. */
export const nothing: Program = () => 0;

/** `true` and `false` as programs. */
export const success: Program = () => 0;
export const failure: Program = () => 1;
