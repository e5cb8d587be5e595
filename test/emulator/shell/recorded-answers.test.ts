import assert from 'node:assert/strict';
import { aPhone, run } from './a-phone.ts';

/** What an Android 8.0.0 adbd of a user build answered: command, standard output, standard error, exit code. */
const RECORDED: readonly (readonly [command: string, stdout: string, stderr: string, exitCode: number])[] = [
  ['exit 3', '', '', 3],
  ['echo a; echo b >&2; exit 5', 'a\n', 'b\n', 5],
  ['true', '', '', 0],
  ['sleep 0.01 & echo bg', 'bg\n', '', 0],
  ['nosuchcmd', '', '/system/bin/sh: nosuchcmd: not found\n', 127],
  ['echo x; exit 4', 'x\n', '', 4],
  ['echo $0', '/system/bin/sh\n', '', 0],
  ['which toybox', '/system/bin/toybox\n', '', 0],
  ['ls /nonexistent', '', 'ls: /nonexistent: No such file or directory\n', 1],
  ['getprop sys.nobody.set.it', '\n', '', 0],
  ['dumpsys nobody', "Can't find service: nobody\n", '', 0],
  ['cmd nobody list', '', "cmd: Can't find service: nobody\n", 20],
  ['service check nobody', 'Service nobody: not found\n', '', 0],
  ['logcat -c', '', '', 0],
];

describe('a shell on the emulated phone', () => {
  for (const [command, stdout, stderr, exitCode] of RECORDED) {
    it(`answers ${JSON.stringify(command)} as Android 8.0.0 did`, async () => {
      const answer = await run(aPhone(), command);

      assert.deepEqual(answer, { stdout, stderr, exitCode });
    });
  }

  it('prints a log line as Android 8.0.0 did: threadtime, with its buffer announced', async () => {
    const { stdout } = await run(aPhone(), 'log -t MYTAG hello; logcat -d -s MYTAG');

    assert.match(stdout, /^(?:--------- beginning of \w+\n)+\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} {1,4}\d+ {1,4}\d+ I MYTAG {3}: hello\n$/);
  });

  it('lists a folder in the columns of Android 8.0.0', async () => {
    const phone = aPhone();
    await run(phone, 'mkdir /data/local/tmp/cache; echo 12345 > /data/local/tmp/blob');

    const { stdout } = await run(phone, 'ls -l /data/local/tmp');

    assert.match(stdout, /^total \d+\n-rw-r--r-- 1 shell shell {4}6 \d{4}-\d\d-\d\d \d\d:\d\d blob\ndrwxr-xr-x 2 shell shell 4096 \d{4}-\d\d-\d\d \d\d:\d\d cache\n$/);
  });

  it('heads the service list as Android 8.0.0 did', async () => {
    const { stdout } = await run(aPhone(), 'dumpsys -l | head -2');

    assert.match(stdout, /^Currently running services:\n {2}\S+\n$/);
  });

  it('heads df -h as Android 8.0.0 did', async () => {
    const { stdout } = await run(aPhone(), 'df -h /data');

    assert.match(stdout, /^Filesystem +Size +Used +Avail +Use% +Mounted on\n\S+ +49G +25G +25G +50% \/data\n$/);
  });
});
