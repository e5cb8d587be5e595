/** The permission bits that `0644`, `u+x` or `a=rX` make of the bits before; undefined when it is no mode. */
export function applyMode(text: string, before: number, isDirectory: boolean): number | undefined {
  if (/^[0-7]{1,4}$/.test(text)) return parseInt(text, 8);
  let mode = before;
  for (const clause of text.split(',')) {
    const [, who = '', operator, letters] = /^([ugoa]*)([-+=])([rwxXst]*)$/.exec(clause) ?? [];
    if (operator === undefined || letters === undefined) return undefined;
    const shifts = who === '' || who.includes('a') ? [6, 3, 0] : Array.from(who, (letter) => SHIFTS[letter] ?? 0);
    let bits = 0;
    for (const shift of shifts) for (const letter of letters) bits |= bitOf(letter, mode, isDirectory) << shift;
    if (operator === '+') mode |= bits;
    else if (operator === '-') mode &= ~bits;
    else mode = (mode & ~shifts.reduce((mask, shift) => mask | (7 << shift), 0)) | bits;
  }
  return mode;
}

const SHIFTS: Readonly<Record<string, number>> = { u: 6, g: 3, o: 0 };

function bitOf(letter: string, mode: number, isDirectory: boolean): number {
  switch (letter) {
    case 'r': return 4;
    case 'w': return 2;
    case 'x': return 1;
    case 'X': return isDirectory || (mode & 0o111) !== 0 ? 1 : 0;
    default: return 0;
  }
}

/** `drwxr-xr-x`. */
export function modeText(mode: number, type: string): string {
  const letters = [6, 3, 0].map((shift) => {
    const bits = mode >> shift;
    return `${(bits & 4) !== 0 ? 'r' : '-'}${(bits & 2) !== 0 ? 'w' : '-'}${(bits & 1) !== 0 ? 'x' : '-'}`;
  }).join('');
  const special = (at: number, bit: number, lower: string, text: string): string =>
    (mode & bit) === 0 ? text : `${text.slice(0, at)}${text.charAt(at) === 'x' ? lower : lower.toUpperCase()}${text.slice(at + 1)}`;
  return type + special(8, 0o1000, 't', special(5, 0o2000, 's', special(2, 0o4000, 's', letters)));
}
