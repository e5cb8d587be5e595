import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { PhoneServices } from '../../system/services.ts';
import type { Display } from '../view.ts';
import { isObject, type JsonObject } from './body.ts';
import { alertRoutes } from './alert-commands.ts';
import { deviceRoutes } from './device-commands.ts';
import { elementRoutes } from './element-commands.ts';
import { invalidSession, Uia2Error, unknownCommand, unknownError, invalidArgument } from './errors.ts';
import { gestureRoutes } from './gesture-commands.ts';
import { keyRoutes } from './key-commands.ts';
import { actionRoutes } from './pointer-actions.ts';
import { matchRoute, type Routes } from './route.ts';
import { scheduleRoutes } from './schedule-commands.ts';
import { screenRoutes } from './screen-commands.ts';
import { Session, type Clipboard, type Sleep } from './session.ts';
import { settingsRoutes } from './settings.ts';
import { textRoutes } from './text-commands.ts';
import { windowRoutes } from './window-commands.ts';

export interface Uia2ServerOptions {
  readonly display: Display;
  readonly services: PhoneServices;
  /** The phone's clipboard; one of the server's own when absent. */
  readonly clipboard?: Clipboard;
  /** The phone's battery; full and on its cable when absent. */
  readonly battery?: { state(): { readonly level: number; readonly status: number } };
  /** Called once after the session was deleted: the real server's process ends then. */
  readonly onSessionDeleted?: () => void;
  /** How time passes during a gesture; real time when absent. */
  readonly sleep?: Sleep;
}

export interface Uia2Server {
  /** Serves one connection to the server's port. */
  accept(socket: Duplex): void;
  /** Breaks off all connections, as when the process is killed. */
  close(): void;
}

/** Version of the server the phone has installed; the driver asks its package manager for the same. */
const BUILD = { version: '10.6.6', versionCode: 278 } as const;

const SESSION_ROUTES: Routes = {
  ...elementRoutes,
  ...textRoutes,
  ...keyRoutes,
  ...screenRoutes,
  ...settingsRoutes,
  ...gestureRoutes,
  ...actionRoutes,
  ...alertRoutes,
  ...deviceRoutes,
  ...windowRoutes,
  ...scheduleRoutes,
};

/**
 * The HTTP API of appium-uiautomator2-server over the phone's display. It has no port of its own: connections are
 * handed in by the phone's loopback.
 */
export function createUia2Server(options: Uia2ServerOptions): Uia2Server {
  const dispatcher = new Dispatcher(options);
  const sockets = new Set<Duplex>();
  const server = createServer((request, response) => void respond(dispatcher, request, response));
  return {
    accept(socket) {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      // A client that goes away in mid-request is no fault of the phone.
      socket.on('error', () => socket.destroy());
      server.emit('connection', socket);
    },
    close() {
      // A pair of streams does not hear of its other half being destroyed, only of its end.
      for (const socket of sockets) socket.end(() => socket.destroy());
      sockets.clear();
    },
  };
}

interface Answer {
  readonly sessionId: string | null;
  readonly value: unknown;
}

class Dispatcher {
  readonly #options: Uia2ServerOptions;
  readonly #clipboard: Clipboard;
  #session: Session | undefined;
  #sessionCount = 0;

  constructor(options: Uia2ServerOptions) {
    this.#options = options;
    this.#clipboard = options.clipboard ?? ownClipboard();
  }

  async dispatch(method: string, path: string, body: JsonObject): Promise<Answer> {
    const [, first, sessionId = null, ...rest] = path.split('/');
    if (path === '/status' && method === 'GET') return { sessionId: null, value: STATUS };
    if (path === '/sessions' && method === 'GET') return { sessionId: null, value: this.#sessions() };
    if (path === '/session' && method === 'POST') return this.#create(body);
    if (first !== 'session' || sessionId === null) throw unknownCommand();
    return { sessionId, value: await this.#runInSession(method, rest.join('/'), { sessionId, body }) };
  }

  async #runInSession(
    method: string,
    path: string,
    { sessionId, body }: { readonly sessionId: string; readonly body: JsonObject },
  ): Promise<unknown> {
    const route = path === '' ? undefined : matchRoute(SESSION_ROUTES, method, path);
    if (path !== '' && route === undefined) throw unknownCommand();
    const session = this.#session;
    if (session?.id !== sessionId) throw invalidSession(sessionId);
    if (route !== undefined) {
      const { handler, parameters } = route;
      return await handler({ session, parameters, elementId: parameters['id'] ?? '', body });
    }
    if (method === 'GET') return { lastScrollData: null };
    if (method !== 'DELETE') throw unknownCommand();
    session.schedule.clear();
    this.#session = undefined;
    return null;
  }

  /** A new session replaces the one before. */
  #create(body: JsonObject): Answer {
    const capabilities = readCapabilities(body);
    this.#sessionCount += 1;
    const number = this.#sessionCount.toString(16).padStart(12, '0');
    const id = `${this.#options.services.clock.now().toString(16).slice(-8).padStart(8, '0')}-0000-4000-8000-${number}`;
    const { display, services, battery, sleep = realTime } = this.#options;
    this.#session?.schedule.clear();
    this.#session = new Session(id, capabilities, { display, services, clipboard: this.#clipboard, sleep, ...(battery === undefined ? {} : { battery }) });
    return { sessionId: id, value: { sessionId: id, capabilities } };
  }

  #sessions(): readonly unknown[] {
    const session = this.#session;
    if (session === undefined) return [];
    return [{ id: session.id, sessionId: session.id, capabilities: session.capabilities }];
  }

  wasDeleted(method: string, path: string): void {
    if (method === 'DELETE' && /^\/session\/[^/]+$/u.test(path)) this.#options.onSessionDeleted?.();
  }
}

async function realTime(durationMs: number): Promise<void> {
  await delay(durationMs);
}

function ownClipboard(): Clipboard {
  let content = '';
  return { get: () => content, set: (text) => void (content = text) };
}

const STATUS = { ready: true, message: 'UiAutomator2 Server is ready to accept commands', build: BUILD };

/** The capabilities that hold: those of `alwaysMatch` and of the first `firstMatch`. */
function readCapabilities(body: JsonObject): JsonObject {
  const { capabilities } = body;
  if (!isObject(capabilities)) {
    throw new Uia2Error('session not created', 500, "'capabilities' are mandatory for session creation");
  }
  const { alwaysMatch, firstMatch } = capabilities;
  const first: unknown = Array.isArray(firstMatch) ? firstMatch[0] : undefined;
  const merged = { ...(isObject(alwaysMatch) ? alwaysMatch : {}), ...(isObject(first) ? first : {}) };
  return Object.fromEntries(Object.entries(merged).map(([name, value]) => [name.replace(/^appium:/u, ''), value]));
}

async function respond(dispatcher: Dispatcher, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const method = request.method ?? 'GET';
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  const sessionId = /^\/session\/([^/]+)/u.exec(path)?.[1] ?? null;
  try {
    const answer = await dispatcher.dispatch(method, path, await readBody(request));
    send(response, 200, answer);
    dispatcher.wasDeleted(method, path);
  } catch (error) {
    const failure = error instanceof Uia2Error ? error : unknownError(messageOf(error));
    const { code, message, status } = failure;
    send(response, status, { sessionId, value: { error: code, message, stacktrace: `${failure.name}: ${message}` } });
  }
}

async function readBody(request: IncomingMessage): Promise<JsonObject> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part as Uint8Array));
  const text = Buffer.concat(parts).toString('utf8');
  if (text.trim() === '') return {};
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    throw invalidArgument(`The request's body is not JSON: ${messageOf(error)}`);
  }
  return isObject(body) ? body : {};
}

/** Head and body leave in one write: two small ones would wait for each other across adb. */
function send(response: ServerResponse, status: number, answer: Answer): void {
  const text = JSON.stringify({ sessionId: answer.sessionId, value: answer.value ?? null });
  response.writeHead(status, {
    'content-type': 'application/json; charset=UTF-8',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
