import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { encodeLogLine, formatLogLine } from '../../../emulator/phone/system/log-format.ts';
import type { LogLine } from '../../../emulator/phone/system/services.ts';

const LINE: LogLine = { atMs: Date.UTC(2026, 10, 21, 0, 20, 40, 571), pid: 416, tid: 417, level: 'I', tag: 'MYTAG', message: 'hello', buffer: 'main' };

const lines = fc.record<LogLine>({
  atMs: fc.nat({ max: 4_000_000_000_000 }), pid: fc.nat({ max: 32_767 }), tid: fc.nat({ max: 32_767 }),
  level: fc.constantFrom('V', 'D', 'I', 'W', 'E', 'F'), buffer: fc.constantFrom('main', 'system', 'crash', 'events'),
  tag: fc.stringMatching(/^[A-Za-z][\w.]{0,20}$/), message: fc.string({ unit: 'grapheme' }).filter((text) => !/[\0\n]/.test(text)),
});

describe('a log line', () => {
  it('is printed in the columns of each format', () => {
    assert.equal(formatLogLine(LINE, 'threadtime'), '11-21 00:20:40.571   416   417 I MYTAG   : hello');
    assert.equal(formatLogLine(LINE, 'brief'), 'I/MYTAG   (  416): hello');
    assert.equal(formatLogLine(LINE, 'time'), '11-21 00:20:40.571 I/MYTAG   (  416): hello');
    assert.equal(formatLogLine(LINE, 'tag'), 'I/MYTAG   : hello');
    assert.equal(formatLogLine(LINE, 'process'), 'I(  416) hello');
    assert.equal(formatLogLine(LINE, 'raw'), 'hello');
    assert.equal(formatLogLine(LINE, 'threadtime', { epoch: true }), '1795220440.571   416   417 I MYTAG   : hello');
    assert.equal(formatLogLine(LINE, 'threadtime', { year: true, usec: true, zone: true }), '2026-11-21 00:20:40.571000 +0000   416   417 I MYTAG   : hello');
    assert.equal(formatLogLine({ ...LINE, message: 'a\nb' }, 'brief'), 'I/MYTAG   (  416): a\nI/MYTAG   (  416): b');
  });

  it('can be read back from its threadtime text', () => {
    fc.assert(fc.property(lines, (line) => {
      const [, pid, tid, level, tag, message] = /^\S+ \S+ +(\d+) +(\d+) (\w) (\S+) *: ([^]*)$/.exec(formatLogLine(line, 'threadtime')) ?? [];

      assert.deepEqual({ pid: Number(pid), tid: Number(tid), level, tag, message }, { pid: line.pid, tid: line.tid, level: line.level, tag: line.tag, message: line.message });
    }));
  });

  it('can be read back from its binary record', () => {
    fc.assert(fc.property(lines, (line) => {
      const record = encodeLogLine(line);
      const headerBytes = record.readUInt16LE(2);
      const payload = record.subarray(headerBytes);
      const [tag, message] = payload.subarray(1).toString().split('\0');

      assert.equal(record.readUInt16LE(0), payload.length);
      assert.deepEqual(
        { pid: record.readInt32LE(4), tid: record.readUInt32LE(8), atMs: record.readUInt32LE(12) * 1000 + record.readUInt32LE(16) / 1e6, level: '??VDIWEF'.charAt(payload[0] ?? 0), tag, message },
        { pid: line.pid, tid: line.tid, atMs: line.atMs, level: line.level, tag: line.tag, message: line.message },
      );
    }));
  });
});
