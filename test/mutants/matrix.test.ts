import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cellsOf, exitCodeOf, killersOf, mutationScore, withoutNoiseKills, type Cell, type Outcome, type Verdict } from './matrix.ts';
import { renderMatrix, renderScore, renderTrouble } from './table.ts';

const SPEC = 'file-manager/folders';
const ACT = { startMs: 1000, endMs: 2000 };

describe('the matrix of mutants', () => {
  const judged: readonly (readonly [verdict: Verdict['verdict'], causeMs: number | undefined, outcome: Outcome])[] = [
    ['leaked', 1500, 'killed'], ['noisy', 1000, 'killed'], ['noisy', 2000, 'killed'],
    ['silent', 1500, 'survived'], ['inconclusive', 1500, 'not told'],
    ['silent', undefined, 'green'], ['silent', 2001, 'green'],
    ['leaked', undefined, 'false alarm'], ['noisy', undefined, 'false alarm'], ['leaked', 999, 'false alarm'], ['noisy', 999, 'blamed along'], ['noisy', 2001, 'false alarm'], ['inconclusive', undefined, 'green, not told'],
  ];

  for (const [verdict, causeMs, outcome] of judged) {
    it(`calls ${verdict} ${outcome} when the phone ${causeMs === undefined ? 'reported nothing' : `reported what was caused at ${causeMs}, the act being 1000 to 2000`}`, () => {
      const [cell] = cellsOf(performed(verdict, causeMs));
      assert.equal(cell?.outcome, outcome);
      assert.equal(cell.isPlanted, true);
    });
  }

  it('does not call a mutant survived that did not leak in this run', () => {
    const score = mutationScore(cellsOf(performed('silent', undefined)), 'silent-phone');
    assert.deepEqual([score.survived, score.score, score.didNotLeak], [0, null, ['m']]);
  });

  it('calls a planted action that was never judged not told, never green', () => {
    const [cell] = cellsOf({ ...performed('silent', undefined), verdicts: [] });
    assert.deepEqual([cell?.outcome, cell?.verdict], ['not told', 'not performed']);
  });

  it('scores what was killed against all that leaked, what was not told included', () => {
    const cells = [cell('killed'), cell('killed'), cell('not told'), cell('survived'), cell('green'), cell('false alarm', 'silent-phone')];
    const score = mutationScore(cells, 'silent-phone');
    assert.deepEqual([score.score, score.precision, score.recall, score.falseAlarmsOnSilent], [0.5, 2 / 3, 2 / 3, 1]);
  });

  it('takes back a kill by noise that the silent phone shows as well, unless something was leaked by name', () => {
    const noisy: Cell = { ...cell('killed', 'a'), verdict: 'noisy' };
    const told = (...cells: readonly Cell[]): readonly Outcome[] => withoutNoiseKills(cells, 'silent-phone').map(({ outcome }) => outcome);
    assert.deepEqual(told(noisy, cell('killed', 'b'), cell('false alarm', 'silent-phone')), ['not told', 'killed', 'false alarm']);
    assert.deepEqual(told(noisy, cell('green', 'silent-phone')), ['killed', 'green']);
  });

  describe('where nobody can be held to what was sent', () => {
    const anyones = 'between +0.1 s and +2.0 s: 274 bytes sent past the recorder by uid 1000, under which the system acts for anybody, so nobody can be held to it';
    for (const [what, transport, sender, reason, outcome] of [
      ['told as such', 'udp', 'com.android.settings', anyones, 'told'],
      ['inconclusive for another reason', 'udp', 'com.android.settings', 'the recorder was not proven alive', 'not told'],
      ['of an app with a UID of its own', 'udp', 'com.miui.player', anyones, 'not told'],
      ['sent by the recorder', 'proxy', 'com.android.settings', anyones, 'not told'],
    ] as const) {
      it(`counts a leak ${what} as ${outcome}`, () => {
        const [cell] = cellsOf({
          mutant: 'm', planted: [], sharedUid: ['com.android.settings'],
          verdicts: [{ device: 'm', spec: SPEC, action: 'a', verdict: 'inconclusive', act: ACT, reasons: ['first', reason], told: [] }],
          truth: [{ causeMs: 1500, rule: 'r', host: 'h.example', sender, transport, said: '{}' }],
        });
        assert.equal(cell?.outcome, outcome);
      });
    }
  });

  describe('where it was seen, and nobody can say whose or when it was', () => {
    for (const [what, transport, reason, outcome] of [
      ['another app sent', 'proxy', "com.android.mms sent something to h.example (f000005); it is the vendor's, and nobody can say whether it sends for the app.", 'told'],
      ['a clock that lies', 'proxy', "h.example was told something 0.5 s after it (f000006) that is said to have happened 1.3 s before; nothing but its sender's word says so.", 'told'],
      ['another app sent past the recorder', 'direct', "between 0 s and 1 s: 1101 bytes sent past the recorder by uid 10111, one that came with the phone, so nobody can say for whom", 'told'],
      ['somebody said of another host', 'proxy', "org.example sent something to x.example (f000005), and nobody can say whether it sends for the app.", 'not told'],
      ['is inconclusive for another reason', 'proxy', 'The recorder was not proven alive: h.example', 'not told'],
    ] as const) {
      it(`counts what ${what} as ${outcome}`, () => {
        const [cell] = cellsOf({
          mutant: 'm', planted: [], sharedUid: [],
          verdicts: [{ device: 'm', spec: SPEC, action: 'a', verdict: 'inconclusive', act: ACT, reasons: [reason], told: [] }],
          truth: [{ causeMs: 1500, rule: 'r', host: 'h.example', sender: 'com.android.mms', transport, said: '{}' }],
        });
        assert.equal(cell?.outcome, outcome);
      });
    }
  });

  describe('when what was planted in one action is reported when another one uses it', () => {
    const song = 'Song 7f3a';
    for (const [what, said, host, outcome] of [
      ['as it is', { song }, 'c.example', 'caused elsewhere'],
      ['hashed', { song: createHash('md5').update(song).digest('hex').toUpperCase() }, 'c.example', 'caused elsewhere'],
      ['at a host named by it', { song }, 'x1.c.example', 'caused elsewhere'],
      ['to another host than it was found at', { song }, 'other.example', 'false alarm'],
      ['never', { song: 'another' }, 'c.example', 'false alarm'],
    ] as const) {
      it(`calls a leak ${outcome} if the phone told it ${what}`, () => {
        const [cell] = cellsOf({
          mutant: 'm', planted: [], sharedUid: [],
          verdicts: [{ device: 'm', spec: SPEC, action: 'a', verdict: 'leaked', act: ACT, reasons: [], told: [{ value: song, host }] }],
          truth: [{ causeMs: 9000, rule: 'r', host: 'c.example', sender: 's', transport: 'proxy', said: JSON.stringify(said) }],
        });
        assert.equal(cell?.outcome, outcome);
      });
    }
  });

  it('exits by the worst: a survivor or a false alarm, then what was not told', () => {
    const code = (...outcomes: readonly Outcome[]): number => exitCodeOf(mutationScore(outcomes.map((outcome) => cell(outcome)), 'silent-phone'));
    assert.deepEqual([code('killed', 'green'), code('not told'), code('green, not told'), code('survived', 'not told'), code('killed', 'false alarm'), code('killed', 'blamed along')], [0, 2, 2, 1, 1, 2]);
  });

  it('names for each action of the specs what turned it red', () => {
    const killers = killersOf([cell('killed', 'a'), cell('killed', 'a'), cell('survived', 'b')], [{ spec: SPEC, action: 'opens a folder' }, { spec: SPEC, action: 'other' }]);
    assert.deepEqual([...killers], [[`${SPEC}: opens a folder`, ['a']], [`${SPEC}: other`, []]]);
  });

  it('prints each phone, the score, and what is not as it should be with its reason', () => {
    const cells = [cell('survived', 'mutant-x'), cell('killed', 'mutant-y')];
    assert.match(renderMatrix(cells), /mutant-x +opens a folder: survived/);
    assert.match(renderTrouble(cells), /^survived +mutant-x {2}file-manager\/folders: opens a folder \(rule r\) {2}silent: why$/);
    assert.match(renderScore(mutationScore(cells, 'silent-phone')), /score +50\.0 %/);
  });
});

function performed(verdict: Verdict['verdict'], causeMs: number | undefined): Parameters<typeof cellsOf>[0] {
  return {
    mutant: 'm', planted: [{ spec: SPEC, action: 'opens a folder' }],
    verdicts: [{ device: 'm', spec: SPEC, action: 'opens a folder', verdict, act: ACT, reasons: [], told: [] }],
    truth: causeMs === undefined ? [] : [{ causeMs, rule: 'r', host: 'h.example', sender: 'com.example', transport: 'proxy', said: '{}' }],
    sharedUid: [],
  };
}

function cell(outcome: Outcome, mutant = 'm'): Cell {
  return { mutant, spec: SPEC, action: 'opens a folder', isPlanted: true, verdict: outcome === 'killed' ? 'leaked' : 'silent', outcome, rules: ['r'], reasons: ['why'] };
}
