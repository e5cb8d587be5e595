import { errorText } from '../../system/files/file-error.ts';
import type { Inode } from '../../system/files/inode.ts';
import { sizeOf } from '../../system/files/phone-files.ts';
import { fail, print, type Invocation, type Program } from '../process/invocation.ts';
import { typeLetter } from '../tools/ls.ts';
import { modeText } from '../tools/mode.ts';
import { readOptions } from '../tools/options.ts';
import { userName } from '../tools/users.ts';

/**
 * toolbox `ls`: `-a -d -i -l -n -p -R -s -Z`. Neither a total nor a link count, and folders have no size.
 *
 * https://android.googlesource.com/platform/system/core/+/refs/tags/android-5.1.1_r1/toolbox/ls.c
 */
export const ls: Program = (invocation) => {
  const { flags, operands, unknown } = readOptions(invocation.args, 'adilnpRsZF');
  if (unknown !== undefined) return fail(invocation, `Unknown option '-${unknown}'. Aborting.`);
  let exitCode = 0;
  for (const name of operands.length === 0 ? ['.'] : operands) {
    try {
      listOne(invocation, name, flags);
    } catch (error) {
      exitCode = print({ stdout: invocation.stderr }, `${name}: ${errorText(error)}\n`, 1);
    }
  }
  return exitCode;
};

function listOne(invocation: Invocation, name: string, flags: ReadonlySet<string>): void {
  const path = invocation.files.resolvePath(invocation.cwd, name) + (name.endsWith('/') ? '/.' : '');
  const node = invocation.files.node(path, { followLast: !flags.has('l') || name.endsWith('/') });
  if (node.kind !== 'directory' || flags.has('d')) {
    print(invocation, line(name, node, flags));
    return;
  }
  if (flags.has('R')) print(invocation, `\n${name}:\n`);
  const names = invocation.files.listSync(path).filter((entry) => flags.has('a') || !entry.startsWith('.')).sort();
  const entries = names.map((entry) => ({ entry, inside: invocation.files.node(`${path}/${entry}`, { followLast: false }) }));
  print(invocation, entries.map(({ entry, inside }) => line(entry, inside, flags)).join(''));
  if (!flags.has('R')) return;
  for (const { entry, inside } of entries) if (inside.kind === 'directory') listOne(invocation, `${name}/${entry}`, flags);
}

function line(name: string, node: Inode, flags: ReadonlySet<string>): string {
  if (flags.has('Z')) return `${mode(node)} ${userName(node.uid).padEnd(8)} ${userName(node.gid).padEnd(8)}          ${node.context} ${name}\n`;
  if (!flags.has('l') && !flags.has('n')) return `${flags.has('i') ? `${node.ino} ` : ''}${name}${flags.has('p') && node.kind === 'directory' ? '/' : ''}\n`;
  const owner = (id: number): string => (flags.has('n') ? String(id) : userName(id)).padEnd(8);
  const stamp = new Date(node.mtimeMs).toISOString();
  const target = node.kind === 'link' ? ` -> ${node.target}` : '';
  return `${mode(node)} ${owner(node.uid)} ${owner(node.gid)} ${size(node)} ${stamp.slice(0, 10)} ${stamp.slice(11, 16)} ${name}${target}\n`;
}

const mode = (node: Inode): string => modeText(node.mode, typeLetter(node));

/** Files alone have a size, eight places wide; devices have their numbers, nine. */
function size(node: Inode): string {
  if (node.kind === 'file') return node.character === true ? '  1,   3' : String(sizeOf(node)).padStart(8);
  return ' '.repeat(8);
}
