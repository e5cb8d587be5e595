/** Folders the shell user (uid 2000) writes to. */
const WRITABLE = ['/data/local/tmp', '/sdcard', '/storage/emulated/0', '/storage/self/primary', '/mnt/sdcard', '/tmp'];

/** Folders on `/data` the shell user may look into besides. */
const READABLE_DATA = ['/data/local', '/data/app'];

/**
 * Why the shell user may not touch a path: read-only partitions, and other users' folders on `/data`.
 *
 * Undefined when it may. An adbd that runs as root is not asked.
 */
export function shellRefusal(path: string, purpose: 'read' | 'write'): 'EACCES' | 'EROFS' | undefined {
  if (WRITABLE.some((folder) => isWithin(path, folder))) return undefined;
  if (isWithin(path, '/data')) {
    const readable = path === '/data' || READABLE_DATA.some((folder) => isWithin(path, folder));
    return purpose === 'read' && readable ? undefined : 'EACCES';
  }
  return purpose === 'read' ? undefined : 'EROFS';
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
