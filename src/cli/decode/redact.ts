import type { Indicator } from '../../flow/indicator.ts';
import type { Redact } from './layer-tree.ts';

/** Characters of an identifier that stay readable at each end, so that two of them can be told apart. */
const KEPT = 2;

/** Leaves personal identifiers out of what is printed, whatever their case; what was planted says nothing of anybody. */
export function redactor(indicators: readonly Indicator[]): Redact {
  const values = indicators.flatMap(({ class: kind, value }) => (kind === 'personal' ? [value, value.replace(/[:\-\s.]/g, '')] : []));
  const longestFirst = [...new Set(values)].filter(({ length }) => length > 2 * KEPT).sort((one, other) => other.length - one.length);
  if (longestFirst.length === 0) return (text) => text;
  const any = new RegExp(longestFirst.map((value) => value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'gi');
  return (text) => text.replace(any, (found) => `${found.slice(0, KEPT)}…${found.slice(-KEPT)}`);
}
