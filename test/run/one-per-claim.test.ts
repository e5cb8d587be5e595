import assert from 'node:assert/strict';
import { onePerClaim } from '../../src/run/one-per-claim.ts';

const anAction = (name: string, ...claims: readonly string[]) => ({ name, plan: { kind: 'action' as const, claims } });

describe('onePerClaim', () => {
  it('keeps the first action of each claim', () => {
    const kept = onePerClaim([anAction('visits', 'C1'), anAction('visits again', 'C1'), anAction('searches', 'C2')]);

    assert.deepEqual(kept.map(({ name }) => name), ['visits', 'searches']);
  });

  it('keeps an action that is the first of any of its claims', () => {
    const kept = onePerClaim([anAction('visits', 'C1', 'C3'), anAction('searches', 'C2', 'C3')]);

    assert.deepEqual(kept.map(({ name }) => name), ['visits', 'searches']);
  });

  it('leaves out actions that no claim is about', () => {
    assert.deepEqual(onePerClaim([anAction('types')]), []);
  });

  it('keeps every sham and every control', () => {
    const others = [{ name: 'touches', plan: { kind: 'sham' as const } }, { name: 'opens', plan: { kind: 'control' as const, seenAt: 'h' } }];

    assert.deepEqual(onePerClaim(others), others);
  });
});
