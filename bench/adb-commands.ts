import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { COMMAND, encodePacket, PacketReader, VERSION_WITHOUT_CHECKSUM } from '../emulator/phone/adbd/packet.ts';
import type { Packet } from '../emulator/phone/adbd/packet.ts';

const AUTH_RSAPUBLICKEY = 3;
const MAX_PAYLOAD_BYTES = 1024 * 1024;
const SERVICE = 'shell:echo hello';

/** Shell commands answered, all phones together, and how long one took. */
export interface CommandRate {
  readonly commandsPerSecond: number;
  readonly medianMs: number;
  readonly p95Ms: number;
}

/**
 * Runs `echo hello` on all phones at once for so long, on each one after the other, over a connection that stays. It
 * speaks to adbd itself: with an adb server in between, that server and its client would be measured.
 */
export async function countCommands(ports: readonly number[], forMs: number): Promise<CommandRate> {
  const phones = await Promise.all(ports.map((port) => BenchHost.connect(port)));
  const endMs = performance.now() + forMs;
  const tookMs: number[] = [];
  const beganMs = performance.now();
  await Promise.all(phones.map(async (phone) => {
    while (performance.now() < endMs) {
      const startMs = performance.now();
      await phone.run();
      tookMs.push(performance.now() - startMs);
    }
  }));
  const seconds = (performance.now() - beganMs) / 1000;
  for (const phone of phones) phone.close();
  tookMs.sort((left, right) => left - right);
  const at = (share: number): number => tookMs[Math.min(tookMs.length - 1, Math.floor(tookMs.length * share))] ?? 0;
  return { commandsPerSecond: tookMs.length / seconds, medianMs: at(0.5), p95Ms: at(0.95) };
}

/** A host that knows as much of adb as this benchmark needs: one connection, one command at a time. */
class BenchHost {
  readonly #socket: Socket;
  readonly #reader = new PacketReader(MAX_PAYLOAD_BYTES);
  #heard: (packet: Packet) => void = () => undefined;
  #lastId = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => {
      for (const packet of this.#reader.feed(chunk)) this.#heard(packet);
    });
  }

  static async connect(port: number): Promise<BenchHost> {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true });
    await once(socket, 'connect');
    const host = new BenchHost(socket);
    await host.#shakeHands();
    return host;
  }

  /** Runs the command; resolves once it is over. */
  run(): Promise<void> {
    const local = (this.#lastId += 1);
    return new Promise((resolve) => {
      this.#heard = ({ command, arg0 }) => {
        if (command === COMMAND.WRTE) this.#send(COMMAND.OKAY, local, arg0);
        if (command === COMMAND.CLSE) {
          this.#send(COMMAND.CLSE, local, arg0);
          resolve();
        }
      };
      this.#send(COMMAND.OPEN, local, 0, `${SERVICE}\0`);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #shakeHands(): Promise<void> {
    return new Promise((resolve) => {
      this.#heard = ({ command }) => {
        // The owner of these phones accepts every key that is shown.
        if (command === COMMAND.AUTH) this.#send(COMMAND.AUTH, AUTH_RSAPUBLICKEY, 0, `bench ${process.pid}\0`);
        if (command === COMMAND.CNXN) {
          this.#reader.checksum = false;
          resolve();
        }
      };
      this.#send(COMMAND.CNXN, VERSION_WITHOUT_CHECKSUM, MAX_PAYLOAD_BYTES, 'host::features=cmd\0');
      this.#reader.checksum = false;
    });
  }

  #send(command: number, arg0: number, arg1: number, text = ''): void {
    this.#socket.write(encodePacket({ command, arg0, arg1, payload: Buffer.from(text) }, { checksum: true }));
  }
}
