import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { CounterModel, CounterReading, CounterRecord } from '../../../src/flow/counters.ts';
import { findBypass, kernelState, type BypassReport } from '../../../src/silence/bypass.ts';
import { measureCounterModel } from '../../../src/witness/kernel/measure-counter-model.ts';
import { hasFailed, readCounters, type SourceMemory } from '../../../src/witness/kernel/read-counters.ts';
import { bootCountingPhones, type CountingPhone } from './phones.ts';

const CALCULATOR = { package: 'com.miui.calculator', uid: 10_063 };
const NOTES = { package: 'com.miui.notes', uid: 10_064 };

/** The calculator leaks past the proxy when it is opened, the notes report through it. */
function variant(sdk: number, kernel: object, past: object): object {
  const generic = { preset: 'generic', encode: ['json'], flushIntervalMs: 100, mark: 'invented' };
  const rule = (name: string, app: string): object =>
    ({ name, sdk: name, event: 'open', when: { package: app, event: 'app.foreground' }, fields: {}, claims: ['C8'], mark: 'invented' });
  return {
    properties: { 'ro.build.version.sdk': String(sdk) },
    kernel,
    sdks: { past: { ...generic, ...past }, through: { ...generic, to: 'http://through.collect.example/c' } },
    rules: [rule('past', CALCULATOR.package), rule('through', NOTES.package)],
    background: [
      ...['captive portal check', 'push keep-alive'].map((name) => ({ name, remove: true })),
      // Once, at boot: a phone whose counters have never counted anything is not believed.
      { name: 'network time', minMs: 3_600_000, maxMs: 3_600_000, atBoot: true },
    ],
  };
}

const BY_DNS = { to: 'dns://d.example', encode: ['form', 'hex', 'host'], transport: 'dns' };
const BY_UDP = { to: 'udp://198.18.7.7:9999', transport: 'udp' };
const BY_TCP = { to: 'tcp://198.18.7.7:9999', transport: 'tcp' };
const BY_HTTP = { to: 'http://direct.collect.example/c', transport: 'direct' };

const VARIANTS = {
  'ebpf-9': variant(28, { counters: 'ebpf' }, BY_DNS),
  'qtaguid-9': variant(28, { counters: 'xt_qtaguid', dnsUid: 'dns' }, BY_UDP),
  'ebpf-11': variant(30, { counters: 'ebpf', loopback: false }, BY_TCP),
  'ebpf-13': variant(33, { counters: 'ebpf' }, BY_HTTP),
  'qtaguid-7': variant(24, { counters: 'xt_qtaguid', loopback: false }, BY_DNS),
};

const EXPECTED = [
  ['ebpf-9', 'ebpf map', 'told apart', /loopback is counted in the sum/],
  ['qtaguid-9', 'xt_qtaguid', 'told apart', /loopback is counted in the sum/],
  ['ebpf-11', 'netstats', 'left out', /loopback is not counted in the sum/],
  ['ebpf-13', 'netstats', 'left out', /loopback is counted in the sum/],
  ['qtaguid-7', 'xt_qtaguid', 'told apart', /loopback is not counted in the sum/],
] as const;

describe('the kernel’s counters of an emulated phone', function () {
  this.timeout(30_000);
  let booted: Awaited<ReturnType<typeof bootCountingPhones>>;
  const memories: SourceMemory[] = EXPECTED.map(() => ({}));
  const models = new Map<number, CounterModel>();

  before(async () => {
    booted = await bootCountingPhones(VARIANTS);
  });
  after(() => booted.stop());

  const phoneAt = (index: number): CountingPhone => booted.phones[index]!;
  const read = async (index: number): Promise<CounterReading> => {
    const reading = await readCounters(phoneAt(index).shell, memories[index]!);
    if (hasFailed(reading)) throw new Error(reading.failed);
    return reading;
  };
  const open = (index: number, app: { readonly package: string }): Promise<string> =>
    phoneAt(index).shell.run(`am start -n $(cmd package resolve-activity --brief ${app.package} | tail -n 1)`);
  const judge = (index: number, readings: readonly CounterReading[]): { readonly report: BypassReport; readonly record: CounterRecord } => {
    const record = { model: models.get(index)!, readings };
    return { record, report: findBypass(record, { uids: { group: [CALCULATOR.uid, NOTES.uid] }, wire: [phoneAt(index).recorder], budgets: [] }) };
  };

  for (const [index, [id, source, loopback, detail]] of EXPECTED.entries()) {
    it(`${id}: it is read by ${source}, its convention measured`, async () => {
      const token = randomBytes(8).toString('hex');
      const model = await measureCounterModel(phoneAt(index).shell, { setting: phoneAt(index).setting, tokens: [`${token}a`, `${token}b`], memory: memories[index]! });

      assert.ok('loopback' in model, JSON.stringify(model));
      models.set(index, model);
      assert.deepEqual([model.source, model.loopback], [source, loopback]);
      assert.match(model.detail, detail);
    });

    it(`${id}: it stands still while nothing happens`, async () => {
      const readings = [await read(index), await read(index)];

      const { record, report } = judge(index, readings);

      assert.deepEqual(report, { bypass: [], blind: [] });
      assert.equal(kernelState(record, [CALCULATOR.uid], { startMs: readings[0]!.endMs, endMs: readings[1]!.startMs }), 'quiet');
    });

    it(`${id}: what goes through the proxy is no bypass`, async () => {
      const before = await read(index);
      await open(index, NOTES);
      while (!phoneAt(index).recorder.hosts.includes('through.collect.example')) await new Promise((resolve) => setImmediate(resolve));

      const { report } = judge(index, [before, await read(index)]);

      assert.deepEqual(report, { bypass: [], blind: [] });
    });

    it(`${id}: what an app sends past the proxy is bypass, and the app’s own`, async () => {
      const readings = [await read(index)];
      await open(index, CALCULATOR);
      do readings.splice(1, 1, await read(index));
      while ((readings[1]!.beyondLoopback?.[CALCULATOR.uid]?.sentPackets ?? 0) === 0);

      const { record, report } = judge(index, readings);

      assert.deepEqual(report.blind, []);
      const leaks = report.bypass.filter(({ whose }) => whose === 'group');
      assert.equal(leaks.length, 1);
      assert.equal(leaks[0]!.uid, CALCULATOR.uid);
      assert.equal(kernelState(record, [CALCULATOR.uid], { startMs: readings[0]!.endMs, endMs: readings[1]!.startMs }), 'seen');
    });
  }

  it('a phone whose counters are gone is a failure, not zero', async () => {
    for (const index of [0, 1, 3]) {
      await phoneAt(index).fault('counters-missing');

      const reading = await readCounters(phoneAt(index).shell, memories[index]!);

      assert.ok(hasFailed(reading), JSON.stringify(reading));
      assert.match(reading.failed, /found none: (?:ebpf map|xt_qtaguid|netstats): (?!asked)/);
    }
  });
});
