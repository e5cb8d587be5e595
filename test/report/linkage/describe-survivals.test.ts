import assert from 'node:assert/strict';
import { describeSurvivals, survivalTable } from '../../../src/report/linkage/describe-survivals.ts';
import type { Linkage } from '../../../src/report/linkage/linkage.ts';
import type { Survival } from '../../../src/report/linkage/survival.ts';

const BROWSER = 'com.mi.globalbrowser';

const PHONES: readonly Survival[] = [
  { identifier: 'android_id', package: BROWSER, result: 'survives', because: 'The first sentence.', flows: { before: ['f1', 'f2', 'f3'], after: ['f9'] } },
  { identifier: 'distinct_id', package: BROWSER, result: 'replaced', because: 'The second sentence.', flows: { before: ['f1'], after: ['f9'] }, tiedBy: ['android_id'] },
];

const aLinkage = (over: Partial<Linkage>): Linkage => ({ device: 'note8', rows: [], cleared: [BROWSER], survivals: PHONES, ...over });

describe('what clearing data changes, for people', () => {
  it('is a sentence an identifier, and what ties the new one to the old', () => {
    assert.equal(
      describeSurvivals(aLinkage({})),
      'The first sentence. The second sentence. Whoever was told both knows that they are of one phone: android_id stood beside either distinct_id, and survived.',
    );
  });

  it('is a table with the flows it is told from', () => {
    const [head, , ...rows] = survivalTable([aLinkage({})])?.split('\n').map((line) => line.split(/ {2,}/)) ?? [];

    assert.deepEqual(head, ['phone', 'data cleared of', 'identifier', 'then', 'flows before', 'flows after', 'tied to the old one by']);
    assert.deepEqual(rows, [
      ['note8', BROWSER, 'android_id', 'survives', 'f1, f2 and 1 more', 'f9', '-'],
      ['note8', BROWSER, 'distinct_id', 'replaced', 'f1', 'f9', 'android_id'],
    ]);
  });

  it('says of an app that told nothing that no identifier was seen', () => {
    const silent = aLinkage({ survivals: [] });
    const sentence = `No identifier was seen in what ${BROWSER} sent before and after its data was cleared.`;

    assert.equal(describeSurvivals(silent), sentence);
    assert.equal(survivalTable([silent]), `note8: ${sentence}`);
  });

  it('is nothing where no data was cleared', () => {
    assert.equal(describeSurvivals(aLinkage({ cleared: [] })), undefined);
    assert.equal(survivalTable([aLinkage({ cleared: [] })]), undefined);
  });
});
