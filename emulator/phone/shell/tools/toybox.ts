import { errorText } from '../../system/files/file-error.ts';
import { fail, print, type Program } from '../process/invocation.ts';
import * as bytes from './bytes.ts';
import { od } from './od.ts';
import { seq } from './seq.ts';
import { sort } from './sort.ts';
import { ifconfig, ip, netstat } from './network-tools.ts';
import { killall, pkill } from './pkill.ts';
import { stty, tty } from './stty.ts';
import { tail } from './tail.ts';
import * as text from './text.ts';
import { dmesg, free, top, vmstat } from './top.ts';
import { userName } from './users.ts';

/** toybox applets that are this project's own work; they take the place of just-bash's where both have one. */
export const TOYBOX_TOOLS: Readonly<Record<string, Program>> = {
  basename: text.basename, cksum: bytes.cksum, cmp: bytes.cmp, cut: text.cut, dirname: text.dirname, dmesg, dos2unix: bytes.lineEnds,
  fallocate: (invocation) => bytes.truncate({ ...invocation, args: invocation.args.map((word) => (word === '-l' ? '-s' : word)) }),
  free, ifconfig, ip, killall,
  logname: (invocation) => print(invocation, `${userName(invocation.credential.uid)}\n`),
  mktemp: bytes.mktemp, netstat,
  nice: (invocation) => invocation.spawn(invocation.args[0] === '-n' ? invocation.args.slice(2) : invocation.args),
  nproc: (invocation) => print(invocation, '8\n'),
  od, pkill, rev: text.rev, seq,
  setsid: (invocation) => invocation.spawn(invocation.args.filter((word) => !/^-[cdtw]$/.test(word))),
  sort, split: bytes.split, tac: text.tac, tail, top, truncate: bytes.truncate,
  stty, tty,
  uniq: text.uniq, unix2dos: bytes.lineEnds,
  unlink: async (invocation) => {
    const [name = ''] = invocation.args;
    try {
      await invocation.files.rm(invocation.files.resolvePath(invocation.cwd, name));
      return 0;
    } catch (error) {
      return fail(invocation, `Couldn't unlink '${name}': ${errorText(error)}`);
    }
  },
  vmstat,
  usleep: async (invocation) => invocation.spawn(['sleep', String(Number(invocation.args[0] ?? '0') / 1_000_000)]),
  wc: text.wc, xxd: bytes.xxd,
};
