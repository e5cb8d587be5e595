import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ProfileError } from '../phone/profile/load-profile.ts';
import type { Fleet } from './fleet.ts';
import { assertLocal } from './loopback-only.ts';
import { Refusal } from './refusal.ts';
import { ROUTES } from './routes.ts';
import type { Reply } from './routes.ts';

const MAX_BODY_BYTES = 1024 * 1024;

/** A port by which phones are told what to do and what goes wrong. */
export interface ControlServer {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the control port on 127.0.0.1; 0 for any free one.
 *
 * @throws when the port is taken.
 */
export async function startControlServer(fleet: Fleet, port: number): Promise<ControlServer> {
  const server = createServer((request, response) => {
    void respond(fleet, request, response);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Starting the control port: its server has no TCP port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function respond(fleet: Fleet, request: IncomingMessage, response: ServerResponse): Promise<void> {
  let reply: Reply;
  try {
    assertLocal(request.headers, request.socket.localPort ?? 0);
    reply = await answer(fleet, request);
  } catch (error) {
    reply = refusal(error);
  }
  response.writeHead(reply.status, { 'content-type': reply.type, 'cache-control': 'no-store' });
  response.end(reply.body);
}

async function answer(fleet: Fleet, request: IncomingMessage): Promise<Reply> {
  const path = (request.url ?? '/').replace(/\?.*$/s, '').replace(/(?<=.)\/$/, '');
  const matching = ROUTES.flatMap((route) => {
    const parts = match(route.path, path);
    return parts === undefined ? [] : [{ route, parts }];
  });
  const found = matching.find(({ route }) => route.method === request.method);
  if (found !== undefined) return found.route.answer({ fleet, parts: found.parts, body: await readJson(request) });
  if (matching.length === 0) throw new Refusal(404, `Looking for ${path}: no such path; GET / lists them.`);
  throw new Refusal(405, `Asking ${path}: found method ${request.method ?? ''}, expected ${matching.map(({ route }) => route.method).join(' or ')}.`);
}

/** What stands in the places of `:name`, undefined when the path is another. */
function match(pattern: string, path: string): Readonly<Record<string, string>> | undefined {
  const [names, values] = [pattern.split('/'), path.split('/')];
  if (names.length !== values.length) return undefined;
  const parts: Record<string, string> = {};
  for (const [index, name] of names.entries()) {
    const value = values[index] ?? '';
    if (name.startsWith(':')) parts[name.slice(1)] = value;
    else if (name !== value) return undefined;
  }
  return parts;
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let byteCount = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    byteCount += chunk.length;
    if (byteCount > MAX_BODY_BYTES) throw new Refusal(413, `Reading the body: more than ${MAX_BODY_BYTES} bytes.`);
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  if (text.trim() === '') return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch (error) {
    throw new Refusal(400, `Reading the body ${JSON.stringify(text.slice(0, 80))}: expected JSON (${error instanceof Error ? error.message : String(error)}).`, { cause: error });
  }
}

function refusal(error: unknown): Reply {
  const status = error instanceof Refusal ? error.status : error instanceof ProfileError ? 400 : 500;
  const message = error instanceof Error ? error.message : String(error);
  return { status, type: 'application/json', body: `${JSON.stringify({ error: message }, null, 2)}\n` };
}
