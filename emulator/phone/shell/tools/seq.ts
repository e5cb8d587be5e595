import { fail, print, type Program } from '../process/invocation.ts';

/** toybox `seq [-w] [-s separator] [-f format] [first] [increment] last`. */
export const seq: Program = (invocation) => {
  const words = [...invocation.args];
  let separator = '\n';
  let format: string | undefined;
  let isPadded = false;
  while (/^-[wsf]/.test(words[0] ?? '')) {
    const option = words.shift() ?? '';
    if (option.startsWith('-w')) isPadded = true;
    else if (option.startsWith('-s')) separator = option.slice(2) || (words.shift() ?? '');
    else format = option.slice(2) || (words.shift() ?? '');
  }
  const wrong = words.find((word) => Number.isNaN(Number(word)));
  if (wrong !== undefined) return fail(invocation, `strtod ${wrong}: Argument list too long`);
  const [first, increment, last] = words.length === 1 ? [1, 1, Number(words[0])] : words.length === 2 ? [Number(words[0]), 1, Number(words[1])] : words.map(Number);
  if (first === undefined || increment === undefined || last === undefined || increment === 0) return 0;
  const decimals = Math.max(0, ...words.slice(0, Math.max(1, words.length - 1)).map((word) => word.split('.')[1]?.length ?? 0));
  const count = Math.floor((last - first) / increment + 1e-9) + 1;
  const texts = Array.from({ length: Math.max(0, count) }, (_, index) => (first + index * increment).toFixed(words.length === 1 ? 0 : decimals));
  const width = texts.reduce((most, text) => Math.max(most, text.length), 0);
  const shown = texts.map((text) => (format === undefined ? (isPadded ? text.padStart(width, '0') : text) : format.replace(/%[\d.]*[gfe]/, text)));
  return texts.length === 0 ? 0 : print(invocation, `${shown.join(separator)}\n`);
};
