import assert from 'node:assert/strict';
import { onePerClaim } from '../../src/run/one-per-claim.ts';

const anAction = (name: string, ...claims: readonly string[]) => ({ name, kind: 'action' as const, claims });

describe('onePerClaim', () => {
  it('keeps the first action of each claim, over all specs', () => {
    const chosen = onePerClaim([
      { spec: 'browser', actions: [anAction('visits', 'C1'), anAction('visits again', 'C1'), anAction('searches', 'C2')] },
      { spec: 'other browser', actions: [anAction('visits there', 'C1'), anAction('reads news', 'C4')] },
    ]);

    assert.deepEqual([...chosen], [['browser', ['visits', 'searches']], ['other browser', ['reads news']]]);
  });

  it('keeps an action that is the first of any of its claims', () => {
    const chosen = onePerClaim([{ spec: 'browser', actions: [anAction('visits', 'C1', 'C3'), anAction('searches', 'C2', 'C3')] }]);

    assert.deepEqual(chosen.get('browser'), ['visits', 'searches']);
  });

  it('keeps beside it what it is compared with, and none of that where the claim is told by another spec', () => {
    const both = [{ ...anAction('visits one way', 'C5'), comparedWith: 'visits the other way' }, anAction('visits the other way', 'C5'), anAction('visits again', 'C5')];
    const chosen = onePerClaim([{ spec: 'switch', actions: both }, { spec: 'another switch', actions: both }]);

    assert.deepEqual([...chosen], [['switch', ['visits one way', 'visits the other way']]]);
  });

  it('leaves out what is compared with an action that is not there, for the first that can tell the claim', () => {
    const alone = [{ ...anAction('visits one way', 'C5'), comparedWith: 'visits the other way' }];
    const chosen = onePerClaim([{ spec: 'switch', actions: alone }, { spec: 'another switch', actions: [anAction('visits', 'C5')] }]);

    assert.deepEqual([...chosen], [['another switch', ['visits']]]);
  });

  it('leaves out a spec whose actions are about no claim, or about claims that are told already', () => {
    const others = [{ name: 'touches', kind: 'sham' as const, claims: [] }, { name: 'opens', kind: 'control' as const, claims: [] }];
    const chosen = onePerClaim([
      { spec: 'browser', actions: [anAction('visits', 'C1')] },
      { spec: 'typing', actions: [anAction('types'), ...others] },
      { spec: 'again', actions: [anAction('visits', 'C1'), ...others] },
    ]);

    assert.deepEqual([...chosen.keys()], ['browser']);
  });
});
