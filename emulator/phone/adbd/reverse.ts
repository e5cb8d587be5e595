import { randomInt } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { Loopback } from '../system/services.ts';
import type { Transport } from './transport.ts';

interface Rule {
  /** `tcp:8080`. */
  readonly local: string;
  readonly remote: string;
  readonly transport: Transport;
  readonly listener: { close(): void };
}

/** Ports of the phone that lead to a host (`adb reverse`), shared by all its transports. */
export class ReverseRules {
  readonly #loopback: Loopback;
  readonly #nameOf: (transport: Transport) => string;
  readonly #rules = new Map<string, Rule>();

  constructor(loopback: Loopback, nameOf: (transport: Transport) => string) {
    this.#loopback = loopback;
    this.#nameOf = nameOf;
  }

  /** Answers a `reverse:` service (without that word) with the bytes adbd sends. */
  answer(request: string, transport: Transport): Buffer {
    if (request === 'list-forward') return protocolString(this.#list());
    if (request === 'killforward-all') {
      this.#closeWhere(() => true);
      return OKAY;
    }
    if (request.startsWith('killforward:')) return this.#kill(request.slice('killforward:'.length));
    if (request.startsWith('forward:')) return this.#forward(request.slice('forward:'.length), transport);
    return fail('unknown reverse service');
  }

  /** Forgets the rules of a transport that is gone, as adbd does. */
  forget(transport: Transport): void {
    this.#closeWhere((rule) => rule.transport === transport);
  }

  /** Closes the ports and keeps the rules: what is listed does not work any more. */
  breakListeners(): void {
    for (const rule of this.#rules.values()) rule.listener.close();
  }

  #list(): string {
    return [...this.#rules.values()].map((rule) => `${this.#nameOf(rule.transport)} ${rule.local} ${rule.remote}\n`).join('');
  }

  #kill(local: string): Buffer {
    if (!this.#rules.has(local)) return fail(`listener '${local}' not found`);
    this.#closeWhere((rule) => rule.local === local);
    return OKAY;
  }

  #forward(request: string, transport: Transport): Buffer {
    const noRebind = request.startsWith('norebind:');
    const [local = '', remote = ''] = (noRebind ? request.slice('norebind:'.length) : request).split(';');
    const asked = /^tcp:(\d{1,5})$/.exec(local)?.[1];
    if (asked === undefined || remote === '') return fail(`bad forward: forward:${request}`);
    if (noRebind && this.#rules.has(local)) return fail('cannot rebind existing socket');
    this.#closeWhere((rule) => rule.local === local);
    const port = asked === '0' ? this.#freePort() : Number(asked);
    if (this.#loopback.isOpen(port)) return fail(`cannot bind listener: Address already in use`);
    const rule = `tcp:${port}`;
    const listener = this.#loopback.listen(port, (socket) => {
      void connectToHost(socket, remote, transport);
    });
    this.#rules.set(rule, { local: rule, remote, transport, listener });
    return asked === '0' ? Buffer.concat([OKAY, protocolString(String(port))]) : OKAY;
  }

  #freePort(): number {
    for (;;) {
      const port = randomInt(32768, 61000);
      if (!this.#loopback.isOpen(port)) return port;
    }
  }

  #closeWhere(matches: (rule: Rule) => boolean): void {
    for (const [local, rule] of this.#rules) {
      if (!matches(rule)) continue;
      rule.listener.close();
      this.#rules.delete(local);
    }
  }
}

const OKAY = Buffer.from('OKAY');

function protocolString(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from(bytes.length.toString(16).padStart(4, '0')), bytes]);
}

function fail(message: string): Buffer {
  return Buffer.concat([Buffer.from('FAIL'), protocolString(message)]);
}

async function connectToHost(socket: Duplex, remote: string, transport: Transport): Promise<void> {
  const stream = await transport.open(remote);
  if (stream === undefined) {
    // The host refused: whoever connected on the phone sees a reset.
    socket.destroy();
    return;
  }
  joinStreams(socket, stream);
}

/** Passes bytes between two streams in both directions until one of them ends or breaks. */
export function joinStreams(one: Duplex, other: Duplex): void {
  const breakBoth = (): void => {
    one.destroy();
    other.destroy();
  };
  for (const stream of [one, other]) {
    stream.on('error', breakBoth);
    // Torn down before its end: nothing more will come, and no `end` tells the other side.
    stream.on('close', () => {
      if (!stream.readableEnded) breakBoth();
    });
  }
  one.pipe(other);
  other.pipe(one);
}
