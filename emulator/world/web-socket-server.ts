import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';

/** Serves WebSockets on upgraded connections: text and binary messages come back as they are. */
export class EchoWebSockets {
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #heard: (host: string, message: Buffer) => void;

  constructor(heard: (host: string, message: Buffer) => void) {
    this.#heard = heard;
  }

  /** Takes over an upgrade request. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const host = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
    this.#server.handleUpgrade(request, socket, head, (client) => {
      client.on('error', () => client.terminate());
      client.on('message', (data, isBinary) => {
        const message = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer);
        this.#heard(host, message);
        client.send(message, { binary: isBinary });
      });
    });
  }
}
