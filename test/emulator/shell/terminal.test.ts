import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { COMMAND, encodePacket, PacketReader } from '../../../emulator/phone/adbd/packet.ts';
import { encodeShellPacket, SHELL_PACKET, ShellPacketReader } from '../../../emulator/phone/adbd/shell-protocol.ts';
import { bootedPhone, type BootedPhone } from '../adbd/booted-phone.ts';

/** `adb shell` at a terminal, as its bytes are on the wire: what is typed goes in, what is on the screen is collected. */
class Typist {
  screen = '';
  exitCode: number | undefined;
  readonly #socket: Socket;
  #stream = 0;

  static async at(phone: BootedPhone, command = ''): Promise<Typist> {
    const typist = new Typist(phone.adbd.port);
    typist.#send(COMMAND.CNXN, 0x01000001, 1 << 20, Buffer.from('host::\0'));
    typist.#send(COMMAND.AUTH, 3, 0, Buffer.from('a2V5\0'));
    await typist.#until(() => typist.#isConnected);
    typist.#send(COMMAND.OPEN, 1, 0, Buffer.from(`shell,v2,TERM=xterm-256color,pty:${command}\0`));
    await typist.#until(() => typist.#stream !== 0);
    return typist;
  }

  #isConnected = false;

  private constructor(port: number) {
    this.#socket = connect(port, '127.0.0.1');
    const packets = new PacketReader(1 << 20);
    const reader = new ShellPacketReader();
    this.#socket.on('data', (chunk: Buffer) => {
      for (const packet of packets.feed(chunk)) {
        if (packet.command === COMMAND.CNXN) this.#isConnected = true;
        if (packet.command === COMMAND.OKAY) this.#stream = packet.arg0;
        if (packet.command !== COMMAND.WRTE) continue;
        for (const { kind, data } of reader.feed(packet.payload)) {
          if (kind === SHELL_PACKET.EXIT) this.exitCode = data[0];
          else this.screen += data.toString();
        }
        this.#send(COMMAND.OKAY, 1, packet.arg0);
      }
      this.#socket.emit('screen');
    });
  }

  type(text: string): void {
    this.#shell(SHELL_PACKET.STDIN, text);
  }

  resize(size: string): void {
    this.#shell(SHELL_PACKET.WINDOW_SIZE, `${size}\0`);
  }

  /** Waits until the screen ends with this, and clears it. */
  async reads(end: string): Promise<string> {
    await this.#until(() => this.screen.endsWith(end));
    const seen = this.screen;
    this.screen = '';
    return seen;
  }

  async exits(): Promise<number> {
    await this.#until(() => this.exitCode !== undefined);
    this.#socket.destroy();
    return this.exitCode!;
  }

  #shell(kind: number, text: string): void {
    this.#send(COMMAND.WRTE, 1, this.#stream, encodeShellPacket({ kind, data: Buffer.from(text) }));
  }

  #send(command: number, arg0: number, arg1: number, payload: Buffer = Buffer.alloc(0)): void {
    this.#socket.write(encodePacket({ command, arg0, arg1, payload }, { checksum: true }));
  }

  async #until(holds: () => boolean): Promise<void> {
    while (!holds()) await once(this.#socket, 'screen');
  }
}

describe('adb shell at a terminal', () => {
  let phone: BootedPhone;

  before(async () => {
    phone = await bootedPhone(28, { properties: { 'ro.product.device': 'ginkgo' } });
  });

  after(() => phone.adbd.close());

  it('asks for commands with the device, the folder and the last exit code, and ends with the code of exit', async () => {
    const typist = await Typist.at(phone);

    assert.equal(await typist.reads('$ '), 'ginkgo:/ $ ');
    typist.type('cd /data/local/tmp\r');
    assert.equal(await typist.reads('tmp $ '), 'cd /data/local/tmp\r\nginkgo:/data/local/tmp $ ');
    typist.type('false\r');
    assert.equal(await typist.reads('$ '), 'false\r\n1|ginkgo:/data/local/tmp $ ');
    typist.type('if true\rthen echo yes >&2; fi\r');
    assert.match(await typist.reads('tmp $ '), /> .*yes\r\nginkgo:/s);
    typist.type('exit 5\r');

    assert.equal(await typist.exits(), 5);
  });

  const STEPS: readonly (readonly [what: string, typed: string, seen: string])[] = [
    ['knows that it is one', '[ -t 0 ] && [ -t 1 ] && tty; [ -t 1 ] >/dev/null || echo $TERM\r', '/dev/pts/0\r\nxterm-256color\r\n'],
    ['sees errors where they happened', 'echo a; nosuch; echo b\r', 'a\r\n/system/bin/sh: nosuch: not found\r\nb\r\n'],
    ['rubs out a letter, a word and a line', 'echo no\x15echo one two\x17\x17two thrx\x7fee\r', 'two three\r\n'],
    ['turns echo off and on', 'stty -echo; stty | grep -c -- -echo; stty echo\r', '1\r\n'],
  ];
  for (const [what, typed, seen] of STEPS) {
    it(what, async () => {
      const typist = await Typist.at(phone);
      await typist.reads('$ ');
      typist.type(typed);

      const screen = await typist.reads('ginkgo:/ $ ');
      assert.equal(screen.slice(screen.indexOf('\r\n') + 2), `${seen}ginkgo:/ $ `);
      typist.type('exit\r');
      await typist.exits();
    });
  }

  it('ends one command by Ctrl-C, one input by Ctrl-D, and itself by Ctrl-D at the prompt', async () => {
    const typist = await Typist.at(phone);
    await typist.reads('$ ');

    typist.type('sleep 100 | cat\r');
    await typist.reads('cat\r\n');
    typist.type('\x03');
    assert.equal(await typist.reads('$ '), '^C\r\n130|ginkgo:/ $ ');
    typist.type('cat; echo done $?\r');
    await typist.reads('$?\r\n');
    typist.type('abc\r\x04');
    assert.equal(await typist.reads('$ '), 'abc\r\nabc\r\ndone 0\r\nginkgo:/ $ ');
    typist.type('half\x03');
    assert.equal(await typist.reads('$ '), 'half^C\r\n130|ginkgo:/ $ ');
    typist.type('true\r');
    await typist.reads('$ ');
    typist.type('\x04');

    assert.equal(await typist.exits(), 0);
  });

  it('is as large as the window, and hears when that changes', async () => {
    const typist = await Typist.at(phone);
    await typist.reads('$ ');

    typist.resize('33x101,0x0');
    typist.type('stty size\r');
    assert.match(await typist.reads('$ '), /33 101\r\n/);
    typist.resize('50x120,0x0');
    typist.type('\rstty size; echo $LINES $COLUMNS\r');
    assert.match(await typist.reads('120\r\nginkgo:/ $ '), /50 120\r\n50 120\r\n/);
    typist.type('\x04');
    await typist.exits();
  });

  it('ends a command of its own by Ctrl-C with 130', async () => {
    const typist = await Typist.at(phone, 'logcat');

    await typist.reads('\n');
    typist.type('\x03');

    assert.equal(await typist.exits(), 130);
  });
});
