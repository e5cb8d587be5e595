import type { ActionRecord, Span, WindowRecord } from '../flow/window.ts';
import type { Judged } from './judge.ts';
import type { Block, BlockKind, Traffic } from './repeated.ts';
import type { Sending } from './sendings.ts';

/** A window with what was made of it. */
export interface JudgedWindow {
  readonly window: WindowRecord;
  readonly judged: Judged;
}

/** One repetition of an action, or of the sham beside it, with every unexplained sending from its gesture to the end of the barrier behind it. */
export interface RecordedBlock {
  /** Id of the window. */
  readonly window: string;
  /** The action tested; for a sham, the action it stands in for. */
  readonly action: string;
  readonly kind: BlockKind;
  /** It was performed, and the window says something of it; other blocks do not count. */
  readonly isValid: boolean;
  /** How long was listened, ms. */
  readonly lengthMs: number;
  readonly sendings: readonly (Sending & { readonly afterMs: number })[];
}

/** The blocks of repeating windows: for each action its own, and the sham's of the same window, so that both may be compared. */
export function recordedBlocks(repetitions: readonly JudgedWindow[]): readonly RecordedBlock[] {
  return repetitions.flatMap((repetition) => {
    const { window, judged } = repetition;
    const speaks = judged.verdicts.some(({ verdict }) => verdict !== 'inconclusive');
    const sham = window.actions.find(({ kind }) => kind === 'sham');
    return window.actions.filter(({ kind }) => kind === 'action').flatMap((action) => {
      const isTold = judged.verdicts.some((verdict) => verdict.action === action.name && verdict.verdict !== 'inconclusive');
      const own = blockOf(repetition, action, { action: action.name, kind: 'action', isValid: isTold });
      const ofSham = sham === undefined ? [] : [blockOf(repetition, sham, { action: action.name, kind: 'sham', isValid: speaks && wasPerformed(sham) })];
      return [own, ...ofSham];
    });
  });
}

/** Blocks as the permutation test takes them: each counted over the same time from its gesture, that of the shortest that counts. */
export function comparable(blocks: readonly RecordedBlock[]): readonly Block[] {
  const limitMs = shortestMs(blocks);
  return blocks.map(({ window, action, kind, isValid, sendings }) => ({ window, action, kind, isValid, traffic: trafficOf(sendings.filter(({ afterMs }) => afterMs < limitMs)) }));
}

/** The length of the shortest block that counts; no limit where none does. */
export function shortestMs(blocks: readonly RecordedBlock[]): number {
  return Math.min(Infinity, ...blocks.filter(({ isValid }) => isValid).map(({ lengthMs }) => lengthMs));
}

function blockOf({ window, judged }: JudgedWindow, performed: ActionRecord, of: Pick<RecordedBlock, 'action' | 'kind' | 'isValid'>): RecordedBlock {
  const span = spanOf(performed, window);
  const sendings = judged.events.flatMap((event) => event.sendings).filter(({ atMs }) => atMs >= span.startMs && atMs < span.endMs);
  return {
    window: window.id,
    ...of,
    isValid: of.isValid && span.endMs > span.startMs,
    lengthMs: span.endMs - span.startMs,
    sendings: sendings.map((sending) => ({ ...sending, afterMs: sending.atMs - span.startMs })),
  };
}

/** From the gesture to the end of the barrier behind it; empty when there was no gesture. */
function spanOf({ act, settle }: ActionRecord, window: WindowRecord): Span {
  if (act === undefined) return { startMs: window.endMs, endMs: window.endMs };
  const settledMs = settle?.endMs ?? act.endMs;
  const barrier = window.barriers.find(({ startMs }) => startMs >= settledMs);
  return { startMs: act.startMs, endMs: barrier?.endMs ?? window.endMs };
}

function wasPerformed({ act, landed, failure }: ActionRecord): boolean {
  return act !== undefined && landed && failure === undefined;
}

function trafficOf(sendings: readonly Sending[]): Readonly<Record<string, Traffic>> {
  const traffic: Record<string, Traffic> = {};
  for (const { what, byteCount } of sendings) {
    const { count, bytes } = traffic[what] ?? { count: 0, bytes: 0 };
    traffic[what] = { count: count + 1, bytes: bytes + byteCount };
  }
  return traffic;
}
