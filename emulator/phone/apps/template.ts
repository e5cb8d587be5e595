import type { Condition, Template, Templates } from './app-definition.ts';
import type { Row, Scope, Value } from './value.ts';

/** Puts the scope's values into a text with `${name}`; a name nobody knows gives nothing. */
export function fill(template: Template, scope: Scope): string {
  return template.replace(/\$\{([^}]+)\}/g, (_, name: string) => String(scope.lookUp(name) ?? ''));
}

/** Fills each of several; a template that is nothing but one `${name}` keeps the value's type. */
export function fillAll(templates: Templates, scope: Scope): Row {
  return Object.fromEntries(Object.entries(templates).map(([name, template]) => [name, fillValue(template, scope)]));
}

/** Fills one; a template that is nothing but one `${name}` keeps the value's type. */
export function fillValue(template: Template, scope: Scope): Value {
  const single = /^\$\{([^}]+)\}$/.exec(template)?.[1];
  return single === undefined ? fill(template, scope) : (scope.lookUp(single) ?? '');
}

/** Whether a condition holds. */
export function holds(condition: Condition, scope: Scope): boolean {
  return typeof condition === 'string' ? holdsOne(condition, scope) : condition.every((one) => holdsOne(one, scope));
}

function holdsOne(condition: string, scope: Scope): boolean {
  const comparison = /^([^!=]+)(!?=)(.*)$/.exec(condition);
  if (comparison !== null) {
    const [, name = '', operator, expected] = comparison;
    return (String(scope.lookUp(name) ?? '') === expected) === (operator === '=');
  }
  return condition.startsWith('!') ? !isTrue(scope.lookUp(condition.slice(1))) : isTrue(scope.lookUp(condition));
}

/** How Android settings and apps write yes and no: absent, empty, `0` and `false` are no. */
export function isTrue(value: Value | undefined): boolean {
  return value !== undefined && value !== '' && value !== 0 && value !== false && value !== '0' && value !== 'false';
}
