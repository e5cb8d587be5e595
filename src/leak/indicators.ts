import type { ActionRecord } from '../flow/window.ts';
import type { Indicator } from '../flow/indicator.ts';

/** What is searched for in the flows of a window: the canaries and subjects of its actions, the phone's identifiers. */
export function windowIndicators(
  actions: readonly Pick<ActionRecord, 'name' | 'canaries' | 'subjects'>[],
  identifiers: Readonly<Record<string, string>>,
): readonly Indicator[] {
  const planted = actions.flatMap((action) =>
    action.canaries.map(
      ({ role, value }): Indicator => ({ name: `canary:${role}`, class: 'planted', value, action: action.name }),
    ),
  );
  const subjects = actions.flatMap((action) =>
    action.subjects.map(
      (label): Indicator => ({ name: `subject:${label}`, class: 'subject', value: label, action: action.name }),
    ),
  );
  const personal = Object.entries(identifiers).map(([name, value]): Indicator => ({ name, class: 'personal', value }));
  return [...planted, ...personal, ...subjects];
}
