import assert from 'node:assert/strict';
import type { Flow } from '../../src/flow/flow.ts';
import type { CounterReading } from '../../src/flow/counters.ts';
import { loadRegister, parseRegister } from '../../src/silence/register.ts';
import type { Register } from '../../src/silence/register.ts';
import { T0, aControl, aFlow, aPhone, aSham, aWindow, anAction, judge } from './factories.ts';

const ENTRY = {
  id: 'music.charts',
  appliesTo: 'by id',
  sender: ['com.miui.player'],
  trigger: 'the online charts are shown',
  data: 'nothing',
  destination: { kind: 'http', host: 'charts.example.com', pathPrefix: '/top', method: 'GET' },
  reason: 'The user asked for the charts.',
  owner: 'music',
  lastReviewed: '2026-11-01',
  reviewEveryDays: 365,
  expires: '2027-11-01',
};

const charts = (over: Partial<Flow> = {}): Flow => aFlow({ url: 'https://charts.example.com/top/50', startMs: T0 + 12_500, ...over });
const registerOf = (change: object = {}): Register => parseRegister(JSON.stringify([{ ...ENTRY, ...change }]), 'test.json');

function judgeAllowing(allows: readonly string[], change: object = {}) {
  const actions = [aSham({ allows }), anAction({ allows }), aControl({ allows })];
  return judge({ window: aWindow({ actions }), register: registerOf(change), extra: [charts()] }).verdict;
}

describe('traffic that counts by id', () => {
  it('is expected of an action that names it', () => {
    const verdict = judgeAllowing(['music.charts']);

    assert.deepEqual([verdict.verdict, verdict.events, verdict.expectedEvents], ['silent', 0, 1]);
  });

  it('is noise of one that does not, and the reason says that the register knows it', () => {
    const verdict = judgeAllowing([]);

    assert.deepEqual([verdict.verdict, verdict.events], ['noisy', 1]);
    assert.match(verdict.reasons.join('\n'), /the register knows it as "music\.charts", which counts only where a spec allows it/);
  });

  it('leaves in doubt an action that does not name it beside one that does, where it may be of either', () => {
    const own = anAction({ allows: [] });
    const other = anAction({ name: 'opens the charts', canaries: [], allows: ['music.charts'], atMs: T0 + 19_000 });
    const actions = [aSham({ allows: [] }), own, other, aControl({ allows: [] })];

    const { verdicts } = judge({ window: aWindow({ actions }), register: registerOf(), extra: [charts({ startMs: T0 + 19_500 })] });

    assert.deepEqual(verdicts.map(({ action, verdict }) => [action, verdict]), [['opens a folder', 'inconclusive'], ['opens the charts', 'silent']]);
    assert.match(verdicts[0]!.reasons[0]!, /may be of "opens the charts", which allows "music\.charts"/);
  });

  it('never expects what carries something of ours', () => {
    const actions = [aSham(), anAction({ allows: ['music.charts'] }), aControl()];
    const extra = [charts(), aFlow({ url: 'https://charts.example.com/top/zq7xfolder00001', startMs: T0 + 12_600 })];

    assert.equal(judge({ window: aWindow({ actions }), register: registerOf(), extra }).verdict.verdict, 'leaked');
  });
});

describe('an overdue entry', () => {
  for (const [what, change, because] of [
    ['expired', { expires: '2026-11-21' }, /entry "music\.charts" of the register expired on 2026-11-21; music answers for it/],
    ['was not reviewed', { reviewEveryDays: 10 }, /was to be reviewed again by 2026-11-11 and was not/],
  ] as const) {
    it(`that ${what} makes its traffic neither expected nor noise: nobody can say`, () => {
      const verdict = judgeAllowing(['music.charts'], change);

      assert.deepEqual([verdict.verdict, verdict.events, verdict.expectedEvents], ['inconclusive', 0, 0]);
      assert.match(verdict.reasons[0]!, because);
    });
  }

  it('hides no leak, and no noise beside its traffic', () => {
    const actions = [aSham({ allows: ['music.charts'] }), anAction({ allows: ['music.charts'] }), aControl({ allows: [] })];
    const found = (extra: readonly Flow[]) => judge({ window: aWindow({ actions }), register: registerOf({ expires: '2026-11-21' }), extra }).verdict.verdict;

    assert.equal(found([charts(), aFlow({ url: 'https://charts.example.com/top/zq7xfolder00001', startMs: T0 + 12_600 })]), 'leaked');
    assert.equal(found([charts(), aFlow({ url: 'https://other.example.com/', startMs: T0 + 12_600 })]), 'noisy');
  });

  it('about traffic past the recorder leaves it in doubt as well', () => {
    const NTP = { receivedBytes: 76, receivedPackets: 1, sentBytes: 76, sentPackets: 1 };
    const none = { receivedBytes: 0, receivedPackets: 0, sentBytes: 0, sentPackets: 0 };
    const reading = (atMs: number, traffic: typeof NTP): CounterReading => ({ startMs: atMs, endMs: atMs + 10, source: 'xt_qtaguid', beyondLoopback: { 10_083: traffic } });
    const readings = [reading(T0 + 200, none), reading(T0 + 11_900, none), reading(T0 + 18_000, NTP), reading(T0 + 58_500, NTP)];
    const counters = { model: { source: 'xt_qtaguid', loopback: 'told apart', tolerance: { bytes: 0, share: 0 }, detail: '' }, readings } as const;
    const phone = aPhone({ packages: { 'com.xiaomi.xmsf': { versionName: '1', versionCode: '1', uid: 10_083 } } });
    const entry = loadRegister().find(({ id }) => id === 'system.network-time');
    const judgedBy = (change: object) => judge({ window: aWindow({ counters }), phone, register: parseRegister(JSON.stringify([{ ...entry, sender: ['com.xiaomi.xmsf'], ...change }]), 'test.json') }).verdict;

    assert.equal(judgedBy({}).verdict, 'silent');
    const overdue = judgedBy({ expires: '2026-11-21' });
    assert.deepEqual([overdue.verdict, overdue.events], ['inconclusive', 0]);
    assert.match(overdue.reasons[0]!, /what went past the recorder was expected once, but entry "system\.network-time" of the register expired/i);
  });
});
