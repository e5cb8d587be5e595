import assert from 'node:assert/strict';
import type { BypassReport } from '../../src/silence/bypass.ts';
import { profilePath } from '../emulator/emulator-rig.ts';
import { bootCountingPhones } from '../witness/kernel/phones.ts';
import { soak } from './soak.ts';

/** Its registration goes by TLS, which this recorder does not read; in clear the phone gets as far as connecting. */
const REGISTERS_IN_CLEAR = { background: [{ name: 'push keep-alive', registerUrl: 'http://register.example/' }] };

const PHONES = {
  'ginkgo-silent': {},
  'ginkgo-look-ups-by-netd': { kernel: { dnsUid: 'dns' } },
  'ginkgo-qtaguid': { kernel: { counters: 'xt_qtaguid', dnsUid: 'dns' } },
  'ginkgo-android-11-without-loopback': { properties: { 'ro.build.version.sdk': '30' }, kernel: { counters: 'ebpf', loopback: false } },
  'ginkgo-of-2020': { extends: profilePath('ginkgo-2020'), ...REGISTERS_IN_CLEAR },
  'umi-of-2020': { extends: profilePath('umi-2020'), ...REGISTERS_IN_CLEAR },
};

/** Long enough for each phone to ask for the time, ping, and connect anew over a network that was gone. */
const SOAKED_MS = 150_000;
const WINDOW = { settleMs: 800, turns: 6, turnsAStretch: 3 };

describe('phones left alone, with every flush trigger again and again', function () {
  this.timeout(SOAKED_MS + 120_000);
  const brought = new Map<string, readonly BypassReport[]>();

  before(async () => {
    const booted = await bootCountingPhones(PHONES, 0.02);
    try {
      const endMs = Date.now() + SOAKED_MS;
      await Promise.all(Object.keys(PHONES).map(async (name, index) => {
        const windows: BypassReport[] = [];
        while (Date.now() < endMs) windows.push(await soak(booted.phones[index]!, WINDOW));
        brought.set(name, windows);
      }));
    } finally {
      await booted.stop();
    }
  });

  for (const name of Object.keys(PHONES)) {
    it(`move nothing past the recorder that the register does not know, and are never in doubt: ${name}`, () => {
      const reports = brought.get(name) ?? [];

      assert.deepEqual(reports.flatMap(({ bypass }) => bypass.filter(({ registered, ends }) => registered === undefined && ends === undefined)), []);
      assert.deepEqual(reports.flatMap(({ blind }) => blind), []);
      const known = new Set(reports.flatMap(({ bypass }) => bypass.flatMap(({ registered = '' }) => registered.split(', '))));
      for (const entry of ['push.keep-alive', 'system.network-time']) assert.ok(known.has(entry), `${entry} was never seen: nothing was soaked`);
    });
  }
});
