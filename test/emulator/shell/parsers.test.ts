import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { intentText, IntentError, parseIntent } from '../../../emulator/phone/shell/commands/am/intent.ts';
import { isWanted, LogcatUsageError, readLogcatOptions } from '../../../emulator/phone/shell/commands/logcat-options.ts';
import { PROGRAMS_BY_NAME } from '../../../emulator/phone/shell/commands/registry.ts';
import { applyMode, modeText } from '../../../emulator/phone/shell/tools/mode.ts';
import { formatDate } from '../../../emulator/phone/shell/tools/date.ts';
import { userId, userName } from '../../../emulator/phone/shell/tools/users.ts';
import { PROGRAMS } from '../../../emulator/phone/system/files/programs.ts';
import type { LogLine } from '../../../emulator/phone/system/services.ts';

const name = fc.stringMatching(/^[a-z]{1,8}$/);

describe('the am argument parser', () => {
  it('finds every part of an intent, in whatever order it is given', () => {
    const options = fc.record({ action: name, data: name.map((text) => `http://${text}.test/x`), component: fc.tuple(name, name).map(([left, right]) => `${left}/.${right}`), flags: fc.nat(0x7fffffff), key: name, value: fc.string(), order: fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }) });
    fc.assert(fc.property(options, (wanted) => {
      const parts = [['-a', wanted.action], ['-d', wanted.data], ['-n', wanted.component], ['-f', String(wanted.flags)], ['--es', wanted.key, wanted.value]];

      const { intent } = parseIntent(wanted.order.flatMap((index) => parts[index] ?? []));

      assert.deepEqual(intent, { action: wanted.action, data: wanted.data, component: wanted.component, flags: wanted.flags, extras: { [wanted.key]: wanted.value }, categories: [] });
    }));
  });

  it('understands any words or refuses them in words of its own', () => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom('-a', '-d', '-n', '--es', '--ez', '-W', '-S', 'a/b'))), (words) => {
      try {
        assert.match(intentText(parseIntent(words).intent), /^Intent \{ /);
      } catch (error) {
        assert.ok(error instanceof IntentError);
      }
    }));
  });
});

describe('the logcat argument parser', () => {
  const line: LogLine = { atMs: Date.UTC(2026, 10, 21, 0, 20, 40, 571), pid: 7, tid: 8, level: 'I', tag: 'T', message: 'm', buffer: 'main' };

  it('lets a line through by tag, level, buffer, process and time', () => {
    const isShown = (...args: readonly string[]): boolean => isWanted(line, readLogcatOptions(args, line.atMs));

    assert.deepEqual([isShown(), isShown('T:I', '*:S'), isShown('T:W', '*:S'), isShown('*:W'), isShown('-s', 'T'), isShown('-s', 'U')], [true, true, false, false, true, false]);
    assert.deepEqual([isShown('-b', 'crash'), isShown('-b', 'all'), isShown('--pid=7'), isShown('--pid=8'), isShown('-e', 'm'), isShown('-e', 'x')], [false, true, true, false, true, false]);
    assert.deepEqual([isShown('-T', '11-21 00:20:40.571'), isShown('-T', '11-21 00:20:40.572'), isShown('-t', '1795220440.571')], [true, false, true]);
  });

  it('understands any words or refuses them in words of its own', () => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom('-v', '-t', '-T', '-b', '-s', '-d', '-B', '-e', '(', '--pid'))), (words) => {
      try {
        readLogcatOptions(words, 0);
      } catch (error) {
        assert.ok(error instanceof LogcatUsageError);
      }
    }));
  });
});

describe('the small parsers of the phone\'s tools', () => {
  it('read back every mode they print', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 0o777 }), (mode) => {
      const letters = modeText(mode, '-').slice(1);
      const symbolic = [['u', 0], ['g', 3], ['o', 6]].map(([who, at]) => `${String(who)}=${letters.slice(Number(at), Number(at) + 3).replaceAll('-', '')}`).join(',');

      assert.equal(applyMode(symbolic, 0o777, false), mode);
      assert.equal(applyMode(mode.toString(8).padStart(4, '0'), 0, false), mode);
    }));
  });

  it('read back every user they print', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 1_099_999 }), (uid) => {
      fc.pre(uid < 10_000 || uid % 100_000 >= 10_000);
      assert.equal(userId(userName(uid)), uid);
    }));
  });

  it('print a time in the zone of the phone', () => {
    const atMs = Date.UTC(2026, 10, 21, 20, 0, 0, 7);

    assert.equal(formatDate(atMs, '%F %T%z %s.%N', 'Asia/Shanghai'), `2026-11-22 04:00:00+0800 ${atMs / 1000 - 0.007}.007000000`);
    assert.equal(formatDate(atMs, '%a %b %e %H:%M:%S %Z %Y', 'UTC'), 'Sat Nov 21 20:00:00 UTC 2026');
  });
});

describe('the programs in /system/bin', () => {
  it('are exactly those that are implemented, su aside', () => {
    assert.deepEqual([...PROGRAMS].sort(), [...PROGRAMS_BY_NAME.keys()].filter((program) => program !== 'su').sort());
  });
});
