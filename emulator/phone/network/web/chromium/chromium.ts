import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';

/** What a page came to once it was loaded. */
export interface LoadedPage {
  readonly url: string;
  readonly title: string;
  readonly text: string;
  readonly links: readonly { readonly text: string; readonly url: string }[];
}

const LOAD_LIMIT_MS = 30_000;

/** Read out of the page by the page itself. */
const READ_PAGE = `JSON.stringify({
  url: location.href,
  title: document.title,
  text: document.body ? document.body.innerText : '',
  links: [...document.links].map((link) => ({ text: link.textContent.trim(), url: link.href })),
})`;

interface Answer {
  readonly id?: number;
  readonly method?: string;
  readonly sessionId?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string };
}

/**
 * A headless Chromium, spoken to by the DevTools protocol over two pipes: when they close, it ends, also when this
 * process was killed.
 */
export class Chromium {
  readonly #child: ChildProcess;
  readonly #input: Writable;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  readonly #listeners = new Set<(event: Answer) => void>();
  #lastId = 0;
  #rest = '';

  constructor(options: { readonly home: string; readonly proxyPort: number; readonly userAgent: string }) {
    this.#child = spawn(
      'chromium',
      [
        '--headless=new', '--remote-debugging-pipe', '--no-first-run', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking',
        '--disable-component-update', '--disable-sync', '--disable-default-apps', '--disable-features=OptimizationHints,MediaRouter,Translate',
        // Its own sandbox needs a user who is not root.
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        `--user-data-dir=${options.home}/profile`, `--user-agent=${options.userAgent}`,
        // Nothing may pass the phone by: without `<-loopback>` the loopback would.
        `--proxy-server=http://127.0.0.1:${options.proxyPort}`, '--proxy-bypass-list=<-loopback>', '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
        'about:blank',
      ],
      { env: { ...process.env, HOME: options.home, XDG_CONFIG_HOME: options.home, XDG_DATA_HOME: undefined }, stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
    );
    const [, , , input, output] = this.#child.stdio as unknown as readonly [null, null, null, Writable, Readable];
    this.#input = input;
    input.on('error', () => undefined);
    output.on('data', (chunk: Buffer) => { this.#hear(chunk.toString('utf8')); });
    this.#child.once('exit', () => { this.#end('Chromium ended'); });
    this.#child.once('error', (error) => { this.#end(`Starting chromium: ${error.message}; on Debian it comes with: apt-get install chromium`); });
  }

  /** Loads a page in a context of its own cookies, or in the shared one. Rejects with Chromium's `net::ERR_…`. */
  async load(url: string, isIncognito: boolean): Promise<LoadedPage> {
    const context = isIncognito ? await this.#ask('Target.createBrowserContext', { disposeOnDetach: true }) : {};
    const { targetId } = await this.#ask('Target.createTarget', { url: 'about:blank', ...context });
    const { sessionId } = await this.#ask('Target.attachToTarget', { targetId, flatten: true });
    const session = String(sessionId);
    try {
      await this.#ask('Page.enable', {}, session);
      const loaded = this.#event('Page.loadEventFired', session);
      const { errorText } = await this.#ask('Page.navigate', { url }, session);
      if (typeof errorText === 'string' && errorText !== '') throw new Error(errorText);
      await loaded;
      const { result } = await this.#ask('Runtime.evaluate', { expression: READ_PAGE, returnByValue: true }, session);
      return JSON.parse(String((result as { readonly value?: unknown }).value)) as LoadedPage;
    } finally {
      await this.#ask('Target.closeTarget', { targetId });
    }
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await ended;
  }

  #ask(method: string, params: Readonly<Record<string, unknown>>, sessionId?: string): Promise<Readonly<Record<string, unknown>>> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ result, error }) => {
        this.#waiting.delete(id);
        if (error === undefined) resolve(result ?? {});
        else reject(new Error(`${method}: ${error.message}`));
      });
      this.#input.write(`${JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) })}\0`);
    });
  }

  #event(method: string, sessionId: string): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(limit);
        this.#listeners.delete(listener);
        resolve();
      };
      const listener = (event: Answer): void => {
        if (event.method === method && event.sessionId === sessionId) done();
      };
      // A page that never finishes is read as far as it came, as a person would.
      const limit = setTimeout(done, LOAD_LIMIT_MS);
      this.#listeners.add(listener);
    });
  }

  #hear(text: string): void {
    const messages = `${this.#rest}${text}`.split('\0');
    this.#rest = messages.pop() ?? '';
    for (const message of messages) {
      const answer = JSON.parse(message) as Answer;
      if (answer.id !== undefined) this.#waiting.get(answer.id)?.(answer);
      else for (const listener of [...this.#listeners]) listener(answer);
    }
  }

  #end(why: string): void {
    for (const answer of [...this.#waiting.values()]) answer({ error: { message: why } });
  }
}
