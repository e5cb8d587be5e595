/**
 * The shell command behind `abb:` and `abb_exec:`, whose arguments are separated by NUL bytes: adb's own bridge to the
 * binder services, which `cmd` reaches too.
 */
export function abbCommand(args: string): string {
  return ['cmd', ...args.split('\0')].filter((word, index) => index === 0 || word !== '').map(quoted).join(' ');
}

function quoted(word: string): string {
  return /^[\w./:=,@%+-]+$/.test(word) ? word : `'${word.replace(/'/g, `'\\''`)}'`;
}
