const BOUNDARIES = Uint8Array.from({ length: 256 }, (_, byte) => ('"\'`=&:,;.<>()[]{}|?#@!*~^$\\ \t\r\n'.includes(String.fromCharCode(byte)) ? 1 : 0));

/** Whether [start, end) is a whole value: on both sides stands a delimiter of text, or nothing. */
export function isWholeValue(bytes: Buffer, start: number, end: number): boolean {
  return (start === 0 || BOUNDARIES[bytes[start - 1] as number] === 1) && (end >= bytes.length || BOUNDARIES[bytes[end] as number] === 1);
}
