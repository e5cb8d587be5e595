const TEXTS = {
  ENOENT: 'No such file or directory',
  EACCES: 'Permission denied',
  EPERM: 'Operation not permitted',
  EROFS: 'Read-only file system',
  EEXIST: 'File exists',
  ENOTDIR: 'Not a directory',
  EISDIR: 'Is a directory',
  ENOTEMPTY: 'Directory not empty',
  ELOOP: 'Too many symbolic links encountered',
  EINVAL: 'Invalid argument',
  EBUSY: 'Device or resource busy',
  EXDEV: 'Cross-device link',
  ENOSPC: 'No space left on device',
} as const;

export type FileErrorCode = keyof typeof TEXTS;

/** An errno of the phone's file system; `code` as Node names it, `text` as bionic's `strerror` words it. */
export class FileError extends Error {
  readonly code: FileErrorCode;
  readonly text: string;

  constructor(code: FileErrorCode, operation: string, path: string) {
    super(`${code}: ${TEXTS[code].toLowerCase()}, ${operation} '${path}'`);
    this.code = code;
    this.text = TEXTS[code];
  }
}

/** What a toybox tool prints behind the colon for whatever was thrown. */
export function errorText(error: unknown): string {
  return error instanceof FileError ? error.text : String(error instanceof Error ? error.message : error);
}
