import assert from 'node:assert/strict';
import type { Control, Verdict } from '../../src/flow/verdict.ts';
import { describeTest, featuresOf, sourcesOf } from '../../src/report/describe-test.ts';
import { boundOfSilence } from '../../src/silence/bound.ts';

const PHONE = { model: 'Redmi Note 8', id: 'lab-1', build: 'xiaomi/1' };
const ABOUT = { claims: ['C9'], spec: 'music/playing', action: 'plays a song', device: 'lab-1', window: 'lab-1/music/playing', flows: [], reasons: [] };
const VERDICT: Verdict = {
  ...ABOUT, expected: 'silent', verdict: 'leaked', witnesses: { wire: 'quiet', kernel: 'quiet', oracle: 'absent' }, events: 1, expectedEvents: 0, findings: [],
};

describe('the description of a test in the report', () => {
  it('says what the verdict means, what must never happen and what cannot be told, and on which phone', () => {
    const text = describeTest(VERDICT, PHONE);

    assert.match(text, /^\*\*leaked\*\*: something that was planted by this very action/);
    assert.match(text, /\n\n&nbsp;\n\n\*\*C9, songs played are reported\*\* \(reported\)\. What must never happen: /);
    assert.match(text, /\n\n&nbsp;\n\nWhat cannot be told: /);
    assert.match(text, /\n\n&nbsp;\n\nPhone: Redmi Note 8 \(lab-1\), build xiaomi\/1\.$/);
  });

  it('says of a silence how much it says, and who watched', () => {
    const text = describeTest({ ...VERDICT, verdict: 'silent', bound: boundOfSilence(1, { seen: 1, performed: 1 }) }, undefined);

    assert.match(text, /\n\n&nbsp;\n\nSilent in 1 window that was watched from end to end\. That bounds nothing yet.*--repeat 6/);
    assert.match(text, /Witnesses: what went through the recorder \(wire\) quiet/);
    assert.doesNotMatch(text, /Phone:/);
  });

  it('puts a positive control under a heading of its own, and names no witnesses of it', () => {
    const control: Control = { ...ABOUT, claims: [], expected: 'traffic', verdict: 'seen' };

    assert.match(describeTest(control, PHONE), /^\*\*seen\*\*: legitimate traffic .*\n\n&nbsp;\n\nPhone: /);
    assert.deepEqual(featuresOf(control), ['Positive controls: legitimate traffic that must be heard']);
    assert.deepEqual([featuresOf(VERDICT), featuresOf({ claims: [], expected: 'silent' })], [['C9: songs played are reported'], ['About no claim']]);
  });

  it('links to who said it, each once', () => {
    const names = sourcesOf(['C1', 'C2']).map(({ name }) => name);

    assert.deepEqual(names, ['Cirlig and Tierney in Forbes, 2020', 'Palant, 2020']);
    assert.ok(sourcesOf(['C1']).every(({ url }) => url.startsWith('https://')));
  });
});
