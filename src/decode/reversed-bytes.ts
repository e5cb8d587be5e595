/** Bytes from the last to the first; the input is left as it is. */
export function reversedBytes(bytes: Buffer): Buffer {
  return Buffer.from(bytes).reverse();
}

/** Text from its last character to its first: the bytes of each UTF-8 character keep their order. */
export function reversedText(bytes: Buffer): Buffer {
  const text = reversedBytes(bytes);
  // Turned around, the continuation bytes of a character stand in front of its first byte.
  let from = -1;
  for (let at = 0; at < text.length; at += 1) {
    const byte = text[at] as number;
    if (byte < 0x80) {
      from = -1;
    } else if ((byte & 0xc0) === 0x80) {
      if (from < 0) from = at;
    } else {
      if (from >= 0) text.subarray(from, at + 1).reverse();
      from = -1;
    }
  }
  return text;
}
