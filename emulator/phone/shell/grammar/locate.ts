import type { ShellState } from './state.ts';

/** What stands behind a command name. */
export type Located =
  | { readonly kind: 'program'; readonly path: string; readonly canonical: string; readonly bytes: Buffer }
  | { readonly kind: 'forbidden'; readonly path: string; readonly isFolder: boolean };

/** Looks a command up: as a path when it has a slash, in `PATH` otherwise. */
export function locate(state: ShellState, name: string): Located | undefined {
  if (name.includes('/')) return inspect(state, state.files.resolvePath(state.cwd, name));
  for (const folder of (state.variables.get('PATH')?.value ?? '').split(':')) {
    if (folder === '') continue;
    const found = inspect(state, state.files.resolvePath(state.cwd, `${folder}/${name}`));
    if (found?.kind === 'program') return found;
  }
  return undefined;
}

function inspect(state: ShellState, path: string): Located | undefined {
  try {
    const place = state.files.disk.find(path, state.credential);
    if (place.node === undefined) return undefined;
    // Root needs at least one execute bit as well.
    const bit = state.credential.uid === 0 ? 0o111 : executeBit(state, place.node);
    if (place.node.kind !== 'file' || (place.node.mode & bit) === 0) return { kind: 'forbidden', path, isFolder: place.node.kind === 'directory' };
    return { kind: 'program', path, canonical: place.path, bytes: place.node.content };
  } catch {
    return undefined; // A directory on the way that may not be searched hides what is in it.
  }
}

function executeBit(state: ShellState, node: { readonly uid: number; readonly gid: number }): number {
  if (node.uid === state.credential.uid) return 0o100;
  return state.credential.groups.includes(node.gid) ? 0o010 : 0o001;
}
