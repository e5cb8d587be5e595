import assert from 'node:assert/strict';
import fc from 'fast-check';
import { encodeShellPacket, ShellPacketReader } from '../../../emulator/phone/adbd/shell-protocol.ts';
import { parseShellService } from '../../../emulator/phone/adbd/shell-service.ts';
import { LineDiscipline, withTerminalLineEnds } from '../../../emulator/phone/adbd/terminal.ts';
import { abbCommand } from '../../../emulator/phone/adbd/abb.ts';

const modern = { terminalForCommands: false };

describe('shell services', () => {
  it('reads back shell packets, however the bytes are cut', () => {
    const packet = fc.record({ kind: fc.integer({ min: 0, max: 255 }), data: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)) }, { noNullPrototype: true });
    fc.assert(
      fc.property(fc.array(packet), fc.integer({ min: 1, max: 50 }), (packets, step) => {
        const bytes = Buffer.concat(packets.map(encodeShellPacket));
        const reader = new ShellPacketReader();

        const read = Array.from({ length: Math.ceil(bytes.length / step) }, (_, n) => [...reader.feed(bytes.subarray(n * step, n * step + step))]).flat();

        assert.deepEqual(read, packets);
      }),
    );
  });

  it('reads what the words before the command ask for', () => {
    assert.deepEqual(parseShellService('shell,v2,TERM=xterm,raw:ls -l; echo a:b', modern), { command: 'ls -l; echo a:b', protocol: true, terminal: false, terminalName: 'xterm' });
    assert.deepEqual(parseShellService('shell,v2,TERM=xterm,pty:', modern), { command: '', protocol: true, terminal: true, terminalName: 'xterm' });
    assert.deepEqual(parseShellService('shell:ls', modern), { command: 'ls', protocol: false, terminal: false });
    assert.deepEqual(parseShellService('shell:ls', { terminalForCommands: true }), { command: 'ls', protocol: false, terminal: true });
    assert.deepEqual(parseShellService('shell:', modern), { command: '', protocol: false, terminal: true });
    assert.equal(parseShellService('exec:ls', modern), undefined);
  });

  it('ends lines with CR LF on a terminal, and leaves other bytes alone', () => {
    assert.deepEqual(withTerminalLineEnds(Buffer.from('ä\nb\r\n\n')), Buffer.from('ä\r\nb\r\r\n\r\n'));
  });

  it('echoes, edits and hands over whole lines on a terminal', () => {
    const terminal = new LineDiscipline();

    assert.deepEqual(terminal.type(Buffer.from('lx\x7f')), { echo: Buffer.from('lx\b \b'), input: Buffer.from(''), endOfFile: false, interrupt: false });
    assert.deepEqual(terminal.type(Buffer.from('s\r')), { echo: Buffer.from('s\r\n'), input: Buffer.from('ls\n'), endOfFile: false, interrupt: false });
    assert.equal(terminal.type(Buffer.from([4])).endOfFile, true);
    assert.equal(terminal.type(Buffer.from([3])).interrupt, true);
  });

  it('turns the arguments of abb into a command line', () => {
    assert.equal(abbCommand('package\0install\0-r\0-S\x00123'), 'cmd package install -r -S 123');
    assert.equal(abbCommand("package\0path\0it's here"), "cmd package path 'it'\\''s here'");
  });
});
