import type { Condition, Effects, Template, ViewSpec } from '../app-definition.ts';

/** One row of a page of preferences. */
export interface Preference {
  readonly title: Template;
  readonly summary?: Template;
  /** With a check box: whether it is on. */
  readonly checked?: Condition;
  /** Leads to another page. */
  readonly leadsOn?: boolean;
  readonly when?: Condition;
  readonly onTap?: Effects;
}

/** A row as Android's preferences draw it: title over summary, a check box or an arrow at its end. */
export function preferenceRow(row: Preference): ViewSpec {
  return {
    type: 'row', height: 60, padding: 8,
    ...(row.when === undefined ? {} : { when: row.when }),
    ...(row.onTap === undefined ? {} : { onTap: row.onTap }),
    children: [
      {
        type: 'column', children: [
          { type: 'text', id: 'android:id/title', text: row.title, width: 'fill' },
          ...(row.summary === undefined ? [] : [{ type: 'text', id: 'android:id/summary', text: row.summary, width: 'fill', look: { textSizeSp: 12, color: '#808080' } } as const]),
        ],
      },
      ...(row.checked === undefined ? [] : [{ type: 'checkbox', id: 'android:id/checkbox', checked: row.checked } as const]),
      ...(row.leadsOn === true ? [{ type: 'image', id: 'miui:id/arrow_right', width: 24, height: 24, look: { icon: 'forward' } } as const] : []),
    ],
  };
}

/** The rows of a page, and what happens when one has scrolled to the last. */
export function preferenceList(rows: readonly Preference[], onEnd?: Effects): ViewSpec {
  return { type: 'list', id: 'list', ...(onEnd === undefined ? {} : { onEnd }), children: rows.map(preferenceRow) };
}
