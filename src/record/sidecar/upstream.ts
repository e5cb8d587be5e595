import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { connect as connectTls, rootCertificates } from 'node:tls';

import type { Upstream } from '../sidecar-config.ts';

/** Where a raw connection goes. */
export interface Target {
  readonly host: string;
  readonly port: number;
}

/** Opens raw connections to the world, by the one way the sidecar was given. */
export class UpstreamDialer {
  readonly #upstream: Upstream;
  /** What certificates of the world are checked against: the usual roots, and the upstream's own CA. */
  readonly #trusted: readonly string[];

  constructor(upstream: Upstream) {
    this.#upstream = upstream;
    this.#trusted = upstream.kind === 'proxy' && upstream.ca !== undefined ? [...rootCertificates, readFileSync(upstream.ca, 'utf8')] : rootCertificates;
  }

  /** A plain connection to the target; with an upstream proxy, a tunnel through it and never anything else. */
  async dial(target: Target): Promise<Socket> {
    return this.#upstream.kind === 'direct' ? dialDirectly(target) : dialThrough(this.#upstream.url, target);
  }

  /** A TLS connection to the target, its certificate checked for the given name. */
  async dialTls(target: Target, options: { servername?: string; alpn?: string[] }): Promise<Socket> {
    const socket = await this.dial(target);
    const secured = connectTls({
      socket,
      ca: [...this.#trusted],
      servername: options.servername ?? target.host,
      ...(options.alpn === undefined ? {} : { ALPNProtocols: options.alpn }),
    });
    socket.on('error', () => secured.destroy());
    return new Promise((resolve, reject) => {
      secured.once('secureConnect', () => resolve(secured));
      secured.once('error', reject);
    });
  }
}

function dialDirectly(target: Target): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ ...target, noDelay: true, allowHalfOpen: true });
    socket.once('connect', () => resolve(socket));
    socket.once('error', reject);
  });
}

function dialThrough(proxyUrl: string, target: Target): Promise<Socket> {
  const { hostname, port } = new URL(proxyUrl);
  const path = `${target.host.includes(':') ? `[${target.host}]` : target.host}:${target.port}`;
  return new Promise((resolve, reject) => {
    const asking = request({ host: hostname, port: port === '' ? 80 : Number(port), method: 'CONNECT', path, headers: { host: path } });
    asking.once('connect', (response, socket, head) => {
      if (response.statusCode !== 200) {
        socket.destroy();
        reject(new Error(`the upstream proxy answered CONNECT ${path} with ${response.statusCode ?? 0} ${response.statusMessage ?? ''}`));
        return;
      }
      socket.setNoDelay(true);
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    asking.once('error', reject);
    asking.end();
  });
}
