import { errorText, FileError } from '../../system/files/file-error.ts';
import { fail, type Invocation, type Program } from '../process/invocation.ts';
import { parseDate } from './date.ts';
import { applyMode } from './mode.ts';
import { readOptions } from './options.ts';

/** toybox `rm`. */
export const rm: Program = async (invocation) => {
  const { flags, operands } = readOptions(invocation.args, 'rRfi');
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
  return each(invocation, operands, async (path, name) => {
    await invocation.files.mkdir(path, { recursive: flags.has('p') });
    if (flags.has('v')) fail(invocation, `created directory '${name}'`);
    const given = applyMode(values.get('m') ?? '', 0o755, true);
    const mode = given ?? (invocation.umask === DEFAULT_UMASK ? undefined : 0o777 & ~invocation.umask);
    if (mode !== undefined) invocation.files.change(path, { mode });
  }, (name) => `'${name}'`);
};

/** toybox `rmdir`. */
export const rmdir: Program = (invocation) =>
  each(invocation, parents(readOptions(invocation.args, 'p')), async (path, name) => {
    if (invocation.files.node(path, { followLast: false }).kind !== 'directory') throw new FileError('ENOTDIR', 'rmdir', name);
    await invocation.files.rm(path);
  });

const DEFAULT_UMASK = 0o022;

/** With `-p` the folders above are removed as well, the lowest first. */
function parents({ flags, operands }: ReturnType<typeof readOptions>): readonly string[] {
  if (!flags.has('p')) return operands;
  return operands.flatMap((name) => {
    const parts = name.split('/').filter((part) => part !== '');
    return parts.map((_, index) => `${name.startsWith('/') ? '/' : ''}${parts.slice(0, parts.length - index).join('/')}`);
  });
}

/** toybox `touch`: makes a file, and sets its time: to now, `-d` or `-t` a time, `-r` another file's (`-c`: makes none). */
export const touch: Program = (invocation) => {
  const { flags, values, operands } = readOptions(invocation.args, 'acmd:t:r:fh');
  const nowMs = invocation.phone.system.clock.now();
  const text = values.get('d') ?? values.get('t');
  const givenMs = text === undefined ? undefined : parseDate(text, nowMs);
  if (text !== undefined && givenMs === undefined) return fail(invocation, `bad '${text}'`);
  const reference = values.get('r');
  const atMs = reference === undefined ? givenMs ?? nowMs : invocation.files.node(invocation.files.resolvePath(invocation.cwd, reference)).mtimeMs;
  return each(invocation, operands, async (path) => {
    if (!invocation.files.existsSync(path)) {
      if (flags.has('c')) return;
      await invocation.files.writeFile(path, '');
      if (invocation.umask !== DEFAULT_UMASK) invocation.files.change(path, { mode: 0o666 & ~invocation.umask });
    }
    invocation.files.change(path, { mtimeMs: atMs });
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
