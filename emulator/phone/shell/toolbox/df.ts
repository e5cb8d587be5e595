import { errorText } from '../../system/files/file-error.ts';
import { print, type Invocation, type Program } from '../process/invocation.ts';

const BLOCK_BYTES = 4096;

/** Total and used KiB of the partitions that have some. */
const SIZES_KIB: Readonly<Record<string, readonly [total: number, used: number]>> = {
  '/data': [51_436_824, 25_718_412], '/system': [3_483_508, 3_317_626], '/vendor': [1_548_144, 1_474_422], '/cache': [388_404, 8_412],
};

/** toolbox `df`: a mount that cannot be asked about is an error in the middle of the table. */
export const df: Program = (invocation) => {
  print(invocation, 'Filesystem               Size     Used     Free   Blksize\n');
  if (invocation.args.length > 0) {
    let exitCode = 0;
    for (const name of invocation.args) exitCode = Math.max(exitCode, report(invocation, name));
    return exitCode;
  }
  for (const { point, type } of invocation.files.disk.mounts.list()) if (type !== 'proc' && type !== 'sysfs' && point !== '/') report(invocation, point);
  return 0;
};

function report(invocation: Invocation, name: string): number {
  try {
    const { mount } = invocation.files.disk.find(invocation.files.resolvePath(invocation.cwd, name), invocation.credential);
    const [total, used] = SIZES_KIB[mount.point] ?? [1_871_992, 0];
    print(invocation, `${name.padEnd(20)} ${short(total)} ${short(used)} ${short(total - used)}   ${BLOCK_BYTES}\n`);
    return 0;
  } catch (error) {
    return print({ stdout: invocation.stderr }, `${name}: ${errorText(error)}\n`, 1);
  }
}

/** One decimal and a letter, eight places wide: `  500.0M`. */
function short(kib: number): string {
  const units = ['K', 'M', 'G', 'T'];
  let value = kib;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value.toFixed(1)}${units[unit] ?? ''}`.padStart(8);
}
