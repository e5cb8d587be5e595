import type { Duplex } from 'node:stream';
import type { Cause } from '../apps/app-event.ts';
import type { PhoneNetwork } from '../network/phone-network.ts';
import type { Background, Profile } from '../profile/profile.ts';
import { fillString } from '../profile/template.ts';
import type { Clock } from '../system/services.ts';
import { phoneLookUp, type Facts } from './look-up.ts';
import { between, createRandom, type Random } from './random.ts';
import { after } from './timer.ts';

// A Mi Push frame as the world's server understands it: magic, type 1 (ping), a counter.
const PING_FRAME = Buffer.from([0xc2, 0xfe, 0x01, 0, 0, 0, 0, 0]);
const PURPOSE = 'background';

export interface BackgroundOptions {
  readonly profile: Profile;
  readonly phone: Omit<Facts, 'identifiers'> & { readonly clock: Clock };
  readonly network: PhoneNetwork;
  readonly timeScale: number;
  /** The same seed gives the same times. */
  readonly seed: number;
}

/** Starts the traffic that comes by itself; ends when the returned function is called. */
export function startBackground(options: BackgroundOptions): () => void {
  const stops = options.profile.background.map((entry) => startEntry(entry, options));
  return () => {
    for (const stop of stops) stop();
  };
}

function startEntry(entry: Background, options: BackgroundOptions): () => void {
  const random = createRandom(options.seed, entry.name);
  const perform = performer(entry, options);
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const next = (): void => {
    if (isStopped) return;
    timer = after(delayMs(entry, random, options.timeScale), () => void run('timer'));
  };
  const run = async (kind: 'timer' | 'boot'): Promise<void> => {
    try {
      await perform({ kind, atMs: options.phone.clock.now(), what: entry.name });
    } catch {
      // The network has written it down; a phone tries again next time and tells nobody.
    }
    next();
  };
  if (entry.atBoot) void run('boot');
  else next();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}

function delayMs(entry: Background, random: Random, timeScale: number): number {
  return between(random, entry.minMs, entry.maxMs) * (entry.scaled ? timeScale : 1);
}

function performer(entry: Background, options: BackgroundOptions): (cause: Cause) => Promise<unknown> {
  const { network } = options;
  const common = { packageName: entry.package, purpose: PURPOSE };
  switch (entry.kind) {
    case 'http':
      return (cause) => {
        const facts = { ...options.phone, identifiers: options.profile.identifiers };
        const lookUp = phoneLookUp(facts, entry.package, options.phone.clock.now());
        return network.request({
          ...common,
          cause,
          method: entry.method,
          url: fillString(entry.url, lookUp),
          headers: Object.fromEntries(Object.entries(entry.headers).map(([name, text]) => [name, fillString(text, lookUp)])),
          ...(entry.body === undefined ? {} : { body: Buffer.from(fillString(entry.body, lookUp)) }),
          direct: entry.transport === 'direct',
        });
      };
    case 'ntp':
      return (cause) => network.queryTime({ ...common, cause, host: entry.host });
    case 'push':
      return pushPerformer(entry, options);
  }
}

/**
 * Mi Push (Citizen Lab's account of it): registers over HTTPS once, asks in clear where to connect to, keeps that one
 * connection open and pings over it; begins anew when it is gone.
 */
function pushPerformer(entry: Extract<Background, { kind: 'push' }>, options: BackgroundOptions): (cause: Cause) => Promise<void> {
  const { network, phone } = options;
  let connection: Duplex | undefined;
  let isRegistered = entry.registerUrl === undefined;
  const request = async (method: 'GET' | 'POST', template: string, cause: Cause): Promise<void> => {
    const lookUp = phoneLookUp({ ...phone, identifiers: options.profile.identifiers }, entry.package, phone.clock.now());
    const form = method === 'GET' ? {} : { body: Buffer.from(`deviceid=${String(lookUp('id.android_id') ?? '')}`), headers: { 'Content-Type': 'application/x-www-form-urlencoded' } };
    await network.request({ packageName: entry.package, purpose: PURPOSE, cause, method, url: fillString(template, lookUp), ...form });
  };
  const connect = async (cause: Cause): Promise<Duplex> => {
    if (!isRegistered && entry.registerUrl !== undefined) await request('POST', entry.registerUrl, cause);
    isRegistered = true;
    if (entry.resolverUrl !== undefined) await request('GET', entry.resolverUrl, cause);
    const { host, port } = entry;
    const opened = await network.connect({ packageName: entry.package, purpose: PURPOSE, cause, host, port });
    opened.on('error', () => undefined);
    // Answers are read and forgotten: without a reader the server's would pile up.
    opened.resume();
    // The server said goodbye: the next ping needs a new connection.
    opened.once('end', () => opened.destroy());
    return opened;
  };
  return async (cause) => {
    if (connection === undefined || connection.destroyed || !connection.writable) connection = await connect(cause);
    connection.write(PING_FRAME);
    network.note({
      atMs: Date.now(),
      purpose: PURPOSE,
      packageName: entry.package,
      method: 'PING',
      url: `tcp://${entry.host}:${entry.port}`,
      transport: 'direct',
      cause,
    });
  };
}
