/** An error of the phone's file system as Linux numbers and words it. */
export interface Errno {
  readonly number: number;
  readonly text: string;
}

const ERRNOS: Readonly<Record<string, Errno>> = {
  EPERM: { number: 1, text: 'Operation not permitted' },
  ENOENT: { number: 2, text: 'No such file or directory' },
  EACCES: { number: 13, text: 'Permission denied' },
  EEXIST: { number: 17, text: 'File exists' },
  ENOTDIR: { number: 20, text: 'Not a directory' },
  EISDIR: { number: 21, text: 'Is a directory' },
  ENOSPC: { number: 28, text: 'No space left on device' },
  EROFS: { number: 30, text: 'Read-only file system' },
  ENAMETOOLONG: { number: 36, text: 'File name too long' },
  ELOOP: { number: 40, text: 'Too many symbolic links encountered' },
};

const IO_ERROR: Errno = { number: 5, text: 'I/O error' };

/** Errno of a failed file system call, read from its message (`ENOENT: no such file …`); EIO when it names none. */
export function errnoOf(error: unknown): Errno {
  const message = error instanceof Error ? error.message : String(error);
  const code = /\bE[A-Z]{3,}\b/.exec(message)?.[0] ?? '';
  const known = ERRNOS[code];
  if (known !== undefined) return known;
  return Object.values(ERRNOS).find((errno) => message.toLowerCase().includes(errno.text.toLowerCase())) ?? IO_ERROR;
}
