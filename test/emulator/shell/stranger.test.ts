import assert from 'node:assert/strict';
import { aPhone, run, type TestPhone } from './a-phone.ts';

describe('what a stranger asks a phone by adb shell', () => {
  let phone: TestPhone;

  before(async () => {
    phone = aPhone({}, { lookUp: (host) => (host === 'www.example.com' ? Promise.resolve(['2001:db8::1', '203.0.113.7']) : Promise.reject(new Error('ENOTFOUND'))) });
    phone.system.sms.insert({ address: '+491511', body: 'hello', dateMs: 1_600_000_000_000, box: 'inbox' });
    phone.system.sms.insert({ address: '+491511', body: 'hi', dateMs: 1_600_000_001_000, box: 'sent' });
    await phone.system.files.writeFile('/storage/emulated/0/DCIM/Camera/IMG_1.jpg', 'jpeg');
    await phone.system.files.writeFile('/storage/emulated/0/Pictures/note.txt', 'text');
  });

  const ANSWERS: readonly (readonly [command: string, output: RegExp, exitCode: number])[] = [
    ['ping -c 2 -i 0.01 www.example.com', /^PING www\.example\.com \(203\.0\.113\.7\) 56\(84\) bytes of data\.\n(64 bytes from 203\.0\.113\.7: icmp_seq=\d ttl=52 time=23\.4 ms\n){2}\n--- www\.example\.com ping statistics ---\n2 packets transmitted, 2 received, 0% packet loss/, 0],
    ['ping -c 1 nosuch.example 2>&1', /^ping: unknown host nosuch\.example\n$/, 2],
    ['ping -c 1 192.0.2.1', /1 packets transmitted, 0 received, 100% packet loss/, 1],
    ['content query --uri content://sms --projection address:body:type', /^Row: 0 address=\+491511, body=hi, type=2\nRow: 1 address=\+491511, body=hello, type=1\n$/, 0],
    ['content query --uri content://sms/inbox --projection body', /^Row: 0 body=hello\n$/, 0],
    [`content query --uri content://sms --projection body --where "type='2'"`, /^Row: 0 body=hi\n$/, 0],
    ['content query --uri content://sms --projection nosuch 2>&1', /no such column: nosuch\n$/, 1],
    ['content query --uri content://media/external/images/media --projection _data:mime_type', /^Row: 0 _data=\/storage\/emulated\/0\/DCIM\/Camera\/IMG_1\.jpg, mime_type=image\/jpeg\n$/, 0],
    ['wm size 720x1280; wm density 320; wm size; wm density', /^Physical size: 1080x2340\nOverride size: 720x1280\nPhysical density: 440\nOverride density: 320\n$/, 0],
    ['wm size reset; wm density reset; wm size; wm density', /^Physical size: 1080x2340\nPhysical density: 440\n$/, 0],
    ['wm density 71 2>&1', /density must be >= 72/, 255],
    ['service list | grep package:', /^\d+\tpackage: \[android\.content\.pm\.IPackageManager\]\n$/, 0],
    ['seq 1 300000 | tail -n 1', /^300000\n$/, 0],
    ['log -t T hi; logcat -d -s -v threadtime,uid,color T', /\x1b\[38;5;40m\d\d-\d\d .* shell: *\d+ +\d+ I T +: hi\x1b\[0m\n/, 0],
    ['logcat -G 1M; logcat -g -b main; logcat -S | head -n 1', /^main: ring buffer is 1Mb .*\nsize\/num +main/, 0],
    ['logcat -m 1 -s T; logcat -b main -c; logcat -d -b main', /^(--------- beginning of \w+\n){2}.* hi\n$/, 0],
    [`setprop debug.long ${'x'.repeat(91)}; getprop debug.long | wc -c; setprop debug.long ${'x'.repeat(92)}`, /^92\nsetprop: value 'x{92}' too long/, 1],
    ['tty; stty size 2>&1', /^not a tty\nstty: .*Not a typewriter\n$/, 1],
    ['alias x="echo hi"\nx there; y=1 x; (x sub) | cat; "x" 2>/dev/null; alias l="echo "\nl x\nunalias x\nx 2>&1', /^hi there\nhi\nhi sub\necho hi\n\/system\/bin\/sh: x: not found\n$/, 127],
    ['alias x="echo hi"; x 2>&1', /x: not found\n$/, 127],
    ['alias e=echo\neval "e ev"; if true; then e yes; fi; f() { e in; }; f; echo e', /^ev\nyes\nin\ne\n$/, 0],
    ["alias x='echo '\necho 'x; x' # x", /^x; x\n$/, 0],
    [`printf '\n9\n3\n' | { PS3='? '; select a in "x y" y z; do echo "got [$a] $REPLY"; [ -n "$a" ] && break; done; } 2>&1`, /^1\) x y\n2\) y\n3\) z\n\? 1\) x y\n2\) y\n3\) z\n\? got \[\] 9\n\? got \[z\] 3\n$/, 0],
    ['select a in x y; do echo got; done 2>/dev/null; echo $?; echo select a', /^1\nselect a\n$/, 0],
    ['trap "echo got; exit 3" TERM; (sleep 0.05; kill -TERM $$) & sleep 0.2; echo after', /^got\n$/, 3],
    ['trap "" TERM; (sleep 0.05; kill -TERM $$) & sleep 0.2; echo after', /^after\n$/, 0],
    ['trap "echo got" USR1; (sleep 0.05; kill -USR1 $$) & sleep 0.2; echo after', /^got\nafter\n$/, 0],
    ['(sleep 0.05; kill -TERM $$) & sleep 1; echo after', /^$/, 143],
    ['for ((i = 0; i < 3; i++)); do echo; done 2>&1', /syntax error: unexpected '\(\('\n$/, 1],
    ['timeout 0.05 sleep 5; echo $?; timeout -s KILL 0.05 sleep 5; echo $?', /^124\n137\n$/, 0],
  ];
  for (const [command, output, exitCode] of ANSWERS) {
    it(`answers ${command}`, async () => {
      const answer = await run(phone, command);

      assert.match(answer.stdout + answer.stderr, output);
      assert.equal(answer.exitCode, exitCode);
    });
  }
});
