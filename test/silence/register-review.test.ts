import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { review } from '../../src/silence/register-review.ts';
import { registerJsonSchema } from '../../src/silence/register-schema.ts';
import { loadRegister } from '../../src/silence/register.ts';
import type { ExpectedTraffic } from '../../src/silence/register.ts';

/** The day the shipped register was last looked through. */
const REVIEWED = '2026-11-21';

function anEntry(over: Partial<ExpectedTraffic>): ExpectedTraffic {
  const [first] = loadRegister();
  return { ...first!, ...over };
}

describe('the review of the register', () => {
  for (const day of [REVIEWED, '2027-05-21', '2027-11-21']) {
    it(`finds nothing of the shipped one overdue on ${day}`, () => {
      assert.deepEqual(review(loadRegister(), day).overdue, []);
    });
  }

  it('finds all of the shipped one overdue a day later, unless somebody looks at it', () => {
    assert.equal(review(loadRegister(), '2027-11-22').overdue.length, loadRegister().length);
  });

  it('warns thirty days ahead, of whichever comes first', () => {
    const entries = [
      anEntry({ id: 'a.expires', expires: '2026-12-21' }),
      anEntry({ id: 'a.review', lastReviewed: '2026-11-01', reviewEveryDays: 45 }),
      anEntry({ id: 'a.later', expires: '2026-12-22' }),
    ];

    const { overdue, dueSoon } = review(entries, REVIEWED);

    assert.deepEqual([overdue, dueSoon.map(({ because }) => because)], [[], [
      'entry "a.expires" of the register expires on 2026-12-21; system answers for it',
      'entry "a.review" of the register has to be reviewed by 2026-12-16; system answers for it',
    ]]);
  });

  it('says since when an entry is overdue and who answers for it', () => {
    const { overdue, dueSoon } = review([anEntry({ lastReviewed: '2026-01-01', reviewEveryDays: 30 })], REVIEWED);

    assert.deepEqual([overdue.map(({ because }) => because), dueSoon], [['entry "system.captive-portal" of the register was to be reviewed again by 2026-01-31 and was not (last on 2026-01-01); system answers for it'], []]);
  });
});

describe('expected-traffic.schema.json', () => {
  it('is what the schema in the code gives', () => {
    const shipped: unknown = JSON.parse(readFileSync(new URL('../../specs/expected-traffic.schema.json', import.meta.url), 'utf8'));

    assert.deepEqual(shipped, JSON.parse(JSON.stringify(registerJsonSchema())));
  });
});
