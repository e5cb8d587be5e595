import { randomBytes } from 'node:crypto';

/** A token nobody can have guessed: 16 hex digits. */
export function randomToken(): string {
  return randomBytes(8).toString('hex');
}
