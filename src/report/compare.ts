import { CANARY_PREFIX } from '../flow/canary.ts';
import type { Verdict } from '../flow/verdict.ts';

/** One side of a comparison: a phone of a run, or a whole run. */
export interface ComparedSide {
  /** As the user named it: `2026-11-21T03-00-00#note8`. */
  readonly name: string;
  readonly verdicts: readonly Verdict[];
  /** Hosts its phones spoke to, liveness probes left out. */
  readonly hosts: readonly string[];
}

/** An action whose verdict is not the same on both sides; `absent` where a side has none. */
export interface VerdictDifference {
  readonly spec: string;
  readonly action: string;
  readonly left: string;
  readonly right: string;
}

/** How two sides differ. */
export interface Comparison {
  readonly left: string;
  readonly right: string;
  readonly verdicts: readonly VerdictDifference[];
  readonly hostsOnlyLeft: readonly string[];
  readonly hostsOnlyRight: readonly string[];
  /** Actions with the same verdict on both sides. */
  readonly sameVerdicts: number;
}

/** Says which verdicts and which hosts differ. A side of several phones has the verdicts of each, sorted, as one. */
export function compareSides(left: ComparedSide, right: ComparedSide): Comparison {
  const before = byAction(left.verdicts);
  const after = byAction(right.verdicts);
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  const rows = keys.map((key) => ({ ...actionOf(key), left: before.get(key) ?? 'absent', right: after.get(key) ?? 'absent' }));
  const verdicts = rows.filter((row) => row.left !== row.right);
  return {
    left: left.name,
    right: right.name,
    verdicts,
    hostsOnlyLeft: only(left.hosts, right.hosts),
    hostsOnlyRight: only(right.hosts, left.hosts),
    sameVerdicts: rows.length - verdicts.length,
  };
}

/** Exit code of `compare`: 1 when anything differs. */
export function comparisonExitCode(comparison: Comparison): 0 | 1 {
  const { verdicts, hostsOnlyLeft, hostsOnlyRight } = comparison;
  return verdicts.length + hostsOnlyLeft.length + hostsOnlyRight.length === 0 ? 0 : 1;
}

/** The comparison as text, one difference a line. */
export function describeComparison(comparison: Comparison): string {
  const { left, right, verdicts, hostsOnlyLeft, hostsOnlyRight, sameVerdicts } = comparison;
  if (comparisonExitCode(comparison) === 0) return `${left} and ${right} do not differ: ${sameVerdicts} verdicts and every host are the same.`;
  const lines = [`${left} -> ${right}: ${verdicts.length} verdicts differ, ${sameVerdicts} are the same.`];
  lines.push(...verdicts.map((row) => `  ${row.spec} "${row.action}": ${row.left} -> ${row.right}`));
  if (hostsOnlyLeft.length > 0) lines.push(`Hosts only of ${left}:`, ...hostsOnlyLeft.map((host) => `  ${host}`));
  if (hostsOnlyRight.length > 0) lines.push(`Hosts only of ${right}:`, ...hostsOnlyRight.map((host) => `  ${host}`));
  return lines.join('\n');
}

const SEPARATOR = '\u0000';

function byAction(verdicts: readonly Verdict[]): ReadonlyMap<string, string> {
  const kinds = new Map<string, string[]>();
  for (const { spec, action, verdict } of verdicts) {
    const key = `${spec}${SEPARATOR}${action}`;
    kinds.set(key, [...(kinds.get(key) ?? []), verdict]);
  }
  return new Map([...kinds].map(([key, found]) => [key, found.sort().join(', ')]));
}

function actionOf(key: string): { readonly spec: string; readonly action: string } {
  const [spec = '', action = ''] = key.split(SEPARATOR);
  return { spec, action };
}

// A canary in a host name is new in every run; two runs would never be the same with it.
function only(hosts: readonly string[], others: readonly string[]): readonly string[] {
  const known = new Set(others.map(withoutCanary));
  return [...new Set(hosts.map(withoutCanary))].filter((host) => !known.has(host)).sort();
}

function withoutCanary(host: string): string {
  return host.replaceAll(new RegExp(`${CANARY_PREFIX}[a-z0-9]+`, 'g'), '<canary>');
}
