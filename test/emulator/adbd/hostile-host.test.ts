import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import fc from 'fast-check';
import { COMMAND, encodePacket, PacketReader, type Packet } from '../../../emulator/phone/adbd/packet.ts';
import { bootedPhone, type BootedPhone } from './booted-phone.ts';

const NOTHING = Buffer.alloc(0);

/** A host that knows the protocol, by a connection of its own. */
class RawHost {
  readonly socket: Socket;
  readonly #packets: Packet[] = [];
  readonly #reader = new PacketReader(1 << 20);

  constructor(port: number) {
    this.socket = connect(port, '127.0.0.1');
    this.socket.on('error', () => undefined);
    this.socket.on('close', () => {
      this.socket.emit('packet');
    });
    this.socket.on('data', (chunk: Buffer) => {
      this.#packets.push(...this.#reader.feed(chunk));
      this.socket.emit('packet');
    });
  }

  send(command: number, arg0: number, arg1: number, payload: Buffer = NOTHING): void {
    this.socket.write(encodePacket({ command, arg0, arg1, payload }, { checksum: true }));
  }

  /** The next packet of one of these kinds, on this stream of the host's; those before it are forgotten. */
  async receive(commands: readonly number[], id?: number): Promise<Packet> {
    for (;;) {
      const at = this.#packets.findIndex((packet) => commands.includes(packet.command) && (id === undefined || packet.arg1 === id));
      if (at >= 0) return this.#packets.splice(0, at + 1).at(-1)!;
      if (this.socket.destroyed) throw new Error('the phone closed the connection');
      await once(this.socket, 'packet');
    }
  }

  async connect(): Promise<void> {
    this.send(COMMAND.CNXN, 0x01000001, 1 << 20, Buffer.from('host::'));
    await this.receive([COMMAND.AUTH]);
    this.send(COMMAND.AUTH, 3, 0, Buffer.from('key\0'));
    await this.receive([COMMAND.CNXN]);
  }

  /** Opens a service; the phone's name for the stream, undefined when it refuses. */
  async open(id: number, service: string): Promise<number | undefined> {
    this.send(COMMAND.OPEN, id, 0, Buffer.from(`${service}\0`));
    const answer = await this.receive([COMMAND.OKAY, COMMAND.CLSE], id);
    return answer.command === COMMAND.OKAY ? answer.arg0 : undefined;
  }

  async closed(): Promise<void> {
    if (!this.socket.closed) await once(this.socket, 'close');
  }
}

/** What one bad packet looks like on the wire. */
function raw(fields: { readonly command?: number; readonly length?: number; readonly sum?: number; readonly magic?: number }, payload = NOTHING): Buffer {
  const bytes = encodePacket({ command: fields.command ?? COMMAND.OPEN, arg0: 1, arg1: 0, payload }, { checksum: true });
  if (fields.length !== undefined) bytes.writeUInt32LE(fields.length, 12);
  if (fields.sum !== undefined) bytes.writeUInt32LE(fields.sum, 16);
  if (fields.magic !== undefined) bytes.writeUInt32LE(fields.magic, 20);
  return bytes;
}

describe('a host that means harm, or is broken', () => {
  let phone: BootedPhone;
  let neighbour: RawHost;
  let streams = 0;

  before(async () => {
    phone = await bootedPhone(28);
    neighbour = new RawHost(phone.adbd.port);
    await neighbour.connect();
  });

  after(async () => {
    neighbour.socket.destroy();
    await phone.adbd.close();
  });

  /** The connection that was there before still serves. */
  async function neighbourIsServed(): Promise<void> {
    const id = 1000 + streams++;
    assert.notEqual(await neighbour.open(id, 'shell:echo alive'), undefined);
    const { payload, arg0 } = await neighbour.receive([COMMAND.WRTE], id);
    neighbour.send(COMMAND.OKAY, id, arg0);
    await neighbour.receive([COMMAND.CLSE], id);
    assert.equal(payload.toString(), 'alive\n');
  }

  const FATAL: readonly (readonly [what: string, bytes: Buffer])[] = [
    ['text that is no adb', Buffer.from('GET / HTTP/1.1\r\nHost: phone\r\n\r\n')],
    ['a magic that does not fit its command', raw({ magic: 1 })],
    ['a payload longer than any', raw({ length: 0xffffffff })],
    ['a payload one byte longer than the limit', raw({ length: (1 << 20) + 1 })],
    ['a wrong checksum', raw({ command: COMMAND.CNXN, sum: 1 }, Buffer.from('host::'))],
    ['a host that takes payloads of no bytes', encodePacket({ command: COMMAND.CNXN, arg0: 0x01000001, arg1: 0, payload: Buffer.from('host::') }, { checksum: true })],
  ];
  for (const [what, bytes] of FATAL) {
    it(`closes the connection that brings ${what}, and no other`, async () => {
      const host = new RawHost(phone.adbd.port);

      host.socket.write(bytes);
      await host.closed();

      await neighbourIsServed();
    });
  }

  const REFUSED = ['nosuch:', 'shell', 'sync:x', '', 'tcp:99999', 'tcp:notaport', 'jdwp:1', 'source:-1', 'localabstract:x', ':::', 'abb:package', `x${'y'.repeat(100_000)}`];
  it('refuses services nobody knows and goes on', async () => {
    for (const service of REFUSED) assert.equal(await neighbour.open(500, service), undefined, service.slice(0, 20));

    await neighbourIsServed();
  });

  it('opens nothing for an OPEN without a name, and passes over what belongs to no stream', async () => {
    neighbour.send(COMMAND.OPEN, 0, 0, Buffer.from('shell:echo no\0'));
    neighbour.send(COMMAND.OPEN, 5, 7, Buffer.from('shell:echo no\0'));
    neighbour.send(COMMAND.OKAY, 4711, 4712);
    neighbour.send(COMMAND.CLSE, 4711, 4712);
    neighbour.send(COMMAND.SYNC, 1, 1);

    await neighbourIsServed();
  });

  it('does not let one stream speak for another', async () => {
    const local = await neighbour.open(600, 'shell:cat');
    neighbour.send(COMMAND.WRTE, 601, local!, Buffer.from('not mine\n'));
    assert.equal((await neighbour.receive([COMMAND.CLSE])).arg1, 601);
    neighbour.send(COMMAND.WRTE, 600, local!, Buffer.from('mine\n'));

    assert.equal((await neighbour.receive([COMMAND.WRTE])).payload.toString(), 'mine\n');
    neighbour.send(COMMAND.CLSE, 600, local!);
    await neighbourIsServed();
  });

  it('ends a transfer in which the host breaks off or breaks the rules', async () => {
    for (const bytes of ['LIST\xff\xff\xff\xff', 'SEND\x05\x00\x00\x00/data', 'WHAT\x01\x00\x00\x00/', 'STAT\x10\x00\x00\x00/da', 'SEND\x0c\x00\x00\x00/data/x,1234DATA\xff\xff\xff\x7f', 'RECV\x00\x00\x00\x00']) {
      const host = new RawHost(phone.adbd.port);
      await host.connect();
      const local = await host.open(1, 'sync:');
      host.send(COMMAND.WRTE, 1, local!, Buffer.from(bytes, 'latin1'));
      await host.receive([COMMAND.OKAY]);
      host.socket.resetAndDestroy();
    }

    await neighbourIsServed();
  });

  it('lives through anything, before the host was let in and after', async function () {
    this.timeout(10_000);
    const known = fc.constantFrom(...Object.values(COMMAND));
    const small = fc.constantFrom(0, 1, 2, 3, 0x01000000, 0x01000001, 1 << 20, 0xffffffff);
    const service = fc.constantFrom('shell:cat', 'shell,v2,raw:cat', 'shell,v2,pty:', 'sync:', 'reverse:forward:tcp:0;tcp:1', 'framebuffer:', 'source:100000', 'sink:5', 'jdwp', 'tcpip:x', 'exec:', 'reverse:').map((text) => Buffer.from(`${text}\0`));
    const payload = fc.oneof(service, fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)));
    const packet = fc.tuple(known, small, small, payload).map(([command, arg0, arg1, bytes]) => encodePacket({ command, arg0, arg1, payload: bytes }, { checksum: true }));
    const garbage = fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes));
    const half = packet.map((bytes) => bytes.subarray(0, bytes.length - 1));
    const script = fc.array(fc.oneof({ weight: 8, arbitrary: packet }, { weight: 1, arbitrary: garbage }, { weight: 1, arbitrary: half }), { minLength: 1, maxLength: 12 });

    await fc.assert(fc.asyncProperty(script, fc.boolean(), async (pieces, isLetIn) => {
      const host = new RawHost(phone.adbd.port);
      if (isLetIn) await host.connect();
      else await once(host.socket, 'connect');
      for (const piece of pieces) host.socket.write(piece);
      host.socket.end();
      await neighbourIsServed();
      host.socket.destroy();
    }), { numRuns: 250, interruptAfterTimeLimit: 2000, markInterruptAsFailure: false });

    await neighbourIsServed();
  });
});
