import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fill, fillAll, holds } from '../../../emulator/phone/apps/template.ts';
import type { Scope, Value } from '../../../emulator/phone/apps/value.ts';

describe('bindings of screens', () => {
  it('put values into a text, and nothing for a name nobody knows', () => {
    assert.equal(fill('${item.name} of ${model.count}${model.nothing}', scopeOf({ 'item.name': 'row', 'model.count': 3 })), 'row of 3');
  });

  it('keep the type of a value that stands alone', () => {
    assert.deepEqual(fillAll({ on: '${a}', text: 'is ${a}' }, scopeOf({ a: true })), { on: true, text: 'is true' });
  });

  it('hold or not by what a setting means', () => {
    const scope = scopeOf({ on: '1', off: '0', none: '', engine: 'Google' });

    assert.deepEqual(['on', 'off', 'none', 'missing', '!off', '!on'].map((condition) => holds(condition, scope)), [true, false, false, false, true, false]);
    assert.deepEqual([holds('engine=Google', scope), holds('engine!=Google', scope), holds('engine=', scope), holds(['on', '!off'], scope)], [true, false, false, true]);
  });

  it('leave a text without names as it is', () => {
    fc.assert(fc.property(fc.string().filter((text) => !text.includes('${')), (text) => {
      assert.equal(fill(text, scopeOf({})), text);
    }));
  });
});

function scopeOf(values: Readonly<Record<string, Value>>): Scope {
  return { lookUp: (name) => values[name], rows: () => [] };
}
