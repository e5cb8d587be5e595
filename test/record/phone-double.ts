import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import type { Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';

/** What came back to the phone. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** What an app on a phone does with a proxy: everything goes to the sidecar's port, and only its CA is trusted. */
export class PhoneDouble {
  readonly #port: number;
  readonly #ca: string | undefined;

  constructor(port: number, ca?: string) {
    this.#port = port;
    this.#ca = ca;
  }

  /** A CONNECT tunnel; rejects when the proxy refuses it. */
  connect(target: string): Promise<Socket> {
    return new Promise((resolve, reject) => {
      httpRequest({ host: '127.0.0.1', port: this.#port, method: 'CONNECT', path: target, headers: { host: target } })
        .once('connect', (_response, socket: Socket, head) => {
          if (head.length > 0) socket.unshift(head);
          resolve(socket);
        })
        .once('error', reject)
        .end();
    });
  }

  /** TLS inside a CONNECT tunnel. */
  async secure(host: string, alpn: string[] = ['http/1.1'], port = 443): Promise<TLSSocket> {
    const socket = await this.connect(`${host}:${port}`);
    return new Promise((resolve, reject) => {
      const secured = connectTls({ socket, servername: host, ca: this.#ca ?? [], ALPNProtocols: alpn });
      secured.once('secureConnect', () => resolve(secured)).once('error', reject);
    });
  }

  /** A request to an http or https URL. */
  async fetch(url: string, options: { method?: string; body?: string | Buffer; headers?: Record<string, string> } = {}): Promise<Answer> {
    const { protocol, host, hostname, pathname, search } = new URL(url);
    const about: RequestOptions = { method: options.method ?? 'GET', headers: { host, connection: 'close', ...options.headers } };
    if (protocol === 'http:') return send({ ...about, host: '127.0.0.1', port: this.#port, path: url }, options.body);
    const socket = await this.secure(hostname);
    return send({ ...about, createConnection: () => socket, path: pathname + search }, options.body);
  }

  /** A GET over HTTP/2. */
  async fetchHttp2(host: string, path: string): Promise<Answer> {
    const socket = await this.secure(host, ['h2']);
    const session = connectHttp2(`https://${host}`, { createConnection: () => socket });
    try {
      return await new Promise((resolve, reject) => {
        const stream = session.request({ ':path': path });
        let status = 0;
        let body = '';
        stream.on('response', (headers) => { status = Number(headers[':status']); });
        stream.on('data', (chunk: Buffer) => { body += chunk.toString(); });
        stream.once('end', () => resolve({ status, body })).once('error', reject).end();
      });
    } finally {
      session.destroy();
    }
  }
}

function send(options: RequestOptions, body?: string | Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    httpRequest(options, (response) => void collect(response).then((text) => resolve({ status: response.statusCode ?? 0, body: text }), reject))
      .once('error', reject)
      .end(body);
  });
}

async function collect(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
