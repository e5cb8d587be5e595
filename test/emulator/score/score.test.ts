import assert from 'node:assert/strict';
import { score, type JudgedAction, type TruthEvent } from '../../../emulator/score/score.ts';
import { renderScore } from '../../../emulator/score/table.ts';

function anAction(more: Partial<JudgedAction> = {}): JudgedAction {
  return { device: 'a', spec: 'files', action: 'opens a folder', verdict: 'silent', act: { startMs: 1000, endMs: 2000 }, ...more };
}

function anEvent(causeMs: number): TruthEvent {
  return { causeMs, rule: 'folders opened', host: 'tracking.intl.miui.com' };
}

describe('the score', () => {
  it('finds nothing to say of a silent phone that was judged silent', () => {
    const { total } = score([anAction()], new Map([['a', []]]));

    assert.deepEqual([total.trueNegatives, total.precision, total.recall], [1, null, null]);
  });

  it('counts an event as the action’s only if the touch lies within the act', () => {
    const events = (atMs: number) => score([anAction({ verdict: 'leaked' })], new Map([['a', [anEvent(atMs)]]])).total.truePositives;

    assert.deepEqual([999, 1000, 2000, 2001].map(events), [0, 1, 1, 0]);
  });

  it('names what was missed and what was a false alarm', () => {
    const { total, missed, falseAlarms } = score(
      [
        anAction({ verdict: 'silent' }),
        anAction({ action: 'renames a file', verdict: 'noisy', act: { startMs: 3000, endMs: 4000 } }),
        anAction({ action: 'plays', verdict: 'leaked', act: { startMs: 5000, endMs: 6000 } }),
      ],
      new Map([['a', [anEvent(1500), anEvent(5500)]]]),
    );

    assert.equal(total.precision, 0.5);
    assert.equal(total.recall, 0.5);
    assert.deepEqual(missed.map(({ name, rules }) => [name, rules]), [['files: opens a folder', ['folders opened']]]);
    assert.deepEqual(falseAlarms.map(({ name }) => name), ['files: renames a file']);
  });

  it('counts inconclusive verdicts apart', () => {
    const { total, missed } = score([anAction({ verdict: 'inconclusive' })], new Map([['a', [anEvent(1500)]]]));

    assert.deepEqual([total.inconclusive, total.reported, total.falseNegatives, total.recall], [1, 1, 0, null]);
    assert.deepEqual(missed, []);
  });

  it('leaves phones without a truth log out and says so', () => {
    const result = score([anAction(), anAction({ device: 'usb', verdict: 'leaked' })], new Map([['a', []]]));

    assert.deepEqual(result.withoutTruth, ['usb']);
    assert.equal(result.total.actions, 1);
  });

  it('keeps each phone’s events to itself', () => {
    const result = score(
      [anAction({ verdict: 'leaked' }), anAction({ device: 'b' })],
      new Map([
        ['a', [anEvent(1500)]],
        ['b', []],
      ]),
    );

    assert.deepEqual([result.total.precision, result.total.recall], [1, 1]);
  });

  it('prints a table', () => {
    const result = score(
      [anAction({ verdict: 'leaked' }), anAction({ device: 'b' }), anAction({ device: 'b', action: 'other', verdict: 'noisy' })],
      new Map([
        ['a', [anEvent(1500)]],
        ['b', [anEvent(9999)]],
      ]),
    );

    assert.equal(
      renderScore(result),
      [
        'Verdicts held against what the phones sent (truth log):',
        'phone  actions  reported  found  false alarms  missed  inconclusive  precision  recall',
        'a            1         1      1             0       0             0      1.000   1.000',
        'b            2         0      0             1       0             0      0.000       -',
        'total        3         1      1             1       0             0      0.500   1.000',
        'false alarm  b  files: other  judged noisy',
        '',
      ].join('\n'),
    );
  });
});
