import type { TerminalModes } from '../../system/services.ts';
import { fail, print, type Program } from '../process/invocation.ts';

const FLAGS: Readonly<Record<string, keyof TerminalModes>> = { echo: 'echo', icanon: 'canonical', isig: 'signals' };
const RAW: TerminalModes = { echo: true, canonical: false, signals: false };
const SANE: TerminalModes = { echo: true, canonical: true, signals: true };

/** toybox `stty [-a] [size] [speed] [[-]echo|icanon|isig] [raw|cooked|sane]`, as far as this terminal has modes. */
export const stty: Program = (invocation) => {
  const { terminal, stdin, args } = invocation;
  if (terminal === undefined || stdin.isTerminal !== true) return fail(invocation, 'tcgetattr standard input: Not a typewriter');
  const { rows, columns } = terminal.size();
  const { modes } = terminal;
  if (args.length === 0 || args[0] === '-a') {
    const shown = Object.entries(FLAGS).map(([word, name]) => `${modes[name] ? '' : '-'}${word}`).join(' ');
    return print(invocation, `speed 38400 baud; rows ${rows}; columns ${columns}; line = 0;\n${shown}\n`);
  }
  for (const word of args) {
    const flag = FLAGS[word.replace(/^-/, '')];
    if (word === 'size') print(invocation, `${rows} ${columns}\n`);
    else if (word === 'speed') print(invocation, '38400\n');
    else if (flag !== undefined) modes[flag] = !word.startsWith('-');
    else if (word === 'raw' || word === '-cooked') Object.assign(modes, RAW);
    else if (word === 'sane' || word === 'cooked' || word === '-raw') Object.assign(modes, SANE);
    else return fail(invocation, `unknown option '${word}'`);
  }
  return 0;
};

/** toybox `tty [-s]`. */
export const tty: Program = (invocation) => {
  const isTerminal = invocation.stdin.isTerminal === true;
  return print(invocation, invocation.args.includes('-s') ? '' : isTerminal ? '/dev/pts/0\n' : 'not a tty\n', isTerminal ? 0 : 1);
};
