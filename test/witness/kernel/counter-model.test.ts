import assert from 'node:assert/strict';
import type { DeviceShell } from '../../../src/device/device-shell.ts';
import type { CounterReading, UidTraffic } from '../../../src/flow/counters.ts';
import { modelFrom, type Measurement } from '../../../src/witness/kernel/counter-model.ts';
import { hasFailed, readCounters, type SourceMemory } from '../../../src/witness/kernel/read-counters.ts';

const SEEN: UidTraffic = { receivedBytes: 900, receivedPackets: 9, sentBytes: 90, sentPackets: 3 };
const SUMS: CounterReading = { startMs: 0, endMs: 1, source: 'ebpf map', all: { 1000: SEEN } };

/** Payloads of 400 and 2700 bytes with an answer of 100, and what was counted as sent and received for them. */
function measured(small: readonly [sent: number, received: number], large: readonly [sent: number, received: number], stoodStill = false): readonly Measurement[] {
  return [[400, small], [2700, large]].map(([sentBytes, counted]) => {
    const [sent, received] = counted as readonly [number, number];
    return { sentBytes: sentBytes as number, receivedBytes: 100, stoodStill, counted: { sentBytes: sent, sentPackets: 5, receivedBytes: received, receivedPackets: 4 } };
  });
}

describe('how a phone counts', () => {
  for (const [what, measurements, loopback, overhead] of [
    ['headers on top', measured([690, 360], [2990, 360]), 'counted', { perByte: 1, perConnectionBytes: 290 }],
    ['both ends under the shell’s UID', measured([955, 955], [3255, 3255]), 'counted', { perByte: 1, perConnectionBytes: 455 }],
    ['both ends, an acknowledgement fewer the second time', measured([964, 964], [3212, 3212]), 'counted', { perByte: 1, perConnectionBytes: 464 }],
    ['nothing', measured([0, 0], [0, 0]), 'not counted', undefined],
    ['nothing of anybody’s', measured([0, 0], [0, 0], true), 'unknown', undefined],
    ['fewer bytes than were sent', measured([690, 360], [1800, 360]), 'unknown', undefined],
    ['everything twice', measured([1380, 360], [5980, 360]), 'unknown', undefined],
    ['the small one only', measured([690, 360], [0, 0]), 'unknown', undefined],
    ['a step back', measured([690, 360], [-10, 360]), 'unknown', undefined],
    ['far more for a connection than one has', measured([9_690, 360], [11_990, 360]), 'unknown', undefined],
    ['nobody answered', 'sent 256 bytes, found no answer', 'unknown', undefined],
  ] as const) {
    it(`is ${loopback} where it counted ${what}`, () => {
      const model = modelFrom(SUMS, measurements);

      assert.equal(model.loopback, loopback);
      assert.deepEqual(model.overhead, overhead);
      assert.ok(model.detail.length > 20);
    });
  }

  it('is exact where interfaces are told apart, whatever the sums do', () => {
    const model = modelFrom({ ...SUMS, source: 'xt_qtaguid', beyondLoopback: {} }, 'sent 256 bytes, found no answer');

    assert.deepEqual([model.loopback, model.tolerance], ['told apart', { bytes: 0, share: 0 }]);
  });

  it('is unknown where nothing was ever counted, and where only TCP is', () => {
    assert.equal(modelFrom({ ...SUMS, all: {}, beyondLoopback: {} }, measured([0, 0], [0, 0])).loopback, 'unknown');
    assert.equal(modelFrom({ ...SUMS, source: 'uid_stat' }, measured([690, 360], [2990, 360])).loopback, 'unknown');
  });
});

describe('a reading of the counters', () => {
  const MAP = '  mAppUidStatsMap:\n    uid rxBytes rxPackets txBytes txPackets\n    1000 900 9 90 3\n  mStatsMapA:\n';
  const HISTORY = 'Forced poll\n==== earshot cut ====\nUID stats:\n  History since boot:\n  ident=[{type=1}] uid=1000 set=DEFAULT tag=0x0\n'
    + '    NetworkStatsHistory: bucketDuration=7200\n      st=1 rb=900 rp=9 tb=90 tp=3 op=0\n';

  function phone(answer: (command: string) => string): { readonly shell: DeviceShell; readonly asked: string[] } {
    const asked: string[] = [];
    const attempt = (command: string): Promise<{ exitCode: number; stdout: string; stderr: string }> => {
      asked.push(command);
      return Promise.resolve().then(() => ({ exitCode: 0, stdout: answer(command), stderr: '' }));
    };
    return { asked, shell: { serial: 'phone-1', try: attempt, run: async (command) => (await attempt(command)).stdout, push: () => Promise.resolve(), stream: () => Promise.reject(new Error('no stream is asked for here')) } };
  }

  for (const [what, answer, source, tables] of [
    ['histories and maps in one', (command: string) => (command.includes('netstats') ? `${HISTORY}BPF map content:\n${MAP}` : ''), 'netstats', { beyondLoopback: { 1000: SEEN }, all: { 1000: SEEN } }],
    ['histories, and a map of netd', (command: string) => (command.includes('netd') ? `${HISTORY}==== earshot cut ====\n${MAP}` : HISTORY), 'netstats', { beyondLoopback: { 1000: SEEN }, all: { 1000: SEEN } }],
    ['histories alone', (command: string) => (command.endsWith('--uid') ? HISTORY : ''), 'netstats', { beyondLoopback: { 1000: SEEN } }],
    ['a map alone', (command: string) => (command.includes('netstats') ? '' : MAP), 'ebpf map', { all: { 1000: SEEN } }],
    ['histories nobody brought up to date', (command: string) => (command.endsWith('--uid') ? HISTORY.replace('Forced poll', 'Unknown') : ''), undefined, {}],
    ['nothing', () => '', undefined, {}],
  ] as const) {
    it(`${source === undefined ? 'fails' : `comes by ${source}`} where the phone has ${what}, and is one round trip from then on`, async () => {
      const { shell, asked } = phone(answer);
      const memory: SourceMemory = {};
      const first = await readCounters(shell, memory);
      const before = asked.length;

      const second = await readCounters(shell, memory);

      assert.equal(hasFailed(first) ? undefined : first.source, source);
      if (source !== undefined) assert.equal(asked.length, before + 1);
      const { startMs, endMs, ...rest } = second;
      assert.ok(startMs <= endMs);
      if (!hasFailed(second)) assert.deepEqual(rest, { source, ...tables });
    });
  }

  it('fails and does not throw when the phone is gone; another source is not taken then', async () => {
    let isGone = false;
    const { shell, asked } = phone((command) => {
      if (isGone) throw new Error('asked phone-1, found nobody');
      return command.includes('netstats') ? `${HISTORY}BPF map content:\n${MAP}` : '';
    });
    const memory: SourceMemory = {};
    await readCounters(shell, memory);
    isGone = true;
    const before = asked.length;

    const reading = await readCounters(shell, memory);

    assert.ok(hasFailed(reading));
    assert.match(reading.failed, /netstats: asked phone-1, found nobody/);
    assert.equal(asked.length, before + 1);
  });
});
