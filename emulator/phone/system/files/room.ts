import { FileError } from './file-error.ts';
import type { Mount } from './mounts.ts';

/** A block of ext4, which is what an empty directory takes. */
export const DIRECTORY_BYTES = 4096;

/** How much more fits on the data partition. The shared storage lies on it too. */
export class Room {
  #freeBytes: number | undefined;

  /** Undefined as long as nobody has to count: half of a 64 GB phone is free. */
  get freeBytes(): number | undefined {
    return this.#freeBytes;
  }

  /** From now on so many bytes are left; undefined: more than anybody needs. */
  limit(freeBytes: number | undefined): void {
    this.#freeBytes = freeBytes;
  }

  /**
   * Counts bytes that are about to be written, or that went (below 0).
   *
   * @throws {FileError} ENOSPC when they do not fit.
   */
  take(mount: Mount, byteCount: number, path: string): void {
    if (this.#freeBytes === undefined || !isOnData(mount)) return;
    if (byteCount > this.#freeBytes) throw new FileError('ENOSPC', 'write', path);
    this.#freeBytes -= byteCount;
  }
}

/** Whether a mount lies on the partition that `/data` is. */
export function isOnData(mount: Pick<Mount, 'device'>): boolean {
  return mount.device.endsWith('/userdata') || mount.device.startsWith('/data/');
}
