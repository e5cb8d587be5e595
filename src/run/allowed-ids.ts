import { EarshotError } from '../flow/errors.ts';
import type { Register } from '../silence/register.ts';
import { nearestTo } from './nearest.ts';
import type { SpecPlanning } from './plan-specs.ts';

/**
 * Refuses specs that allow what the register of expected traffic does not have, before a phone is touched.
 *
 * @throws {EarshotError} BAD_INPUT naming spec, action and id, and the ids that come nearest.
 */
export function checkAllowedIds(plans: readonly SpecPlanning[], register: Register): void {
  const known = register.map(({ id }) => id);
  const unknown = new Map<string, string>();
  for (const plan of plans) {
    for (const { name, allows = [] } of 'actions' in plan ? plan.actions : []) {
      for (const id of allows) {
        if (!known.includes(id) && !unknown.has(`${plan.spec} ${id}`)) unknown.set(`${plan.spec} ${id}`, sentence(plan.spec, { action: name, id, known }));
      }
    }
  }
  if (unknown.size === 0) return;
  throw new EarshotError('BAD_INPUT', `Specs allow what the register of expected traffic does not have:\n${[...unknown.values()].join('\n')}`, {
    hint: 'Name an id of specs/expected-traffic.json, or enter there what is expected and why.',
  });
}

function sentence(spec: string, { action, id, known }: { readonly action: string; readonly id: string; readonly known: readonly string[] }): string {
  return `  ${spec}, "${action}": found "${id}", expected an id of the register; nearest: ${nearestTo(id, known).join(', ') || 'none, the register is empty'}`;
}
