import { errorText } from '../../system/files/file-error.ts';
import type { Attributes } from '../../system/files/inode.ts';
import { fail, type Invocation, type Program } from '../process/invocation.ts';
import { applyMode } from './mode.ts';
import { readOptions } from './options.ts';
import { userId } from './users.ts';

/** toybox `chmod [-R] mode file…`. */
export const chmod: Program = (invocation) => {
  const recursive = invocation.args.includes('-R');
  const [mode, ...names] = invocation.args.filter((word) => word !== '-R' && word !== '-f' && word !== '-v');
  if (mode === undefined || names.length === 0) return fail(invocation, `Needs ${mode === undefined ? '2 arguments' : '1 argument'}`);
  if (applyMode(mode, 0, false) === undefined) return fail(invocation, `bad mode '${mode}'`);
  return walkAll(invocation, names, {
    recursive,
    of(path) {
      const node = invocation.files.node(path);
      return { mode: applyMode(mode, node.mode, node.kind === 'directory') ?? node.mode };
    },
    describe: (name, text) => (text === 'No such file or directory' ? `${name}: ${text}` : `chmod '${name}' to ${octal(mode)}: ${text}`),
  });
};

/** toybox `chown [-R] owner[:group] file…` and `chgrp group file…`. */
export const chown: Program = (invocation) => {
  const { flags, operands } = readOptions(invocation.args, 'Rhfv');
  const [owner, ...names] = operands;
  if (owner === undefined || names.length === 0) return fail(invocation, 'Needs 2 arguments');
  const [user = '', group = ''] = invocation.name === 'chgrp' ? ['', owner] : owner.split(/[:.]/);
  const uid = user === '' ? undefined : userId(user);
  const gid = group === '' ? undefined : userId(group);
  if (user !== '' && uid === undefined) return fail(invocation, `bad user '${user}'`);
  if (group !== '' && gid === undefined) return fail(invocation, `bad group '${group}'`);
  const changes = { ...(uid === undefined ? {} : { uid }), ...(gid === undefined ? {} : { gid }) };
  return walkAll(invocation, names, { recursive: flags.has('R'), of: () => changes, describe: (name, text) => `'${name}' to '${owner}': ${text}` });
};

/** toybox `chcon [-R] context file…`. */
export const chcon: Program = (invocation) => {
  const { flags, operands } = readOptions(invocation.args, 'hRv');
  const [context, ...names] = operands;
  if (context === undefined || names.length === 0) return fail(invocation, 'Needs 2 arguments');
  return walkAll(invocation, names, { recursive: flags.has('R'), of: () => ({ context }), describe: (name, text) => `'${name}' to ${context}: ${text}` });
};

/** toybox `restorecon`: the label of the folder it lies in. */
export const restorecon: Program = (invocation) => {
  const { flags, operands } = readOptions(invocation.args, 'DFRnrv');
  return walkAll(invocation, operands, {
    recursive: flags.has('R') || flags.has('r'),
    of: (path) => ({ context: invocation.files.node(path.replace(/\/[^/]*$/, '') || '/').context }),
    describe: (name, text) => `restorecon failed: ${name}: ${text}`,
  });
};

interface Change {
  readonly recursive: boolean;
  of(path: string): Partial<Attributes>;
  describe(name: string, text: string): string;
}

function walkAll(invocation: Invocation, names: readonly string[], change: Change): number {
  let exitCode = 0;
  const visit = (path: string, name: string): void => {
    try {
      invocation.files.change(path, change.of(path));
      if (!change.recursive || invocation.files.node(path).kind !== 'directory') return;
      for (const child of invocation.files.listSync(path)) visit(`${path}/${child}`, `${name}/${child}`);
    } catch (error) {
      exitCode = fail(invocation, change.describe(name, errorText(error)));
    }
  };
  for (const name of names) visit(invocation.files.resolvePath(invocation.cwd, name), name);
  return exitCode;
}

const octal = (mode: string): string => (/^[0-7]+$/.test(mode) ? mode.padStart(4, '0') : mode);
