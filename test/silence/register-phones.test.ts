import assert from 'node:assert/strict';
import { isAboutPhone, registerOn } from '../../src/silence/register-phones.ts';
import { loadRegister } from '../../src/silence/register.ts';
import { T0, aFlow, aPhone, aWindow, judge } from './factories.ts';
import { raiseLate } from './raise-late.ts';

const GLOBAL = aPhone().build;
const CHINESE = 'Xiaomi/davinci/davinci:9/PKQ1.190302.001/V11.0.3.0.PFJCNXM:user/release-keys';
const DEVELOPERS = 'Xiaomi/perseus/perseus:9/PKQ1.180729.001/8.10.25:user/release-keys';
const PORTAL_OF_GOOGLE = 'http://connectivitycheck.gstatic.com/generate_204';

describe('which phones an entry of the register is about', () => {
  for (const [what, entry, phone, expected] of [
    ['one of no world or build: every phone', {}, { kind: 'usb', build: DEVELOPERS }, 'yes'],
    ['one of the embedded world: an emulated phone', { world: 'embedded' }, { kind: 'emulated', build: GLOBAL }, 'yes'],
    ['one of the embedded world: no phone by cable', { world: 'embedded' }, { kind: 'usb', build: GLOBAL }, 'no'],
    ['one of real phones: a phone of a farm', { world: 'real' }, { kind: 'stf', build: GLOBAL }, 'yes'],
    ['one of real phones: no emulated phone', { world: 'real' }, { kind: 'emulated', build: GLOBAL }, 'no'],
    ['one of Chinese builds: such a phone', { builds: 'chinese' }, { kind: 'usb', build: CHINESE }, 'yes'],
    ['one of Chinese builds: no global one', { builds: 'chinese' }, { kind: 'usb', build: GLOBAL }, 'no'],
    ['one of global builds: no Chinese one', { builds: 'global' }, { kind: 'emulated', build: CHINESE }, 'no'],
    ['one of global builds: a European one', { builds: 'global' }, { kind: 'usb', build: GLOBAL.replace('PCOMIXM', 'PCOEUXM') }, 'yes'],
    ['one of Chinese builds: perhaps one whose version is a day', { builds: 'chinese' }, { kind: 'usb', build: DEVELOPERS }, 'unknown'],
    ['one of real phones and Chinese builds: no emulated one, whatever its build', { world: 'real', builds: 'chinese' }, { kind: 'emulated', build: CHINESE }, 'no'],
  ] as const) {
    it(what, () => {
      assert.equal(isAboutPhone(entry, phone), expected);
    });
  }

  it('leaves those that may be', () => {
    const pushOf = (build: string) => registerOn(loadRegister(), aPhone({ build })).map(({ id }) => id).filter((id) => id.startsWith('push.resolver'));

    assert.deepEqual([GLOBAL, CHINESE, DEVELOPERS].map(pushOf), [['push.resolver'], ['push.resolver.china'], ['push.resolver', 'push.resolver.china']]);
  });
});

describe('what is expected of other phones', () => {
  for (const [what, host, phone, verdict] of [
    ['the push server of global builds on one', 'app.chat.global.xiaomi.net', aPhone({ kind: 'usb' }), 'silent'],
    ['the push server of Chinese builds on a global one', 'app.chat.xiaomi.net', aPhone({ kind: 'usb' }), 'noisy'],
    ['the push server of Chinese builds on one', 'app.chat.xiaomi.net', aPhone({ kind: 'usb', build: CHINESE }), 'silent'],
  ] as const) {
    it(`makes ${what} ${verdict}`, () => {
      assert.equal(judge({ phone, extra: [aFlow({ kind: 'tunnel', host, port: 5222, startMs: T0 + 12_400 })] }).verdict.verdict, verdict);
    });
  }

  it('makes the check of stock Android silent on a phone by cable, and noisy on an emulated one, which is not known to make it', () => {
    const verdictOn = (kind: 'usb' | 'emulated') => judge({ phone: aPhone({ kind }), extra: [aFlow({ url: PORTAL_OF_GOOGLE, startMs: T0 + 12_400 })] }).verdict.verdict;

    assert.deepEqual([verdictOn('usb'), verdictOn('emulated')], ['silent', 'noisy']);
  });

  it('puts silent actions in doubt where it comes late', () => {
    const flows = [aFlow({ kind: 'tunnel', host: 'app.chat.xiaomi.net', port: 5222, startMs: T0 + 90_000 })];
    const lateOn = (build: string) =>
      raiseLate({ windows: [aWindow()], verdicts: [judge().verdict], flows, readBody: () => Buffer.alloc(0), installed: [], register: loadRegister(), phone: aPhone({ kind: 'usb', build }) }).map(({ verdict }) => verdict);

    assert.deepEqual([lateOn(CHINESE), lateOn(GLOBAL)], [['silent'], ['inconclusive']]);
  });
});
