import { print, type Program } from '../process/invocation.ts';

/**
 * `remount`, since Android 10 a program of its own, which `adb remount` runs since Android 11.
 *
 * https://android.googlesource.com/platform/system/core/+/refs/tags/android-11.0.0_r1/fs_mgr/fs_mgr_remount.cpp
 */
export const remount: Program = async (invocation) => {
  const { properties } = invocation.phone.system;
  if (properties.get('ro.debuggable') !== '1') return failed('only functions on userdebug or eng builds', 1);
  if (invocation.credential.uid !== 0) return failed('Not running as root. Try "adb root" first.', 3);
  const wanted = invocation.args.filter((word) => !word.startsWith('-'));
  for (const partition of wanted.length === 0 ? ['/system', '/vendor'] : wanted) {
    const point = partition.startsWith('/') ? partition : `/${partition}`;
    const code = await invocation.spawn(['mount', '-o', 'rw,remount', point]);
    if (code !== 0) return failed(`failed to remount partition dev: mnt:${point}`, 10);
  }
  return print(invocation, 'remount succeeded\n');

  function failed(why: string, exitCode: number): number {
    print({ stdout: invocation.stderr }, `${why}\n`);
    return print(invocation, 'remount failed\n', exitCode);
  }
};
