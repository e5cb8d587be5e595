import type { Finding } from '../../flow/finding.ts';
import type { Verdict } from '../../flow/verdict.ts';

/** An id that an app or an SDK made up for itself, by the name it goes by in what was sent: `distinct_id`, `instance_id`. */
export interface AppId {
  readonly name: string;
  readonly value: string;
  /** How often it stands there; once unless told. */
  readonly times?: number;
}

/** An act that a flow tells of. */
export interface ToldAct {
  /** Package of the app it was done in. */
  readonly package: string;
  /** Host clock. */
  readonly startMs: number;
}

/** A flow in which something of ours was found. */
export interface TellingFlow {
  readonly id: string;
  /** Host clock; absent where only the verdicts are known. */
  readonly startMs?: number;
  readonly host: string;
  /** IP address the recorder connected to. */
  readonly address?: string;
  /** Package that sent it, or `unknown`. */
  readonly owner: string;
  /** The owner is known by more than where the flow went. */
  readonly isOwnerProven?: boolean;
  /** What it tells of, by what was planted; absent where nobody looked. */
  readonly tellsOf?: readonly ToldAct[];
  readonly findings: readonly Finding[];
  readonly appIds: readonly AppId[];
}

/** The flows that leaked verdicts speak of, as far as the verdicts tell of them. */
export function tellingFlowsOf(verdicts: readonly Verdict[]): readonly TellingFlow[] {
  const byFlow = new Map<string, Finding[]>();
  for (const { verdict, findings } of verdicts) {
    if (verdict !== 'leaked') continue;
    for (const finding of findings) byFlow.set(finding.flow, [...(byFlow.get(finding.flow) ?? []), finding]);
  }
  return [...byFlow].flatMap(([id, findings]): TellingFlow[] => {
    const [first] = findings;
    if (first === undefined) return [];
    const address = first.destination?.address;
    return [{ id, host: first.host, ...(address === undefined ? {} : { address }), owner: first.owner, findings, appIds: [] }];
  });
}
