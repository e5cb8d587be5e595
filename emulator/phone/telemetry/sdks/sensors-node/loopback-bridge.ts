import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AppResponse } from '../../../network/network.ts';

/** A request as a program of this machine made it, to the address it means. */
export interface BridgedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What belongs to the stretch between the program and the bridge, or is made anew by the phone's network. */
const OF_THE_STRETCH = new Set(['host', 'content-length', 'transfer-encoding']);
/** Of an answer: the phone's network has undone the encoding. */
const NOT_HANDED_BACK = new Set(['connection', 'content-encoding', 'content-length', 'keep-alive', 'transfer-encoding']);

/**
 * A way into the phone for a program that can only speak HTTP to an address: a port on this machine's loopback. What comes
 * in is handed on as it is, the answer back; redirects are led through it too, so that nothing gets past the phone.
 */
export class LoopbackBridge {
  readonly #server: Server;
  readonly #forward: (request: BridgedRequest) => Promise<AppResponse>;
  /** Nobody else on this machine shall speak through the phone. */
  readonly #token = randomUUID();
  readonly #origins: string[] = [];

  private constructor(forward: (request: BridgedRequest) => Promise<AppResponse>) {
    this.#forward = forward;
    this.#server = createServer((request, response) => void this.#answer(request, response));
    this.#server.unref();
  }

  static async open(forward: (request: BridgedRequest) => Promise<AppResponse>): Promise<LoopbackBridge> {
    const bridge = new LoopbackBridge(forward);
    await new Promise<void>((resolve, reject) => bridge.#server.once('error', reject).listen(0, '127.0.0.1', resolve));
    return bridge;
  }

  /** The address that leads to a real one. */
  addressFor(url: string): string {
    const { origin, pathname, search } = new URL(url);
    if (!this.#origins.includes(origin)) this.#origins.push(origin);
    return `${this.origin}/${this.#token}/${this.#origins.indexOf(origin)}${pathname}${search}`;
  }

  /** Where all its addresses begin. */
  get origin(): string {
    const address = this.#server.address();
    if (!isInet(address)) throw new Error(`asking a loopback bridge for its address: found ${String(address)}, expected an open one`);
    return `http://127.0.0.1:${address.port}`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const url = this.#meant(incoming.url ?? '');
      const body = await bytesOf(incoming);
      if (url === undefined) {
        response.writeHead(404).end();
        return;
      }
      const answer = await this.#forward({ method: incoming.method ?? 'GET', url, headers: headersOf(incoming), body });
      response.writeHead(answer.status, this.#backHeaders(answer, url)).end(answer.body);
    } catch {
      // As the network failed, so does this.
      response.destroy();
    }
  }

  /** The address a request means; undefined when it is nobody's who was given one. */
  #meant(target: string): string | undefined {
    const [, token, index, rest] = /^\/([^/]*)\/(\d+)(\/.*)$/.exec(target) ?? [];
    const origin = this.#origins[Number(index)];
    return token !== this.#token || origin === undefined || rest === undefined ? undefined : `${origin}${rest}`;
  }

  #backHeaders({ headers }: AppResponse, url: string): Record<string, string | string[]> {
    const back = Object.entries(headers).filter(([name]) => !NOT_HANDED_BACK.has(name.toLowerCase()));
    return Object.fromEntries(back.map(([name, value]) => {
      if (name.toLowerCase() === 'location' && URL.canParse(value, url)) return [name, this.addressFor(new URL(value, url).href)];
      // The phone's network joins what came several times.
      return [name, value.includes('\n') ? value.split('\n') : value];
    }));
  }
}

function headersOf({ rawHeaders }: IncomingMessage): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const [name = '', value = ''] = rawHeaders.slice(index, index + 2);
    if (!OF_THE_STRETCH.has(name.toLowerCase())) headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  return headers;
}

async function bytesOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}

function isInet(address: string | AddressInfo | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}
