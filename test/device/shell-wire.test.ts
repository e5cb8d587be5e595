import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { shellQuote } from '../../src/device/shell-quote.ts';
import { parseShellV1, wrapForShellV1 } from '../../src/device/shell-v1.ts';
import { ShellV2Reader } from '../../src/device/shell-v2.ts';

const packet = (id: number, data: Buffer): Buffer => {
  const header = Buffer.alloc(5);
  header.writeUInt8(id);
  header.writeUInt32LE(data.length, 1);
  return Buffer.concat([header, data]);
};

describe('ShellV2Reader', () => {
  it('keeps the streams apart, however the bytes are cut', () => {
    const packets = fc.array(fc.tuple(fc.constantFrom(1, 2), fc.string()), { maxLength: 6 });
    fc.assert(fc.property(packets, fc.integer({ min: 1, max: 9 }), fc.nat(255), (sent, cut, exitCode) => {
      const reader = new ShellV2Reader();
      const wire = Buffer.concat([
        ...sent.map(([id, text]) => packet(id, Buffer.from(text))), packet(3, Buffer.from([exitCode])),
      ]);
      for (let at = 0; at < wire.length; at += cut) {
        assert.equal(reader.result(), undefined);
        reader.push(wire.subarray(at, at + cut));
      }
      const textOf = (wanted: number): string => sent.filter(([id]) => id === wanted).map(([, text]) => text).join('');
      const expected = (text: string): string => Buffer.from(text).toString();
      assert.deepEqual(reader.result(), { exitCode, stdout: expected(textOf(1)), stderr: expected(textOf(2)) });
    }));
  });
});

describe('a command for shell v1', () => {
  it('gives exit code and both streams, also through a terminal', () => {
    const output = 'out\r\nx\r\n\r\nM\r\nerr\r\n\r\nM 5\r\n';

    assert.deepEqual(parseShellV1(output, 'M'), { exitCode: 5, stdout: 'out\nx\n', stderr: 'err\n' });
  });

  it('gives nothing when the connection broke', () => {
    assert.equal(parseShellV1('out\n\nM\nerr', 'M'), undefined);
    assert.equal(parseShellV1('', 'M'), undefined);
  });

  it('runs in a POSIX shell', () => {
    const wrapped = wrapForShellV1('echo "it\'s"; echo err >&2; exit 5', 'M').replaceAll('/data/local/tmp/', '/tmp/earshot-test-');

    const { stdout } = spawnSync('/bin/sh', ['-c', wrapped], { encoding: 'utf8' });

    assert.deepEqual(parseShellV1(stdout, 'M'), { exitCode: 5, stdout: "it's\n", stderr: 'err\n' });
  });
});

describe('shellQuote', () => {
  it('makes one word of any text', () => {
    fc.assert(fc.property(fc.string().filter((text) => !text.includes('\0')), (text) => {
      const { stdout } = spawnSync('/bin/sh', ['-c', `printf %s ${shellQuote(text)}`], { encoding: 'utf8' });
      assert.equal(stdout, Buffer.from(text).toString());
    }), { numRuns: 30 });
  });
});
