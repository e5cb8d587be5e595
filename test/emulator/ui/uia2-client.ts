import { request } from 'node:http';
import { duplexPair } from 'node:stream';
import { createUia2Server, type Uia2Server, type Uia2ServerOptions } from '../../../emulator/phone/ui/uia2/server.ts';
import { elementIdOf, isObject } from '../../../emulator/phone/ui/uia2/body.ts';
import type { PhoneServices } from '../../../emulator/phone/system/services.ts';
import { encodePng } from '../../../emulator/phone/ui/render/png.ts';
import type { Display } from '../../../emulator/phone/ui/view.ts';

export interface Reply {
  readonly status: number;
  readonly sessionId: unknown;
  readonly value: unknown;
  /** Code of an error reply. */
  readonly error: unknown;
}

/** The part of the phone's services the server asks, with values a Redmi Note 8 has. */
export function servicesDouble(): PhoneServices {
  const properties: Record<string, string> = {
    'ro.product.manufacturer': 'Xiaomi',
    'ro.product.model': 'Redmi Note 8',
    'ro.product.brand': 'xiaomi',
    'ro.build.version.sdk': '28',
    'ro.build.version.release': '9',
    'ro.product.locale': 'en-GB',
    'persist.sys.timezone': 'Europe/Berlin',
  };
  const picture = encodePng({ width: 1080, height: 2340, rgba: Buffer.alloc(1080 * 2340 * 4, 0x7f) });
  const settings: Record<string, string> = { 'secure android_id': 'abc123', 'global wifi_on': '1' };
  return {
    serial: 'abcd',
    clock: { now: () => 1_700_000_000_000 },
    properties: { get: (name: string) => properties[name] ?? '' },
    settings: {
      get: (namespace: string, key: string) => settings[`${namespace} ${key}`],
      put: (namespace: string, key: string, value: string) => void (settings[`${namespace} ${key}`] = value),
    },
    screenshot: () => Promise.resolve(picture),
  } as unknown as PhoneServices;
}

/** A server on a display, with a session in it, as the driver would talk to it. */
export class Uia2Client {
  readonly server: Uia2Server;
  readonly slept: number[] = [];
  sessionId = '';

  constructor(display: Display, options: Partial<Uia2ServerOptions> = {}) {
    this.server = createUia2Server({
      display,
      services: servicesDouble(),
      sleep: (durationMs) => {
        this.slept.push(durationMs);
        return Promise.resolve();
      },
      ...options,
    });
  }

  static async inSession(display: Display, capabilities: object = { appPackage: 'com.example.app' }, options: Partial<Uia2ServerOptions> = {}) {
    const client = new Uia2Client(display, options);
    await client.open(capabilities);
    return client;
  }

  /** Creates the session the commands are sent to. */
  async open(capabilities: object): Promise<void> {
    const { sessionId } = await this.send('POST', '/session', {
      capabilities: { firstMatch: [capabilities], alwaysMatch: {} },
    });
    this.sessionId = String(sessionId);
  }

  /** A command of the session: its path below `/session/<id>`. */
  command(method: string, path: string, body?: object): Promise<Reply> {
    return this.send(method, `/session/${this.sessionId}${path === '' ? '' : '/'}${path}`, body);
  }

  /** The value of what is asked for. */
  async get(path: string): Promise<unknown> {
    return (await this.command('GET', path)).value;
  }

  async find(strategy: string, selector: string, context = ''): Promise<Reply> {
    return await this.command('POST', 'element', { strategy, selector, context, multiple: false });
  }

  async findId(strategy: string, selector: string): Promise<string> {
    const { value, error } = await this.find(strategy, selector);
    const id = isObject(value) ? elementIdOf(value) : undefined;
    if (id === undefined) throw new Error(`${strategy} ${selector}: ${String(error)}`);
    return id;
  }

  /** The text of everything found. */
  async texts(strategy: string, selector: string, context = ''): Promise<unknown[]> {
    const { value } = await this.command('POST', 'elements', { strategy, selector, context, multiple: true });
    const texts: unknown[] = [];
    for (const element of Array.isArray(value) ? value : [value]) {
      const id = isObject(element) ? elementIdOf(element) : undefined;
      texts.push(await this.get(`element/${String(id)}/text`));
    }
    return texts;
  }

  send(method: string, path: string, body?: object): Promise<Reply> {
    const [clientSide, phoneSide] = duplexPair();
    this.server.accept(phoneSide);
    const text = body === undefined ? '' : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const outgoing = request(
        {
          method,
          path,
          host: 'phone',
          createConnection: () => clientSide,
          headers: { 'content-length': Buffer.byteLength(text) },
        },
        (response) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('error', reject);
          response.on('end', () => {
            clientSide.destroy();
            const reply: unknown = JSON.parse(Buffer.concat(parts).toString('utf8'));
            const { sessionId, value } = isObject(reply) ? reply : {};
            const error = isObject(value) ? value['error'] : undefined;
            resolve({ status: response.statusCode ?? 0, sessionId, value, error });
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(text);
    });
  }
}
