import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Properties, Authorisation } from '../system/services.ts';
import { DeviceServices } from './device-services.ts';
import type { AdbdPhone } from './device-services.ts';
import { adbdGeneration } from './features.ts';
import { ReverseRules } from './reverse.ts';
import { Transport } from './transport.ts';

export interface AdbdOptions extends AdbdPhone {
  /** TCP port on 127.0.0.1; 0 for any free one. */
  readonly port: number;
  readonly authorisation: Authorisation;
}

/** A running adbd. */
export interface Adbd {
  /** Where it listens on 127.0.0.1. */
  readonly port: number;
  /** Drops every host's connection, as a pulled cable does; hosts may connect again at once. */
  disconnect(): void;
  close(): Promise<void>;
}

/**
 * Serves adb on TCP as the phone with these properties: its Android version decides the features and the wording.
 *
 * @throws when the port is taken.
 */
export async function startAdbd(options: AdbdOptions): Promise<Adbd> {
  const generation = adbdGeneration(Number(options.properties.get('ro.build.version.sdk')) || 0);
  const transports = new Map<Transport, string>();
  const reverse = new ReverseRules(options.loopback, (transport) => transports.get(transport) ?? 'host');
  const disconnect = (): void => {
    for (const transport of [...transports.keys()]) transport.close();
  };
  const services = new DeviceServices(options, generation, reverse, disconnect);
  let connections = 0;
  const server = createServer({ noDelay: true, keepAlive: true }, (socket) => {
    const transport = new Transport(socket, {
      authorisation: options.authorisation,
      maxPayloadBytes: generation.maxPayloadBytes,
      banner: () => banner(options.properties, generation.features),
      handlerOf: (service, from) => services.handlerOf(service, from),
    });
    connections += 1;
    transports.set(transport, generation.numberedTransports ? `host-${9 + connections}` : 'host');
    transport.onClose(() => {
      reverse.forget(transport);
      transports.delete(transport);
    });
  });
  server.listen(options.port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Starting adbd: its server has no TCP port.');
  return {
    port: address.port,
    disconnect,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      disconnect();
      await closed;
    },
  };
}

/** What a phone says of itself when a host connects; `adb devices -l` shows it. */
export function banner(properties: Properties, features: readonly string[]): string {
  const facts = ['ro.product.name', 'ro.product.model', 'ro.product.device'].map((name) => `${name}=${properties.get(name)};`);
  return `device::${facts.join('')}features=${features.join(',')}`;
}
