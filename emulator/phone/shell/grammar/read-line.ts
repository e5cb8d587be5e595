import { readLine, type Source } from '../process/pipe.ts';
import { descriptorOf } from './redirect.ts';
import { ShellError, type Io, type ShellState } from './state.ts';
import { assign, assignArray, readVariable } from './variables.ts';

/** `read [-r] [-A] [-u n] [-p …] name…`: 1 when the input ended before a line did. */
export async function readInto(state: ShellState, words: readonly string[], io: Io): Promise<number> {
  const { names, isRaw, isArray, fd } = options(words);
  const descriptor = descriptorOf(io, fd);
  if (descriptor === undefined || !('source' in descriptor)) throw new ShellError(`read: ${fd}: bad file descriptor`);
  const { characters, isWhole } = await logicalLine(descriptor.source, isRaw);
  const fields = split(characters, readVariable(state, 'IFS') ?? ' \t\n', isArray ? Number.POSITIVE_INFINITY : Math.max(1, names.length));
  const targets = names.length === 0 ? ['REPLY'] : names;
  if (isArray) assignArray(state, targets[0] ?? 'REPLY', fields, false);
  else for (const [index, name] of targets.entries()) assign(state, name.split('?')[0] ?? name, fields[index] ?? '');
  return isWhole ? 0 : 1;
}

interface ReadOptions {
  readonly names: readonly string[];
  readonly isRaw: boolean;
  readonly isArray: boolean;
  readonly fd: number;
}

function options(words: readonly string[]): ReadOptions {
  let isRaw = false;
  let isArray = false;
  let fd = 0;
  let at = 0;
  for (; /^-./.test(words[at] ?? ''); at++) {
    const word = words[at] ?? '';
    if (word === '--') {
      at++;
      break;
    }
    if (word.includes('r')) isRaw = true;
    if (/[aA]/.test(word)) isArray = true;
    const [, number] = /u(\d*)/.exec(word) ?? [];
    if (number !== undefined) fd = Number(number === '' ? words[++at] : number);
    else if (/[ndNt]$/.test(word)) at++;
  }
  return { names: words.slice(at), isRaw, isArray, fd };
}

interface Character {
  readonly text: string;
  /** A backslash stood before it: it separates nothing. */
  readonly escaped: boolean;
}

async function logicalLine(source: Source, isRaw: boolean): Promise<{ readonly characters: readonly Character[]; readonly isWhole: boolean }> {
  const characters: Character[] = [];
  for (;;) {
    const line = await terminatedLine(source);
    if (line === undefined) return { characters, isWhole: false };
    const text = line.text;
    let continues = false;
    for (let at = 0; at < text.length; at++) {
      if (isRaw || text.charAt(at) !== '\\') characters.push({ text: text.charAt(at), escaped: false });
      else if (at + 1 < text.length) characters.push({ text: text.charAt(++at), escaped: true });
      else continues = true;
    }
    if (!continues) return { characters, isWhole: line.isWhole };
  }
}

async function terminatedLine(source: Source): Promise<{ readonly text: string; readonly isWhole: boolean } | undefined> {
  let ended = false;
  // What is left over comes back through `unread`: only a line that was ended leaves anything, be it nothing.
  const watched: Source = {
    read: async () => {
      const chunk = await source.read();
      if (chunk === undefined) ended = true;
      return chunk;
    },
    unread: (chunk) => source.unread(chunk),
  };
  const text = await readLine(watched);
  return text === undefined ? undefined : { text, isWhole: !ended };
}

function split(characters: readonly Character[], separators: string, count: number): string[] {
  const isBlank = (character: Character | undefined): boolean => character !== undefined && !character.escaped && /[ \t\n]/.test(character.text) && separators.includes(character.text);
  const isSeparator = (character: Character | undefined): boolean => character !== undefined && !character.escaped && separators.includes(character.text);
  const fields: string[] = [];
  let at = 0;
  while (isBlank(characters[at])) at++;
  while (at < characters.length) {
    if (fields.length === count - 1) {
      let end = characters.length;
      while (end > at && isBlank(characters[end - 1])) end--;
      const rest = characters.slice(at, end);
      // One separator at the very end belongs to the last field's end.
      if (isSeparator(rest.at(-1)) && !rest.slice(0, -1).some(isSeparator)) rest.pop();
      fields.push(rest.map(({ text }) => text).join(''));
      return fields;
    }
    let field = '';
    while (at < characters.length && !isSeparator(characters[at])) field += characters[at++]?.text ?? '';
    fields.push(field);
    while (isBlank(characters[at])) at++;
    if (isSeparator(characters[at]) && (fields.at(-1) !== undefined)) {
      if (!isBlank(characters[at])) at++;
      while (isBlank(characters[at])) at++;
    }
  }
  return fields;
}
