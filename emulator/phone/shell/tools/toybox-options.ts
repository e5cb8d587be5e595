import { fail, print, type Program } from '../process/invocation.ts';

/** What a toybox applet takes: its option letters (`:` after one with a value) and how many operands it needs. */
interface Usage {
  readonly letters: string;
  readonly operands?: number;
  /** Exit code of a wrong use. */
  readonly exitCode?: number;
  /** Anything goes: a program with options of its own follows, or `-5` is a number. */
  readonly free?: boolean;
}

/** The option strings of toybox's sources, those parts that are checked before an applet runs. https://github.com/landley/toybox/tree/master/toys */
const USAGES: Readonly<Record<string, Usage>> = {
  basename: { letters: 'as:', operands: 1 }, cat: { letters: 'uvte' }, cksum: { letters: 'HIPLN' }, comm: { letters: '123', operands: 2 },
  cp: { letters: 'rRadslvnFfpiPLHuTt:D', operands: 1 }, cut: { letters: 'b:c:f:d:sDO:nCF:' }, dirname: { letters: '', operands: 1 },
  ls: { letters: 'aAdlnistSrR1FpZhLHkqCxmcugofNwbU' }, mkdir: { letters: 'pm:vZ', operands: 1 }, mktemp: { letters: 'uqdp:t' }, mv: { letters: 'vnFfiTt:x', operands: 1 },
  nl: { letters: 'Eb:d:f:h:i:l:n:ps:v:w:' }, paste: { letters: 'd:s' }, rev: { letters: '' }, rm: { letters: 'rRfiv', operands: 1 }, rmdir: { letters: 'p', operands: 1 },
  sleep: { letters: '', operands: 1 }, sort: { letters: 'gMbcdfhinrsumS:T:o:k:t:VCxz', exitCode: 2 }, split: { letters: 'a:b:l:n:' }, stat: { letters: 'c:fLt', operands: 1 },
  tac: { letters: '' }, tee: { letters: 'ai' }, touch: { letters: 'acmd:t:r:fh', operands: 1 }, truncate: { letters: 'cs:', operands: 1 }, uname: { letters: 'asnrvmo' },
  uniq: { letters: 'cdiuf:s:w:zD' }, wc: { letters: 'mcwlL' }, which: { letters: 'a', operands: 1 }, yes: { letters: '', free: true }, seq: { letters: 's:wf:', operands: 1, free: true },
  date: { letters: 'd:D:r:usI' }, printf: { letters: '', operands: 1, free: true },
};

/** The applet behind a check of its options, with toybox's own words when they are wrong. */
export function checked(name: string, program: Program): Program {
  const usage = USAGES[name];
  if (usage === undefined) return program;
  return (invocation) => {
    if (invocation.args[0] === '--help') return print(invocation, `usage: ${name} ${usage.letters === '' ? '' : `[-${usage.letters.replaceAll(':', '')}] `}${usage.operands === undefined ? '[FILE...]' : 'ARG...'}\n`);
    const wrong = usage.free === true ? undefined : unknownOption(invocation.args, usage.letters);
    const complain = (text: string): number => fail({ ...invocation, name }, `${text} (see "${name} --help")`, usage.exitCode ?? 1);
    if (wrong !== undefined) return complain(`Unknown option '${wrong}'`);
    const missing = usage.operands !== undefined && invocation.args.length < usage.operands;
    return missing ? complain(`Needs ${String(usage.operands)} argument${usage.operands === 1 ? '' : 's'}`) : program(invocation);
  };
}

function unknownOption(args: readonly string[], letters: string): string | undefined {
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? '';
    if (word === '--') return undefined;
    if (word.startsWith('--')) {
      if (!LONG.has(word.slice(2).split('=')[0] ?? '')) return word.slice(2);
      continue;
    }
    if (!word.startsWith('-') || word === '-' || /^-\d/.test(word)) continue;
    for (let index = 1; index < word.length; index++) {
      const place = letters.indexOf(word.charAt(index));
      if (place < 0) return word.charAt(index);
      if (letters.charAt(place + 1) !== ':') continue;
      if (index === word.length - 1) at++;
      break;
    }
  }
  return undefined;
}

const LONG: ReadonlySet<string> = new Set(['help', 'color', 'full-time', 'show-control-chars', 'parents', 'preserve', 'reference', 'date', 'no-create', 'verbose', 'sort', 'context']);
