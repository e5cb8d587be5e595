/**
 * Java's `String.hashCode` of UTF-8 text: `s[0]·31^(n-1) + … + s[n-1]` over its UTF-16 units, as a signed 32-bit integer
 * (JLS, java.lang.String).
 */
export function javaHashCode(text: Buffer): number {
  let hash = 0;
  for (let at = 0; at < text.length; at += 1) {
    const byte = text[at] ?? 0;
    if (byte >= 0x80) return hashOfUnits(text.toString());
    hash = (Math.imul(hash, 31) + byte) | 0;
  }
  return hash;
}

function hashOfUnits(text: string): number {
  let hash = 0;
  for (let at = 0; at < text.length; at += 1) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
  return hash;
}
