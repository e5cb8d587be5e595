import { errorText, FileError } from '../../system/files/file-error.ts';
import { fail, type Invocation, type Program } from '../process/invocation.ts';
import { isFolder } from './make-and-remove.ts';
import { readOptions } from './options.ts';

/** toybox `cp`: `-r -R -a -p -f -n`. Sources that fail are reported, the others copied. */
export const cp: Program = (invocation) => {
  const { flags } = readOptions(invocation.args, 'rRapfnvPLHdiu');
  const recursive = ['r', 'R', 'a'].some((flag) => flags.has(flag));
  return transfer(invocation, async (source, target) => {
    if (isFolder(invocation, source) && !recursive) throw new FileError('EISDIR', 'cp', source);
    if (flags.has('n') && invocation.files.existsSync(target)) return;
    await copyTree(invocation, source, target, flags.has('p') || flags.has('a'));
  });
};

/** toybox `mv`. */
export const mv: Program = (invocation) =>
  transfer(invocation, (source, target) => invocation.files.mv(source, target));

async function transfer(invocation: Invocation, act: (source: string, target: string) => Promise<void>): Promise<number> {
  const { files, cwd, name: command } = invocation;
  const { operands } = readOptions(invocation.args, 'rRapfnvPLHdiu');
  const last = operands.at(-1);
  if (last === undefined || operands.length < 2) return fail(invocation, 'Needs 2 arguments');
  const target = files.resolvePath(cwd, last);
  const intoFolder = isFolder(invocation, target);
  if (operands.length > 2 && !intoFolder) return fail(invocation, `'${last}' not directory`);
  let exitCode = 0;
  for (const name of operands.slice(0, -1)) {
    const source = files.resolvePath(cwd, name);
    const destination = intoFolder ? `${target}/${source.split('/').at(-1) ?? ''}` : target;
    try {
      await act(source, destination);
    } catch (error) {
      exitCode = fail(invocation, failureText(command, name, error, files.existsSync(source)));
    }
  }
  return exitCode;
}

function failureText(command: string, name: string, error: unknown, sourceExists: boolean): string {
  if (error instanceof FileError && error.code === 'EISDIR' && command === 'cp') return `Skipped dir '${name}': Is a directory`;
  if (!sourceExists || command === 'mv') return `bad '${name}': ${errorText(error)}`;
  return `'${name}': ${errorText(error)}`;
}

async function copyTree(invocation: Invocation, source: string, target: string, preserves: boolean): Promise<void> {
  const { files } = invocation;
  const node = files.node(source);
  if (node.kind === 'directory') {
    files.makeDirectoriesSync(target);
    for (const name of files.listSync(source)) await copyTree(invocation, `${source}/${name}`, `${target}/${name}`, preserves);
  } else {
    await files.writeFile(target, Buffer.from(files.readSync(source)));
    files.change(target, { mode: node.mode & 0o777 });
  }
  if (preserves) files.change(target, { mtimeMs: node.mtimeMs });
}
