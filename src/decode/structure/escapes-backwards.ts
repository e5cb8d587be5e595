import { BACKSLASH, tableOf } from './characters.ts';

const ESCAPED = tableOf('"\\/bfnrtu');
// A few tell; a text of nothing but backslashes reads the same either way.
const MAX_LOOKED_AT = 64;

/** Whether backslash escapes were turned around: what is escaped stands in front of each backslash, and not always behind. */
export function escapesRunBackwards(bytes: Buffer): boolean {
  let forwards = 0;
  let backwards = 0;
  let looked = 0;
  for (let at = bytes.indexOf(BACKSLASH); at >= 0 && looked < MAX_LOOKED_AT; at = bytes.indexOf(BACKSLASH, at + 1)) {
    looked += 1;
    if (ESCAPED[bytes[at + 1] ?? 0] === 1) forwards += 1;
    if (at > 0 && ESCAPED[bytes[at - 1] ?? 0] === 1) backwards += 1;
  }
  return backwards === looked && forwards < looked;
}
