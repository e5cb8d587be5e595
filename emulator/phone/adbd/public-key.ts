import { createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

const MODULUS_BYTES = 256;
const STRUCT_BYTES = 4 + 4 + MODULUS_BYTES + MODULUS_BYTES + 4;

/**
 * The RSA key in a line of `adbkey.pub`: base64 of Android's own struct, optionally followed by a comment.
 *
 * Struct: https://android.googlesource.com/platform/system/core/+/refs/tags/android-9.0.0_r1/libcrypto_utils/android_pubkey.c
 *
 * @throws when the line holds no such struct of a 2048-bit key.
 */
export function parsePublicKey(line: string): KeyObject {
  const base64 = line.replace(/\0/g, '').trim().split(/\s+/)[0] ?? '';
  const struct = Buffer.from(base64, 'base64');
  if (struct.length !== STRUCT_BYTES || struct.readUInt32LE(0) !== MODULUS_BYTES / 4) {
    throw new Error(`Reading an adb public key: found ${struct.length} bytes, expected the ${STRUCT_BYTES} of a 2048-bit key.`);
  }
  const modulus = Buffer.from(struct.subarray(8, 8 + MODULUS_BYTES)).reverse();
  const exponent = Buffer.alloc(4);
  exponent.writeUInt32BE(struct.readUInt32LE(STRUCT_BYTES - 4));
  const firstDigit = exponent.findIndex((byte) => byte !== 0);
  return createPublicKey({
    format: 'jwk',
    key: { kty: 'RSA', n: modulus.toString('base64url'), e: exponent.subarray(firstDigit).toString('base64url') },
  });
}

/**
 * A 2048-bit RSA key as `adbkey.pub` holds it, without a comment.
 *
 * @throws when the key is of another kind or size.
 */
export function formatPublicKey(key: KeyObject): string {
  const jwk = key.export({ format: 'jwk' });
  const modulus = Buffer.from(jwk.n ?? '', 'base64url');
  if (modulus.length !== MODULUS_BYTES) {
    throw new Error(`Writing an adb public key: the modulus has ${modulus.length} bytes, expected ${MODULUS_BYTES}.`);
  }
  const n = BigInt(`0x${modulus.toString('hex')}`);
  const struct = Buffer.alloc(STRUCT_BYTES);
  struct.writeUInt32LE(MODULUS_BYTES / 4, 0);
  struct.writeUInt32LE(negatedInverse(Number(n & 0xffffffffn)), 4);
  Buffer.from(modulus).reverse().copy(struct, 8);
  littleEndian((1n << BigInt(MODULUS_BYTES * 16)) % n).copy(struct, 8 + MODULUS_BYTES);
  const exponent = Buffer.from(jwk.e ?? '', 'base64url');
  struct.writeUInt32LE(exponent.readUIntBE(0, exponent.length), STRUCT_BYTES - 4);
  return struct.toString('base64');
}

/** -1 / n modulo 2^32, by Newton's iteration; n is odd. */
function negatedInverse(n: number): number {
  let inverse = 1;
  for (let bits = 1; bits < 32; bits *= 2) inverse = Math.imul(inverse, 2 - Math.imul(n, inverse));
  return -inverse >>> 0;
}

function littleEndian(value: bigint): Buffer {
  return Buffer.from(value.toString(16).padStart(MODULUS_BYTES * 2, '0'), 'hex').reverse();
}
