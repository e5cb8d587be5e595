import { errorText, FileError } from '../../system/files/file-error.ts';
import { fail, type Invocation, type Program } from '../process/invocation.ts';
import { applyMode } from './mode.ts';
import { readOptions } from './options.ts';

/** toybox `rm`. */
export const rm: Program = async (invocation) => {
  const { flags, operands } = readOptions(invocation.args, 'rRfi');
  if (operands.length === 0) return flags.has('f') ? 0 : fail(invocation, 'Needs 1 argument');
  return each(invocation, operands, async (path, name) => {
    if (flags.has('f') && !exists(invocation, path)) return;
    const node = invocation.files.node(path, { followLast: false });
    if (node.kind === 'directory' && !flags.has('r') && !flags.has('R')) throw new FileError('EISDIR', 'rm', name);
    await invocation.files.rm(path, { recursive: true, force: flags.has('f') });
  });
};

/** toybox `mkdir`: `-p`, `-m mode`. */
export const mkdir: Program = (invocation) => {
  const { flags, values, operands } = readOptions(invocation.args, 'pm:v');
  if (operands.length === 0) return fail(invocation, 'Needs 1 argument');
  return each(invocation, operands, async (path) => {
    await invocation.files.mkdir(path, { recursive: flags.has('p') });
    const mode = applyMode(values.get('m') ?? '', 0o755, true);
    if (mode !== undefined) invocation.files.change(path, { mode });
  }, (name) => `'${name}'`);
};

/** toybox `rmdir`. */
export const rmdir: Program = (invocation) =>
  each(invocation, readOptions(invocation.args, 'p').operands, async (path, name) => {
    if (invocation.files.node(path, { followLast: false }).kind !== 'directory') throw new FileError('ENOTDIR', 'rmdir', name);
    await invocation.files.rm(path);
  });

/** toybox `touch`: makes a file, or sets its time to now (`-c`: only that). */
export const touch: Program = (invocation) => {
  const { flags, operands } = readOptions(invocation.args, 'acmd:t:r:');
  if (operands.length === 0) return fail(invocation, 'Needs 1 argument');
  return each(invocation, operands, async (path) => {
    const nowMs = invocation.phone.system.clock.now();
    if (invocation.files.existsSync(path)) invocation.files.change(path, { mtimeMs: nowMs });
    else if (!flags.has('c')) await invocation.files.writeFile(path, '');
  }, (name) => `'${name}'`);
};

/** toybox `ln`: `-s`, `-f`. */
export const ln: Program = async (invocation) => {
  const { flags, operands } = readOptions(invocation.args, 'sfnv');
  const [target, name = target?.split('/').at(-1)] = operands;
  if (target === undefined || name === undefined) return fail(invocation, 'Needs 1 argument');
  const { files } = invocation;
  let path = files.resolvePath(invocation.cwd, name);
  if (isFolder(invocation, path)) path = `${path}/${target.split('/').at(-1) ?? target}`;
  try {
    if (flags.has('f')) await files.rm(path, { force: true });
    if (flags.has('s')) await files.symlink(target, path);
    else await files.link(files.resolvePath(invocation.cwd, target), path);
    return 0;
  } catch (error) {
    return fail(invocation, `cannot create ${flags.has('s') ? 'symbolic' : 'hard'} link from '${target}' to '${name}': ${errorText(error)}`);
  }
};

/** Does the same with each operand; errors are printed and the exit code is 1 when there was any. */
export async function each(
  invocation: Invocation,
  operands: readonly string[],
  act: (path: string, name: string) => void | Promise<void>,
  quote: (name: string) => string = (name) => name,
): Promise<number> {
  let exitCode = 0;
  for (const name of operands) {
    try {
      await act(invocation.files.resolvePath(invocation.cwd, name), name);
    } catch (error) {
      exitCode = fail(invocation, `${quote(name)}: ${errorText(error)}`);
    }
  }
  return exitCode;
}

/** Whether the path is a directory. */
export function isFolder(invocation: Invocation, path: string): boolean {
  return invocation.files.existsSync(path) && invocation.files.node(path).kind === 'directory';
}

function exists(invocation: Invocation, path: string): boolean {
  try {
    invocation.files.node(path, { followLast: false });
    return true;
  } catch (error) {
    if (error instanceof FileError && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return false;
    throw error;
  }
}
