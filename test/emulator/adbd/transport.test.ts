import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { COMMAND, encodePacket, PacketReader } from '../../../emulator/phone/adbd/packet.ts';
import type { Packet } from '../../../emulator/phone/adbd/packet.ts';
import type { AdbStream } from '../../../emulator/phone/adbd/stream.ts';
import { Transport } from '../../../emulator/phone/adbd/transport.ts';
import { socketPair } from '../../../emulator/phone/system/loopback.ts';

const NAMES = Object.fromEntries(Object.entries(COMMAND).map(([name, value]) => [value, name]));

/** The host's end of a wire: sends packets, and collects the phone's as `NAME(arg0, arg1) payload`. */
class Host {
  readonly transport: Transport;
  readonly streams: AdbStream[] = [];
  readonly #socket: Duplex;
  readonly #received: Packet[] = [];
  readonly #checksum: boolean;

  constructor(options: { readonly checksum?: boolean } = {}) {
    const [near, far] = socketPair();
    this.#socket = near;
    this.#checksum = options.checksum ?? false;
    const reader = new PacketReader(1 << 20);
    near.on('data', (chunk: Buffer) => {
      this.#received.push(...reader.feed(chunk));
      near.emit('packet');
    });
    this.transport = new Transport(far, {
      authorisation: { trusted: () => [], ask: () => Promise.resolve(true) },
      version: 0x01000001,
      maxPayloadBytes: 1 << 20,
      banner: () => 'device::features=shell_v2',
      handlerOf: (service) => (service === 'known:' ? (stream) => void this.streams.push(stream) : undefined),
    });
  }

  send(command: keyof typeof COMMAND, arg0: number, arg1: number, payload: string | Buffer = ''): void {
    this.#socket.write(encodePacket({ command: COMMAND[command], arg0, arg1, payload: Buffer.from(payload) }, { checksum: this.#checksum }));
  }

  async receive(): Promise<Packet> {
    while (this.#received.length === 0) await once(this.#socket, 'packet');
    return this.#received.shift()!;
  }

  async said(): Promise<string> {
    const { command, arg0, arg1, payload } = await this.receive();
    return `${NAMES[command] ?? '?'}(${arg0}, ${arg1}) ${payload.toString('latin1').slice(0, 60)}`.trim();
  }

  /** Through the handshake, with a key nobody knows. */
  async connect(maxPayloadBytes = 1 << 20): Promise<void> {
    this.send('CNXN', 0x01000001, maxPayloadBytes, 'host::');
    await this.receive();
    this.send('AUTH', 3, 0, 'key\0');
    await this.receive();
  }
}

describe('adbd on the wire', () => {
  it('challenges, challenges again after a wrong signature, and lets in once the key is accepted', async () => {
    const host = new Host({ checksum: true });

    host.send('CNXN', 0x01000001, 1 << 20, 'host::features=shell_v2');
    const first = await host.receive();
    host.send('AUTH', 2, 0, 'no signature');
    const second = await host.receive();
    host.send('AUTH', 3, 0, 'key\0');

    assert.deepEqual([first.command, first.arg0, first.payload.length], [COMMAND.AUTH, 1, 20]);
    assert.deepEqual([second.command, second.arg0, second.payload.length], [COMMAND.AUTH, 1, 20]);
    assert.notDeepEqual(first.payload, second.payload);
    assert.equal(await host.said(), `CNXN(16777217, ${1 << 20}) device::features=shell_v2`);
  });

  it('serves nothing before it has let the host in', async () => {
    const host = new Host();

    host.send('OPEN', 1, 0, 'known:\0');
    host.send('CNXN', 0x01000001, 1 << 20, 'host::');

    assert.match(await host.said(), /^AUTH/);
    assert.equal(host.streams.length, 0);
  });

  it('answers an unknown service with CLSE', async () => {
    const host = new Host();
    await host.connect();

    host.send('OPEN', 7, 0, 'unknown:\0');

    assert.equal(await host.said(), 'CLSE(0, 7)');
  });

  it('keeps one WRTE in flight, and sends what gathered meanwhile as one', async () => {
    const host = new Host();
    await host.connect();
    host.send('OPEN', 7, 0, 'known:\0');
    assert.equal(await host.said(), 'OKAY(1, 7)');
    const [stream] = host.streams;

    stream!.write('head, ');
    stream!.write('body');
    assert.equal(await host.said(), 'WRTE(1, 7) head, body');
    stream!.write('more ');
    stream!.end('and the end');
    host.send('OKAY', 7, 1);

    assert.equal(await host.said(), 'WRTE(1, 7) more and the end');
    assert.equal(await host.said(), 'CLSE(1, 7)');
  });

  it('never sends more at once than the host takes', async () => {
    const host = new Host();
    await host.connect(10);
    host.send('OPEN', 7, 0, 'known:\0');
    await host.receive();

    host.streams[0]!.end('0123456789abcdefghijKLM');
    const said: string[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      said.push(await host.said());
      host.send('OKAY', 7, 1);
    }

    assert.deepEqual(said, ['WRTE(1, 7) 0123456789', 'WRTE(1, 7) abcdefghij', 'WRTE(1, 7) KLM', 'CLSE(1, 7)']);
  });

  it('takes no more from the host than its service reads', async () => {
    const host = new Host();
    await host.connect(16);
    host.send('OPEN', 7, 0, 'known:\0');
    await host.receive();
    const [stream] = host.streams;

    host.send('WRTE', 7, 1, 'x'.repeat(16));
    await once(stream!, 'readable');
    host.send('OPEN', 8, 0, 'unknown:\0');
    const beforeReading = await host.said();
    stream!.read();

    assert.equal(beforeReading, 'CLSE(0, 8)');
    assert.equal(await host.said(), 'OKAY(1, 7)');
  });

  it('answers CLSE with CLSE, tells the service, and drops what it still wanted to say', async () => {
    const host = new Host();
    await host.connect();
    host.send('OPEN', 7, 0, 'known:\0');
    await host.receive();
    const [stream] = host.streams;
    const hungUp = once(stream!, 'hangup');

    host.send('CLSE', 7, 1);
    await hungUp;
    stream!.write('too late');

    assert.equal(await host.said(), 'CLSE(1, 7)');
  });

  it('opens streams to the host, and learns when the host refuses', async () => {
    const host = new Host();
    await host.connect();

    const opening = host.transport.open('tcp:8080');
    assert.equal(await host.said(), 'OPEN(1, 0) tcp:8080\0');
    host.send('OKAY', 42, 1);
    const stream = await opening;
    stream!.write('hello');
    assert.equal(await host.said(), 'WRTE(1, 42) hello');

    const refused = host.transport.open('tcp:8081');
    await host.receive();
    host.send('CLSE', 0, 2);
    assert.equal(await refused, undefined);
  });

  it('hangs up every stream when the wire breaks', async () => {
    const host = new Host();
    await host.connect();
    host.send('OPEN', 7, 0, 'known:\0');
    await host.receive();
    const hungUp = once(host.streams[0]!, 'hangup');

    host.transport.close();
    await hungUp;

    assert.equal(await host.transport.open('tcp:1'), undefined);
  });

  it('drops a connection that does not speak adb', async () => {
    const [near, far] = socketPair();
    new Transport(far, {
      authorisation: { trusted: () => [], ask: () => Promise.resolve(true) },
      version: 0x01000001,
      maxPayloadBytes: 1 << 20,
      banner: () => '',
      handlerOf: () => undefined,
    });

    near.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    near.resume();

    await once(near, 'close');
  });
});
