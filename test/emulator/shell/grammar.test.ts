import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { aPhone, run } from './a-phone.ts';

const SCRIPTS: readonly (readonly [script: string, stdout: string])[] = [
  ['A=1; export B=2; echo $A$B', '12\n'],
  ['x="a  b"; echo $x; echo "$x"', 'a b\na  b\n'],
  ['echo ${none:-fallback} ${#HOME} $((1 + 2 * 3))', 'fallback 1 7\n'],
  ['f=/sdcard/Music/a.mp3; echo ${f##*/} ${f%.mp3} ${f/Music/M}', 'a.mp3 /sdcard/Music/a /sdcard/M/a.mp3\n'],
  ['for i in 1 2 3; do [ $i = 2 ] && continue; echo $i; done', '1\n3\n'],
  ['i=0; while [ $i -lt 3 ]; do i=$((i+1)); done; echo $i', '3\n'],
  ['if [ -d /sdcard ]; then echo yes; else echo no; fi', 'yes\n'],
  ['case Redmi in mi*) echo a;; R*) echo b;; esac', 'b\n'],
  ['f() { echo "<$1>"; return 3; }; f "a b"; echo $?', '<a b>\n3\n'],
  ['(cd /sdcard; pwd); pwd', '/sdcard\n/\n'],
  ['false || echo or; true && echo and; ! false && echo not', 'or\nand\nnot\n'],
  ['printf "b\\na\\n" | sort | while read x; do echo "($x)"; done', '(a)\n(b)\n'],
  ['echo "$(echo one; echo two)" | wc -l', '2\n'],
  ['cat <<END\nhello $((2+2))\nEND', 'hello 4\n'],
  ['ls /nope 2>/dev/null; echo $?', '1\n'],
  ['ls /nope 2>&1', 'ls: /nope: No such file or directory\n'],
  ['echo a > /data/local/tmp/x; echo b >> /data/local/tmp/x; cat < /data/local/tmp/x', 'a\nb\n'],
  ["[ -e '/data/local/tmp/mock_apps.json' ] && echo __PASS__", ''],
  ['A=1 env | grep ^A=', 'A=1\n'],
  ['echo *.nothing /sys/class/net/*', '*.nothing /sys/class/net/lo /sys/class/net/wlan0\n'],
  ['echo {a,b}c', 'ac bc\n'],
  ['set -- x y; echo $# $2 "$@"', '2 y x y\n'],
  ["eval 'echo a; echo b'", 'a\nb\n'],
  ['echo 1 > /data/local/tmp/s.sh; echo "echo script \\$1" > /data/local/tmp/s.sh; sh /data/local/tmp/s.sh arg', 'script arg\n'],
  ['command -v ls; type cd', '/system/bin/ls\ncd is a shell builtin\n'],
  ["exec echo gone; echo never", 'gone\n'],
  ['echo abc | sha1sum', '03cfd743661f07975fa2f1220c5194cbaff48451  -\n'],
  ['seq 1 3 | xargs echo', '1 2 3\n'],
  ['timeout 5 echo in time', 'in time\n'],
];

const ERRORS: readonly (readonly [script: string, stderr: string, exitCode: number])[] = [
  ['echo x > /system/x', "/system/bin/sh: can't create /system/x: Read-only file system\n", 1],
  ['echo x > /data/data/x', "/system/bin/sh: can't create /data/data/x: Permission denied\n", 1],
  ['cat < /none', "/system/bin/sh: can't open /none: No such file or directory\n", 1],
  ['cd /none', '/system/bin/sh: cd: /none: No such file or directory\n', 2],
  ['/data/local/tmp', "/system/bin/sh: /data/local/tmp: can't execute: Is a directory\n", 126],
  ['echo "x', '/system/bin/sh: no closing quote\n', 1],
  ['readonly r=1; r=2', '/system/bin/sh: r: is read only\n', 2],
  ['rm /none', 'rm: /none: No such file or directory\n', 1],
  ['touch /system/x', "touch: '/system/x': Read-only file system\n", 1],
  ['ls /data', 'ls: /data: Permission denied\n', 1],
  ['timeout 0.01 sleep 5', '', 124],
];

describe('the shell language of the emulated phone', () => {
  for (const [script, stdout] of SCRIPTS) {
    it(`runs ${JSON.stringify(script)}`, async () => {
      assert.equal((await run(aPhone(), script)).stdout, stdout);
    });
  }

  for (const [script, stderr, exitCode] of ERRORS) {
    it(`reports ${JSON.stringify(script)} as mksh and toybox do`, async () => {
      const answer = await run(aPhone(), script);

      assert.deepEqual({ stderr: answer.stderr, exitCode: answer.exitCode }, { stderr, exitCode });
    });
  }

  it('gives every single-quoted word back unchanged', async () => {
    const phone = aPhone();

    await fc.assert(fc.asyncProperty(fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')), async (text) => {
      const quoted = `'${text.replaceAll("'", `'\\''`)}'`;
      assert.equal((await run(phone, `printf '%s' ${quoted}`)).stdout, text);
    }), { numRuns: 50 });
  });

  it('survives any text as a command', async () => {
    const phone = aPhone({ root: false });

    await fc.assert(fc.asyncProperty(fc.string({ unit: 'binary-ascii', maxLength: 12 }), async (text) => {
      const { exitCode } = await run(phone, `: ${text.replaceAll(/[;&|\n]/g, ' ')}`);
      assert.ok(exitCode >= 0 && exitCode < 256);
    }), { numRuns: 100 });
  });

  it('reads commands line by line from standard input', async () => {
    const answer = await run(aPhone(), '', 'echo one\nif true\nthen echo two\nfi\nx=3\necho $x\nexit 7\necho never\n');

    assert.deepEqual(answer, { stdout: 'one\ntwo\n3\n', stderr: '', exitCode: 7 });
  });
});
