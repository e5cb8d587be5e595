import { orAborted, print, type Program } from '../process/invocation.ts';

/**
 * `reboot [-p] [reason]`: asks init, which lets the shell user; it waits for its end, so that nothing runs on.
 *
 * https://android.googlesource.com/platform/system/core/+/refs/tags/android-9.0.0_r1/reboot/reboot.c
 */
export const reboot: Program = async (invocation) => {
  const [option, ...rest] = invocation.args;
  if (option?.startsWith('-') === true && option !== '-p') return print({ stdout: invocation.stderr }, 'usage: reboot [-p] [rebootcommand]\n', 1);
  const powersOff = option === '-p';
  const reason = (powersOff ? rest[0] : option) ?? '';
  if (invocation.phone.reboot === undefined) return print({ stdout: invocation.stderr }, 'Failed to set sys.powerctl\n', 1);
  invocation.phone.reboot(`${powersOff ? 'shutdown' : 'reboot'},${reason === '' ? 'shell' : reason}`);
  await orAborted(new Promise<never>(() => undefined), invocation.signal);
  return 0;
};
