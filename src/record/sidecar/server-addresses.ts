import { Socket } from 'node:net';

/** How many hosts are remembered; a phone speaks to a few hundred. */
const REMEMBERED = 10_000;

/**
 * Which IP address each host was reached at. Neither mockttp nor Node tells it of connections that others make (Node's
 * diagnostics channel leaves TLS and HTTP/2 out), so every socket of this process is listened to as it connects. Only for a
 * sidecar that connects by itself: behind an upstream proxy the addresses would be the proxy's.
 */
export class ServerAddresses {
  readonly #byHost = new Map<string, string>();

  /** Listens from now on to every connection this process opens, until the returned function is called. */
  listen(): () => void {
    const note = (socket: Socket): void => this.#note(socket);
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the very socket below
    const connect = Socket.prototype.connect as (...args: unknown[]) => Socket;
    const noting = function (this: Socket, ...args: unknown[]): Socket {
      note(this);
      return Reflect.apply(connect, this, args);
    };
    Object.assign(Socket.prototype, { connect: noting });
    return () => {
      Object.assign(Socket.prototype, { connect });
    };
  }

  /** Address this process was last connected to for a host; undefined when it never was, and for a host that is an address. */
  of(host: string): string | undefined {
    return this.#byHost.get(host);
  }

  #note(socket: Socket): void {
    let host: string | undefined;
    // Once for each address that is tried; the host is the same.
    socket.on('lookup', (_error: unknown, _address: unknown, _family: unknown, name: string) => (host = name.toLowerCase()));
    socket.once('connect', () => {
      const { remoteAddress } = socket;
      if (host === undefined || remoteAddress === undefined) return;
      this.#byHost.delete(host);
      this.#byHost.set(host, remoteAddress);
      const [oldest] = this.#byHost.keys();
      if (this.#byHost.size > REMEMBERED && oldest !== undefined) this.#byHost.delete(oldest);
    });
  }
}
