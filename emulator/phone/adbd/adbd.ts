import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Properties, Authorisation } from '../system/services.ts';
import { DeviceServices } from './device-services.ts';
import type { AdbdPhone } from './device-services.ts';
import { adbdGeneration } from './features.ts';
import type { AdbdGeneration } from './features.ts';
import { ReverseRules } from './reverse.ts';
import { Transport } from './transport.ts';

/** What adbd is told of the phone it runs on. */
export interface AdbdOptions extends AdbdPhone {
  /** TCP port on 127.0.0.1; 0 for any free one. */
  readonly port: number;
  readonly authorisation: Authorisation;
  /** What a host's connection comes through on its way here. Default: nothing. */
  readonly cable?: { lead(socket: Duplex): Duplex };
}

/** A phone's adbd, and the daemon's fate as its phone has it. */
export interface Adbd {
  /** Where it listens on 127.0.0.1; the same after every `start`. */
  readonly port: number;
  readonly isRunning: boolean;
  /** Cuts every host's connection, as a pulled cable does; hosts may connect again at once. */
  drop(): void;
  /** The daemon dies: connections break, its shells hang up, the port refuses. Does nothing when it is dead. */
  stop(): Promise<void>;
  /** The daemon is back on the same port. Does nothing when it runs. */
  start(): Promise<void>;
  /** The ports of `adb reverse` close; its list goes on naming them. */
  breakReverse(): void;
  /** As `stop`, for good. */
  close(): Promise<void>;
}

/**
 * Serves adb on TCP as the phone with these properties: its Android version decides the features and the wording.
 *
 * @throws when the port is taken.
 */
export async function startAdbd(options: AdbdOptions): Promise<Adbd> {
  const daemon = new Daemon(options);
  await daemon.start();
  return daemon;
}

class Daemon implements Adbd {
  readonly #options: AdbdOptions;
  readonly #generation: AdbdGeneration;
  readonly #transports = new Map<Transport, string>();
  readonly #reverse: ReverseRules;
  readonly #services: DeviceServices;
  #server: Server | undefined;
  #port: number;
  #connections = 0;

  constructor(options: AdbdOptions) {
    this.#options = options;
    this.#port = options.port;
    this.#generation = adbdGeneration(Number(options.properties.get('ro.build.version.sdk')) || 0);
    this.#reverse = new ReverseRules(options.loopback, (transport) => this.#transports.get(transport) ?? 'host');
    const restart = (): void => {
      this.drop();
    };
    this.#services = new DeviceServices(options, { generation: this.#generation, reverse: this.#reverse, restart });
  }

  get port(): number {
    return this.#port;
  }

  get isRunning(): boolean {
    return this.#server !== undefined;
  }

  async start(): Promise<void> {
    if (this.#server !== undefined) return;
    const server = createServer({ noDelay: true, keepAlive: true }, (socket) => {
      this.#accept(socket);
    });
    this.#server = server;
    try {
      server.listen(this.#port, '127.0.0.1');
      await once(server, 'listening');
    } catch (error) {
      this.#server = undefined;
      throw error;
    }
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('Starting adbd: its server has no TCP port.');
    this.#port = address.port;
    this.#options.properties.set('init.svc.adbd', 'running');
  }

  drop(): void {
    for (const transport of [...this.#transports.keys()]) transport.close();
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    const closed = once(server, 'close');
    server.close();
    this.drop();
    await closed;
    this.#options.properties.set('init.svc.adbd', 'stopped');
  }

  breakReverse(): void {
    this.#reverse.breakListeners();
  }

  close(): Promise<void> {
    return this.stop();
  }

  #accept(socket: Socket): void {
    const { authorisation, properties, cable } = this.#options;
    const transport = new Transport(cable?.lead(socket) ?? socket, {
      authorisation,
      version: this.#generation.protocolVersion,
      maxPayloadBytes: this.#generation.maxPayloadBytes,
      banner: () => banner(properties, this.#generation.features),
      handlerOf: (service, from) => this.#services.handlerOf(service, from),
    });
    this.#connections += 1;
    this.#transports.set(transport, this.#generation.numberedTransports ? `host-${9 + this.#connections}` : 'host');
    transport.onClose(() => {
      this.#reverse.forget(transport);
      this.#transports.delete(transport);
    });
  }
}

/** What a phone says of itself when a host connects; `adb devices -l` shows it. */
export function banner(properties: Properties, features: readonly string[]): string {
  const facts = ['ro.product.name', 'ro.product.model', 'ro.product.device'].map((name) => `${name}=${properties.get(name)};`);
  return `device::${facts.join('')}${features.length === 0 ? '' : `features=${features.join(',')}`}`;
}
