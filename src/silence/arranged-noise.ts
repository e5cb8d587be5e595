import { wasNotTaken } from '../attribute/arrival.ts';
import type { Span, WindowRecord } from '../flow/window.ts';
import type { BypassReport } from './bypass.ts';
import type { ExaminedFlow } from './examine.ts';
import { pastRecorder } from './held-events.ts';
import { likenessOf } from './signature.ts';
import type { Likeness } from './signature.ts';
import { strayBypass } from './weigh-bypass.ts';

/** Something nobody expects that came while an action was arranged, before its act was performed: arranging brings it by itself. */
export interface ArrangedNoise extends Likeness {
  /** Name of the action that was being arranged. */
  readonly action: string;
  /** A barrier stood between its arranging and its act: what arranging had made SDKs keep has come as well. */
  readonly isWhole: boolean;
  /** It was not taken, so an SDK may come back to it once the act is performed. */
  readonly mayComeAgain: boolean;
}

/**
 * What came while actions were arranged, and can be of nothing else: those that are first behind a barrier, from the first tap of the
 * arranging to the act.
 *
 * @param undated Flows of the window that nobody expects and that do not account for themselves.
 */
export function arrangedNoise(window: WindowRecord, { undated, bypass }: { readonly undated: readonly ExaminedFlow[]; readonly bypass: BypassReport }): readonly ArrangedNoise[] {
  return window.actions.flatMap(({ name, arrange, apart, act, segment }): readonly ArrangedNoise[] => {
    const isFirst = window.actions.every((other) => other.segment !== segment || (other.act?.startMs ?? Infinity) >= (act?.startMs ?? 0));
    if (arrange === undefined || !isFirst) return [];
    const about = { action: name, isWhole: apart !== undefined };
    const span: Span = { startMs: arrange.startMs, endMs: act?.startMs ?? arrange.endMs };
    const came = undated.filter(({ flow }) => flow.startMs >= span.startMs && flow.startMs < span.endMs);
    return [
      ...came.map(({ flow, isOpaque }) => ({
        ...about,
        ...likenessOf(flow, isOpaque),
        mayComeAgain: wasNotTaken(flow),
      })),
      ...strayBypass(span, bypass, window).map((past) => ({ ...about, signature: pastRecorder(past), mayComeAgain: false })),
    ];
  });
}
