import type { JsonObject } from './body.ts';
import type { Session } from './session.ts';

/** What a command is given: the session, the named parts of its path, the body. */
export interface Command {
  readonly session: Session;
  /** The element of the path, or the empty string where the path names none. */
  readonly elementId: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly body: JsonObject;
}

export type Handler = (command: Command) => unknown;

/** Handlers by `METHOD path`, the path below `/session/:sessionId`; `:name` stands for one part. */
export type Routes = Readonly<Record<string, Handler>>;

/** Finds the handler of a request, with the named parts of its path. */
export function matchRoute(
  routes: Routes,
  method: string,
  path: string,
): { readonly handler: Handler; readonly parameters: Readonly<Record<string, string>> } | undefined {
  const parts = path.split('/');
  for (const [route, handler] of Object.entries(routes)) {
    const [routeMethod, pattern = ''] = route.split(' ');
    const parameters = routeMethod === method ? matchParts(pattern.split('/'), parts) : undefined;
    if (parameters !== undefined) return { handler, parameters };
  }
  return undefined;
}

function matchParts(
  pattern: readonly string[],
  parts: readonly string[],
): Readonly<Record<string, string>> | undefined {
  if (pattern.length !== parts.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [position, expected] of pattern.entries()) {
    const part = parts[position] ?? '';
    if (expected.startsWith(':')) parameters[expected.slice(1)] = decodeURIComponent(part);
    else if (expected !== part) return undefined;
  }
  return parameters;
}
