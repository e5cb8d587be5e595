import { headerValue } from '../decode/decode-flow.ts';
import type { Flow } from '../flow/flow.ts';
import { isWithinHost } from '../flow/host.ts';
import { HOST_TABLE } from './host-table.ts';

/** What an owner is known by, the strongest first. */
export type OwnerRung = 'OT_sender' | 'x-requested-with' | 'user agent' | 'host table' | 'unknown';

/** Who sent a flow, as far as the flow shows it. */
export interface Owner {
  /** Package, or `unknown`. */
  readonly owner: string;
  readonly rung: OwnerRung;
}

const PACKAGE = /^[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+$/i;

/** Product tokens of browsers in a user agent, and the packages that use them, the likeliest first. */
const BROWSERS: readonly (readonly [token: RegExp, packages: readonly string[]])[] = [
  [/XiaoMi\/Mint Browser/i, ['com.mi.globalbrowser.mini']],
  [/MiuiBrowser\//i, ['com.mi.globalbrowser', 'com.android.browser']],
];

// Package names in a user agent stand free or before a version: `com.miui.player/8.1 (Linux; …)`.
const PACKAGE_IN_AGENT = /(?:^|[\s(;])((?:com|org|net|io|miui|android|cn)\.[a-z0-9_]+(?:\.[a-z0-9_]+)+)/i;

/**
 * Who sent a flow, by the strongest evidence in it. Through the proxy there is no UID, so this is what the phone's
 * software says of itself, then what is known of the host.
 *
 * @param installed Packages on the phone; where evidence fits several packages, the first installed one is meant.
 */
export function ownerOf(flow: Flow, installed: readonly string[]): Owner {
  const headers = flow.request?.headers ?? [];
  const sender = headerValue(headers, 'OT_sender');
  if (sender !== undefined && PACKAGE.test(sender)) return { owner: sender, rung: 'OT_sender' };
  const requestedWith = headerValue(headers, 'x-requested-with');
  if (requestedWith !== undefined && PACKAGE.test(requestedWith)) return { owner: requestedWith, rung: 'x-requested-with' };
  const byAgent = packageOfAgent(headerValue(headers, 'user-agent') ?? '', installed);
  if (byAgent !== undefined) return { owner: byAgent, rung: 'user agent' };
  const known = HOST_TABLE.find(({ host }) => isWithinHost(flow.host, host));
  if (known !== undefined) return { owner: firstInstalled(known.packages, installed), rung: 'host table' };
  return { owner: 'unknown', rung: 'unknown' };
}

function packageOfAgent(agent: string, installed: readonly string[]): string | undefined {
  const browser = BROWSERS.find(([token]) => token.test(agent));
  if (browser !== undefined) return firstInstalled(browser[1], installed);
  return PACKAGE_IN_AGENT.exec(agent)?.[1];
}

function firstInstalled(packages: readonly string[], installed: readonly string[]): string {
  return packages.find((name) => installed.includes(name)) ?? packages[0] ?? 'unknown';
}
