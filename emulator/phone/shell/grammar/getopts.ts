import type { ShellState } from './state.ts';
import { assign, readVariable } from './variables.ts';

/** `getopts string name [word…]`: the next option into `name`, its argument into `OPTARG`; 1 when there is none left. */
export function getopts(state: ShellState, argv: readonly string[], report: (text: string) => void): number {
  const [, letters = '', name = '', ...given] = argv;
  const words = given.length > 0 ? given : state.positional;
  let index = Number(readVariable(state, 'OPTIND') ?? '1') - 1;
  let offset = Number(readVariable(state, 'OPTPOS_') ?? '1');
  const word = words[index] ?? '';
  const finish = (option: string, status: number): number => {
    assign(state, 'OPTIND', String(index + 1));
    state.variables.set('OPTPOS_', { value: String(offset), exported: false });
    assign(state, name, option);
    return status;
  };
  if (!/^[-+]./.test(word) || word === '--') {
    if (word === '--') index++;
    offset = 1;
    state.variables.delete('OPTARG');
    return finish('?', 1);
  }
  const letter = word.charAt(offset++);
  const place = letters.replace(/^:/, '').indexOf(letter);
  const isLast = offset >= word.length;
  const takesValue = place >= 0 && letters.replace(/^:/, '').charAt(place + 1) === ':';
  const advance = (count: number): void => {
    index += count;
    offset = 1;
  };
  state.variables.delete('OPTARG');
  if (place < 0 || letter === ':') {
    if (isLast) advance(1);
    if (letters.startsWith(':')) assign(state, 'OPTARG', letter);
    else report(`-${letter}: unknown option`);
    return finish('?', 0);
  }
  if (!takesValue) {
    if (isLast) advance(1);
    return finish(letter, 0);
  }
  const value = isLast ? words[index + 1] : word.slice(offset);
  advance(isLast ? 2 : 1);
  if (value !== undefined) {
    assign(state, 'OPTARG', value);
    return finish(letter, 0);
  }
  if (letters.startsWith(':')) assign(state, 'OPTARG', letter);
  else report(`-${letter}: requires argument`);
  return finish(letters.startsWith(':') ? ':' : '?', 0);
}
