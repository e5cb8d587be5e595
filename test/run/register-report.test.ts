import assert from 'node:assert/strict';
import { registerLines, reportRegister } from '../../src/run/register-report.ts';
import type { RegisterCase } from '../../src/run/register-report.ts';
import { loadRegister } from '../../src/silence/register.ts';

const FACTS = { kind: 'emulated', build: 'xiaomi/ginkgo/ginkgo:9/PKQ1.190616.001/V11.0.8.0.PCOMIXM:user/release-keys', packages: { 'com.xiaomi.xmsf': { versionName: '1', versionCode: '1', uid: 10_083 } } } as const;
const register = loadRegister().filter(({ id }) => ['system.captive-portal', 'push.resolver', 'push.keep-alive', 'browser.news-feed', 'web.third-party-parts'].includes(id));

function reported(over: Partial<RegisterCase> = {}) {
  const uses = [{ used: ['push.resolver'], allows: [] }, { used: ['system.captive-portal'], allows: ['web.third-party-parts'] }];
  return reportRegister({ register, day: '2026-11-21', isWhole: true, phones: [{ facts: FACTS, uses }], ...over });
}

describe('what a run says of the register', () => {
  it('after a full run names what could have been used and was not', () => {
    const { isFull, used, unused } = reported();

    assert.deepEqual([isFull, used, unused], [true, ['push.resolver', 'system.captive-portal'], [
      { id: 'push.keep-alive', because: 'entry "push.keep-alive" of the register was used by nothing in this full run: nothing that came in a window was it; push answers for it' },
    ]]);
  });

  it('names an entry that no spec allows', () => {
    const facts = { ...FACTS, packages: { 'com.mi.globalbrowser': { versionName: '1', versionCode: '1', uid: 10_090 } } };

    const { unused } = reported({ phones: [{ facts, uses: [{ used: ['system.captive-portal'], allows: ['web.third-party-parts'] }] }] });

    assert.deepEqual(unused.map(({ because }) => /no spec allows it|nothing that came/.exec(because)?.[0]), ['no spec allows it', 'nothing that came']);
  });

  for (const [what, over] of [
    ['was asked for less than all', { isWhole: false }],
    ['never reached a phone', { phones: [{ uses: [undefined] }] }],
    ['has a spec that did not come to its end', { phones: [{ facts: FACTS, uses: [{ used: [], allows: [] }, undefined] }] }],
  ] as const) {
    it(`after a run that ${what} says nothing of what is unused`, () => {
      const { isFull, unused } = reported(over);

      assert.deepEqual([isFull, unused], [false, []]);
    });
  }

  it('asks of a real phone nothing that is true of the embedded world alone', () => {
    const { unused } = reported({ phones: [{ facts: { ...FACTS, kind: 'usb' }, uses: [{ used: ['push.resolver', 'system.captive-portal'], allows: [] }] }] });

    assert.deepEqual(unused, []);
  });

  it('asks of phones only what is of their builds, and of none what is of real phones', () => {
    const ids = ['system.captive-portal.google', 'push.resolver', 'push.resolver.china'];
    const unusedOn = (builds: readonly string[]) =>
      reported({
        register: loadRegister().filter(({ id }) => ids.includes(id)),
        phones: builds.map((build) => ({ facts: { ...FACTS, build }, uses: [{ used: [], allows: [] }] })),
      }).unused.map(({ id }) => id);
    const chinese = FACTS.build.replace('PCOMIXM', 'PCOCNXM');

    assert.deepEqual([unusedOn([FACTS.build]), unusedOn([chinese]), unusedOn([chinese, FACTS.build])], [['push.resolver'], ['push.resolver.china'], ['push.resolver', 'push.resolver.china']]);
    assert.deepEqual(unusedOn(['Xiaomi/perseus/perseus:9/PKQ1.180729.001/8.10.25:user/release-keys']), []);
  });

  it('tells on the terminal what is overdue and what will be, and an overdue entry is not called unused', () => {
    const changed = register.map((entry) => (entry.id === 'push.keep-alive' ? { ...entry, expires: '2026-11-20' } : entry.id === 'push.resolver' ? { ...entry, expires: '2026-12-01' } : entry));

    assert.deepEqual(registerLines(reported({ register: changed })), [
      'REGISTER  overdue: entry "push.keep-alive" of the register expired on 2026-11-20; push answers for it',
      'REGISTER  soon: entry "push.resolver" of the register expires on 2026-12-01; push answers for it',
    ]);
  });
});
