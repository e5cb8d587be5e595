import assert from 'node:assert/strict';
import { startWorld, type World } from '../../../emulator/world/world.ts';
import type { SiteRequest } from '../../../emulator/world/site.ts';
import { CUTS, cutter, type Cut } from './a-cutter.ts';
import { aPhone, APP, TOUCH } from './a-phone.ts';

// Far below any time-out of the phone's own.
const PROMPT_MS = 2000;
// The page says its title more than once: it fills one TLS record and begins another.
const MID_ANSWER_BYTES = 20_000;
const LONG = `https://a.visited.test/?title=${'x'.repeat(10_000)}`;
const STRESS_MS = 1500;

describe('a connection that is cut', () => {
  let world: World;
  const heard: SiteRequest[] = [];
  before(async () => {
    world = await startWorld({ heard: (request) => heard.push(request) });
  });
  after(() => world.close());
  beforeEach(() => void (heard.length = 0));

  const get = (url: string, http2: boolean) => ({ packageName: APP, method: 'GET', url, http2, cause: TOUCH, purpose: 'page' });

  async function proxied(plan: () => { afterBytes: number; how: Cut } | undefined) {
    const phone = await aPhone({ world });
    const listener = cutter(phone.loopback, world, plan);
    phone.settings.put('global', 'http_proxy', '127.0.0.1:8899');
    return { ...phone, listener };
  }

  for (const how of CUTS) {
    for (const [what, url, http2, bytes] of [
      ['a plain answer', 'http://a.visited.test/', false, [0, 5, 300]],
      ['a tunnel', 'https://a.visited.test/', false, [0, 20, 39, 500]],
      ['an answer over TLS', LONG, false, [MID_ANSWER_BYTES]],
      ['an answer over HTTP/2', LONG, true, [MID_ANSWER_BYTES]],
      ['a WebSocket', 'wss://a.visited.test/', false, [0, 45, 1000]],
    ] as const) {
      it(`fails ${what} at once: ${how}`, async () => {
        for (const afterBytes of bytes) {
          const { network } = await proxied(() => ({ afterBytes, how }));
          const asked = what === 'a WebSocket'
            ? network.openWebSocket({ packageName: APP, url, cause: TOUCH, purpose: 'page' })
            : network.request(get(url, http2));

          const code = await codeOf(asked);

          assert.match(code, /^(?:ECONNRESET|EPIPE)$/, `after ${afterBytes} bytes`);
          network.close();
        }
      });
    }
  }

  for (const http2 of [false, true]) {
    it(`is replaced, over ${http2 ? 'HTTP/2' : 'HTTP/1.1'}, when it was idle; not when its answer had begun`, async () => {
      let opened = 0;
      // The first one lives for two small answers and dies in the third.
      const { network } = await proxied(() => ((opened += 1) === 1 ? { afterBytes: MID_ANSWER_BYTES, how: 'ended in order' } : undefined));
      const url = 'https://a.visited.test/';
      await network.request(get(url, http2));

      const code = await codeOf(network.request(get(LONG, http2)));
      const after = await network.request(get(url, http2));

      assert.equal(code, 'ECONNRESET');
      assert.equal(after.status, 200);
      assert.deepEqual([opened, heard.length], [2, 3]);
      network.close();
    });
  }

  it('is one of many, at any byte, and nothing hangs, crashes, or is left open', async () => {
    const crashes: unknown[] = [];
    const note = (error: unknown): void => void crashes.push(error);
    process.on('unhandledRejection', note);
    const { network } = await proxied(() => (Math.random() < 0.2 ? undefined : { afterBytes: Math.floor(Math.random() ** 2 * 9000), how: CUTS[Math.floor(Math.random() * CUTS.length)]! }));
    const outcomes = new Map<string, number>();
    const worker = async (index: number): Promise<void> => {
      for (const endMs = performance.now() + STRESS_MS; performance.now() < endMs; ) {
        const scheme = index % 4 === 0 ? 'http' : 'https';
        const asked = index % 4 === 3
          ? talk(network.openWebSocket({ packageName: APP, url: 'wss://a.visited.test/', cause: TOUCH, purpose: 'page' }))
          : network.request({ ...get(`${scheme}://${index}.visited.test/`, index % 4 === 1), method: 'POST', body: Buffer.alloc(index * 20_000) });
        const code = await codeOf(asked);
        outcomes.set(code, (outcomes.get(code) ?? 0) + 1);
      }
    };

    await Promise.all(Array.from({ length: 8 }, (_, index) => worker(index)));
    network.close();
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', note);

    assert.deepEqual(crashes, []);
    assert.ok((outcomes.get('answered') ?? 0) > 0 && (outcomes.get('ECONNRESET') ?? 0) > 0, JSON.stringify([...outcomes]));
    assert.deepEqual([...outcomes.keys()].filter((code) => !['answered', 'ECONNRESET', 'EPIPE'].includes(code)), []);
    assert.deepEqual(network.kernel.sockets().filter(({ state }) => state === 'established'), []);
  });
});

async function talk(opening: Promise<{ send(text: string): Promise<void>; receive(): Promise<string | Buffer>; close(): Promise<void> }>): Promise<void> {
  const socket = await opening;
  try {
    await socket.send('hello');
    await socket.receive();
  } finally {
    await socket.close();
  }
}

async function codeOf(asked: Promise<unknown>): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => (timer = setTimeout(() => resolve('hangs'), PROMPT_MS)));
  const code = await Promise.race([asked.then(() => 'answered', (error: unknown) => (error as { code: string }).code), late]);
  clearTimeout(timer);
  return code;
}
