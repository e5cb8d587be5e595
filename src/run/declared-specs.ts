import type { DeclaredSpec } from '../report/claims-document.ts';
import type { SpecActions } from './plan-specs.ts';

/** Specs as the document of claims speaks of them: each test with the kind and the claims of its action. */
export function declaredSpecs(plans: readonly SpecActions[]): readonly DeclaredSpec[] {
  return plans.map(({ spec, actions, tests }) => ({
    spec,
    tests: tests.flatMap(({ title, action }) => {
      const declared = actions.find(({ name }) => name === action);
      if (declared === undefined || declared.kind === 'sham') return [];
      return [{ title, action, kind: declared.kind, claims: declared.claims }];
    }),
  }));
}
