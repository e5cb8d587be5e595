import type { Flow } from '../flow/flow.ts';

/** Parts of a path that stand for one of many things of a kind, and what they are told as. */
const FOLDED: readonly (readonly [part: RegExp, as: string])[] = [
  [/^\d+$/, '{number}'],
  [/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i, '{uuid}'],
  [/^(?=.*\d)[0-9a-f]{8,}$/i, '{hex}'],
  // Digits or both cases: a word as long is told as it is.
  [/^(?=.*\d|.*[a-z].*[A-Z]|.*[A-Z].*[a-z])[A-Za-z0-9_-]{16,}={0,2}$/, '{token}'],
  [/^.{40,}$|%[0-9a-f]{2}/i, '{token}'],
];

// Versions of an interface are shorter.
const LONG_NUMBER = /\d{3,}/g;

/**
 * What comes again when the same is sent again: `POST tracking.example:443/track/{number}`. Method, host, port and the shape of the
 * path: numbers, identifiers and tokens in it are folded, since each sending has others. Of its size, see `isAlike`.
 */
export function signatureOf({ kind, host, port, request }: Flow): string {
  const what = { http: request?.method ?? 'HTTP', websocket: 'WebSocket', 'tls-refused': 'TLS', tunnel: 'tunnel' }[kind];
  return `${what} ${host}:${port}${kind === 'tls-refused' || kind === 'tunnel' ? '' : pathShape(request?.url)}`;
}

/** The path of an address with all that differs from time to time folded; the query is left out. */
export function pathShape(url: string | undefined): string {
  if (url === undefined || !URL.canParse(url)) return '';
  return new URL(url).pathname.split('/').map((part) => FOLDED.find(([pattern]) => pattern.test(part))?.[1] ?? part.replace(LONG_NUMBER, '{number}')).join('/');
}

/** How many times as large a batch of the same may be: what nobody can read is known by little else. */
const SIZES_APART = 8;

/** Something that came, as it is told from others. */
export interface Likeness {
  readonly signature: string;
  /** Size of a body that nobody can read; absent where it was read, or there is none. */
  readonly opaqueBytes?: number;
}

/** How a flow is told from others. */
export function likenessOf(flow: Flow, isOpaque: boolean): Likeness {
  const { body } = flow.request ?? {};
  return { signature: signatureOf(flow), ...(isOpaque && body !== undefined && { opaqueBytes: body.byteCount }) };
}

/**
 * Whether two events may be the same thing come again. What cannot be read must be of a size that one batch or another of
 * the same may have: a beat of forty bytes does not stand for a report of four thousand.
 */
export function isAlike(one: Likeness, other: Likeness): boolean {
  if (one.signature !== other.signature) return false;
  if (one.opaqueBytes === undefined || other.opaqueBytes === undefined) return true;
  const [small, large] = [Math.min(one.opaqueBytes, other.opaqueBytes), Math.max(one.opaqueBytes, other.opaqueBytes)];
  return large <= Math.max(small, 1) * SIZES_APART;
}
