/** Thrown inside of a codec where the bytes cannot be what they claim; never leaves it. */
export class CorruptError extends Error {
  constructor(what = 'it is corrupt') {
    super(what);
    this.name = 'CorruptError';
  }
}
