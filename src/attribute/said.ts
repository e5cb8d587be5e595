import type { Header } from '../flow/flow.ts';

/** What a flow says of its sender. */
export interface Said {
  /** Its strongest statement; undefined when it makes none. */
  readonly statement?: {
    readonly rung: 'OT_sender' | 'x-requested-with' | 'user agent';
    readonly owner: string;
    /** Packages it could mean; more than one for a browser's product name. */
    readonly packages: readonly string[];
    readonly because: string;
  };
  /** Present when it names several senders in the same breath; then nothing it says counts. */
  readonly ambiguous?: string;
}

const PACKAGE = /^[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+$/i;

/** Product tokens of browsers in a user agent, and the packages that use them, the likeliest first. */
const BROWSERS: readonly (readonly [token: RegExp, packages: readonly string[]])[] = [
  [/XiaoMi\/Mint Browser/i, ['com.mi.globalbrowser.mini']],
  [/MiuiBrowser\//i, ['com.mi.globalbrowser', 'com.android.browser']],
];

// Package names in a user agent stand free or before a version: `com.miui.player/8.1 (Linux; …)`.
const PACKAGE_IN_AGENT = /(?:^|[\s(;])((?:com|org|net|io|miui|android|cn)\.[a-z0-9_]+(?:\.[a-z0-9_]+)+)/i;

/** What the headers of a request say of its sender. The order of the headers and the case of their names do not matter. */
export function saidOf(headers: readonly Header[], installed: readonly string[]): Said {
  const valuesOf = (name: string): readonly string[] => [...new Set(headers.filter(([of]) => of.toLowerCase() === name).map(([, value]) => value))];
  for (const rung of ['OT_sender', 'x-requested-with', 'user agent'] as const) {
    const read = rung === 'user agent' ? (value: string): readonly string[] => packagesOfAgent(value) : packagesNamed;
    const statements = valuesOf(rung.replace(' ', '-').toLowerCase()).map(read).filter(({ length }) => length > 0);
    const [packages] = statements;
    if (packages === undefined) continue;
    if (new Set(statements.map((names) => names.join())).size > 1) {
      return { ambiguous: `its ${rung} names ${statements.map((names) => names[0] ?? '').sort().join(' and ')} at once` };
    }
    const owner = packages.find((name) => installed.includes(name)) ?? packages[0] ?? 'unknown';
    return { statement: { rung, owner, packages, because: `its ${rung} names ${owner}` } };
  }
  return {};
}

function packagesNamed(value: string): readonly string[] {
  return PACKAGE.test(value) ? [value] : [];
}

function packagesOfAgent(agent: string): readonly string[] {
  const browser = BROWSERS.find(([token]) => token.test(agent));
  if (browser !== undefined) return browser[1];
  const named = PACKAGE_IN_AGENT.exec(agent)?.[1];
  return named === undefined ? [] : [named];
}
