import { phoneRefused } from './adb-shell.ts';
import type { DeviceShell } from './device-shell.ts';
import { shellQuote } from './shell-quote.ts';
import type { ShellResult } from './shell-v2.ts';

/** Commands as root on the phone. */
export interface RootShell {
  /** How root was had, for people: `su -c`. */
  readonly how: string;
  try(command: string): Promise<ShellResult>;
  /** @throws {EarshotError} PHONE_REFUSED when the command fails. */
  run(command: string): Promise<string>;
}

/** Ways to become root, best first. Only in the mount namespace of init do all apps see what is mounted. */
const WAYS: readonly { readonly how: string; wrap(command: string): string }[] = [
  { how: 'adbd runs as root', wrap: (command) => command },
  // Magisk and KernelSU: -mm is the mount namespace of init.
  { how: 'su -mm -c', wrap: (command) => `su -mm -c ${shellQuote(command)}` },
  { how: 'su -c', wrap: (command) => `su -c ${shellQuote(command)}` },
  // userdebug builds: su of AOSP takes a user and a program.
  { how: 'su 0', wrap: (command) => `su 0 sh -c ${shellQuote(command)}` },
];

/** Root on the phone, by whichever way it knows; undefined when it gives none. */
export async function findRoot(shell: DeviceShell): Promise<RootShell | undefined> {
  for (const way of WAYS) {
    const { exitCode, stdout } = await shell.try(way.wrap('id -u'));
    if (exitCode !== 0 || stdout.trim() !== '0') continue;
    const attempt = (command: string): Promise<ShellResult> => shell.try(way.wrap(command));
    return {
      how: way.how,
      try: attempt,
      run: async (command) => {
        const result = await attempt(command);
        if (result.exitCode === 0) return result.stdout;
        throw phoneRefused(shell.serial, `${command} (as root, ${way.how})`, result);
      },
    };
  }
  return undefined;
}
