import { errorText } from '../../system/files/file-error.ts';
import type { DirectoryNode } from '../../system/files/inode.ts';
import { mountLine, type Mount } from '../../system/files/mounts.ts';
import { fail, print, type Invocation, type Program } from '../process/invocation.ts';
import { readOptions } from './options.ts';

/** toybox `mount`: lists, mounts a `tmpfs`, binds a folder, remounts. */
export const mount: Program = (invocation) => {
  const bindsByWord = invocation.args.some((word) => word === '--bind' || word === '--rbind');
  const { values, operands, flags } = readOptions(invocation.args.filter((word) => !word.startsWith('--')), 'afnrvwt:o:O:');
  const { mounts } = invocation.files.disk;
  if (operands.length === 0) return print(invocation, mounts.list().map((entry) => `${listed(entry)}\n`).join(''));
  const options = [...(values.get('o') ?? '').split(','), ...(flags.has('r') ? ['ro'] : []), ...(flags.has('w') ? ['rw'] : []), ...(bindsByWord ? ['bind'] : [])]
    .filter((option) => option !== '');
  const point = invocation.files.resolvePath(invocation.cwd, operands.at(-1) ?? '/');
  const described = operands.length > 1 ? `'${operands[0] ?? ''}'->'${operands.at(-1) ?? ''}'` : `'${operands[0] ?? ''}'`;
  if (invocation.credential.uid !== 0) return fail(invocation, `${described}: ${operands.length > 1 ? 'Permission denied' : 'Operation not permitted'}`);
  try {
    if (options.includes('remount')) return remount(invocation, point, options, described);
    if (operands.length < 2) return fail(invocation, `'${operands[0] ?? ''}' not in /proc/mounts`);
    mounts.add(newMount(invocation, { source: operands[0] ?? '', point, type: values.get('t'), options }));
    return 0;
  } catch (error) {
    return fail(invocation, `${described}: ${errorText(error)}`);
  }
};

function remount(invocation: Invocation, point: string, options: readonly string[], described: string): number {
  const place = invocation.files.disk.find(point, invocation.credential);
  const mounted = invocation.files.disk.mounts.at(place.path);
  if (mounted === undefined) return fail(invocation, `${described}: not in /proc/mounts`);
  if (options.includes('rw')) mounted.readOnly = false;
  if (options.includes('ro')) mounted.readOnly = true;
  return 0;
}

interface Wanted {
  readonly source: string;
  readonly point: string;
  readonly type: string | undefined;
  readonly options: readonly string[];
}

function newMount(invocation: Invocation, wanted: Wanted): Mount {
  const { disk } = invocation.files;
  const place = disk.find(wanted.point, invocation.credential);
  if (place.node === undefined) throw new Error('No such file or directory');
  if (place.node.kind !== 'directory') throw new Error('Not a directory');
  const readOnly = wanted.options.includes('ro');
  if (wanted.options.includes('bind')) {
    const source = disk.find(invocation.files.resolvePath(invocation.cwd, wanted.source), invocation.credential);
    if (source.node?.kind !== 'directory') throw new Error(source.node === undefined ? 'No such file or directory' : 'Not a directory');
    return { device: source.mount.device, point: place.path, type: source.mount.type, options: source.mount.options, root: source.node, readOnly };
  }
  if (wanted.type !== 'tmpfs' && wanted.type !== 'ramfs') throw new Error('No such device');
  const mode = /(?:^|,)mode=([0-7]+)/.exec(wanted.options.join(','))?.[1];
  const root: DirectoryNode = disk.newRoot({ mode: mode === undefined ? 0o1777 : parseInt(mode, 8), context: 'u:object_r:tmpfs:s0' });
  return { device: wanted.source, point: place.path, type: wanted.type, options: 'seclabel,relatime', root, readOnly };
}

/** toybox `umount`: `-l` and `-f` are taken and change nothing here. */
export const umount: Program = (invocation) => {
  const { operands } = readOptions(invocation.args, 'acDflnrtv');
  if (operands.length === 0) return fail(invocation, 'Needs 1 argument');
  let exitCode = 0;
  for (const name of operands) {
    if (invocation.credential.uid !== 0) {
      exitCode = fail(invocation, `${name}: Operation not permitted`);
      continue;
    }
    try {
      const { path } = invocation.files.disk.find(invocation.files.resolvePath(invocation.cwd, name), invocation.credential);
      if (!invocation.files.disk.mounts.remove(path)) exitCode = fail(invocation, `${name}: Invalid argument`);
    } catch (error) {
      exitCode = fail(invocation, `${name}: ${errorText(error)}`);
    }
  }
  return exitCode;
};

/** toybox `mountpoint [-q] folder`. */
export const mountpoint: Program = (invocation) => {
  const { flags, operands } = readOptions(invocation.args, 'qdx');
  const name = operands[0] ?? '';
  try {
    const { path } = invocation.files.disk.find(invocation.files.resolvePath(invocation.cwd, name), invocation.credential);
    const isPoint = invocation.files.disk.mounts.at(path) !== undefined;
    return print(invocation, flags.has('q') ? '' : `${name} is ${isPoint ? '' : 'not '}a mountpoint\n`, isPoint ? 0 : 1);
  } catch (error) {
    return fail(invocation, `${name}: ${errorText(error)}`);
  }
};

/** `device on point type ext4 (ro,seclabel)`. */
function listed(entry: Mount): string {
  const [device = '', point = '', type = '', options = ''] = mountLine(entry).split(' ');
  return `${device} on ${point} type ${type} (${options})`;
}
