import { suspectsOfStretch } from '../attribute/stretch.ts';
import type { ActionRecord, Span, WindowRecord } from '../flow/window.ts';
import type { Bypass, BypassReport } from './bypass.ts';

/** Traffic past the recorder that is held against one action. */
export interface HeldBypass {
  readonly bypass: Bypass;
  /** Names of all actions that could have caused it, this one included. */
  readonly suspects: readonly string[];
}

/** What went past the recorder and could be of this action: nothing the register explains, no mere end of a connection, and nothing of a stranger's. */
export function bypassOf(action: ActionRecord, report: BypassReport, window: WindowRecord): readonly HeldBypass[] {
  return report.bypass
    .filter(isUnexplained)
    .map((bypass) => ({ bypass, suspects: suspectsOfStretch(bypass, window).map(({ name }) => name) }))
    .filter(({ suspects }) => suspects.includes(action.name));
}

/** What went past the recorder within a span, could be of no action of the window, and is explained by nothing. */
export function strayBypass({ startMs, endMs }: Span, report: BypassReport, window: WindowRecord): readonly Bypass[] {
  // Counters are read before the span begins.
  return report.bypass.filter((bypass) => isUnexplained(bypass) && bypass.endMs > startMs && bypass.endMs <= endMs && suspectsOfStretch(bypass, window).length === 0);
}

function isUnexplained({ whose, registered, ends }: Bypass): boolean {
  return whose !== 'other' && registered === undefined && ends === undefined;
}

/** The register's entries that explain what went past the recorder in the action's time. */
export function registeredBypassOf(action: ActionRecord, report: BypassReport, window: WindowRecord): readonly Bypass[] {
  return report.bypass.filter(
    (bypass) => bypass.registered !== undefined && suspectsOfStretch(bypass, window).some(({ name }) => name === action.name),
  );
}

/** Ends of connections past the recorder that fell into the action's time and are held against nobody. */
export function endsDuring(action: ActionRecord, report: BypassReport, window: WindowRecord): readonly Bypass[] {
  return report.bypass.filter((bypass) => bypass.ends !== undefined && bypass.whose !== 'other' && suspectsOfStretch(bypass, window).some(({ name }) => name === action.name));
}
