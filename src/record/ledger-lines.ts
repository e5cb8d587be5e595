import type { BodyRef, Flow, FlowMessage } from '../flow/flow.ts';

/** File inside a ledger folder that holds one JSON line for each change of a flow. */
export const FLOWS_FILE = 'flows.ndjson';

/** Folder inside a ledger folder that holds the bodies, each under the SHA-256 of its bytes. */
export const BODIES_FOLDER = 'bodies';

/**
 * One line of the ledger: a whole flow as it then stood, or one more message of a WebSocket. On disk each has its
 * number since its recorder began, `line`; lines with `begun` and `ended` stand around them. Messages are lines of
 * their own because a chatty socket would otherwise repeat all it ever said in every line.
 */
export type LedgerLine = Flow | { readonly id: string; readonly message: FlowMessage };

/** Flows put together from ledger lines, the last line of an id winning. Fed in any number of pieces. */
export class FlowFold {
  readonly #flows = new Map<string, Flow>();

  /** Takes whole lines. A line that is not JSON is skipped: only a recorder killed while writing leaves one. */
  take(text: string): void {
    for (const line of text.split('\n')) {
      const parsed = parseLine(line);
      if (parsed !== undefined) this.#apply(parsed);
    }
  }

  /** All flows so far, in order of their start. */
  flows(): Flow[] {
    return [...this.#flows.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  #apply(line: LedgerLine): void {
    const before = this.#flows.get(line.id);
    if (!('message' in line)) {
      this.#flows.set(line.id, line);
    } else if (before !== undefined) {
      this.#flows.set(line.id, { ...before, messages: [...(before.messages ?? []), line.message] });
    }
  }
}

/** A ledger line without its number, or nothing for one that is empty, torn, or about the recorder itself. */
export function parseLine(line: string): LedgerLine | undefined {
  const value = parseObject(line);
  if (value === undefined) return undefined;
  const content: unknown = Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'line'));
  return isLedgerLine(content) ? content : undefined;
}

/**
 * What a line says about the recorder's own counting: that one begins or ends, or the line's number since it began.
 * Nothing for a line that is no JSON or has no number.
 */
export function recorderLine(line: string): { readonly line: number; readonly begun?: string; readonly ended?: string } | undefined {
  const value = parseObject(line);
  if (value === undefined || !('line' in value) || typeof value.line !== 'number') return undefined;
  return {
    line: value.line,
    ...('begun' in value && typeof value.begun === 'string' ? { begun: value.begun } : {}),
    ...('ended' in value && typeof value.ended === 'string' ? { ended: value.ended } : {}),
  };
}

/** The number in a flow's id, 0 when there is none: `f000012` → 12. */
export const flowNumber = (id: string): number => Number(/^f(\d+)$/.exec(id)?.[1] ?? 0);

/** The id of the nth flow of a ledger. */
export const flowId = (number: number): string => `f${String(number).padStart(6, '0')}`;

/** Where a body lies, relative to its ledger folder. */
export const bodyPath = (body: BodyRef): string => `${BODIES_FOLDER}/${body.sha256}`;

function parseObject(line: string): object | undefined {
  if (line.trim() === '') return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined; // A torn line is what kill -9 leaves; what it spoke of was never forwarded.
  }
}

function isLedgerLine(value: unknown): value is LedgerLine {
  if (typeof value !== 'object' || value === null || !('id' in value) || typeof value.id !== 'string') return false;
  return 'message' in value || ('kind' in value && 'state' in value && 'startMs' in value && 'recorder' in value);
}
