import assert from 'node:assert/strict';
import { BROWSERS, BROWSERS_WITH_NEWS } from '../../pageobjects/browser/browsers.ts';
import { whyNoEnhancedIncognito } from '../../pageobjects/browser/enhanced-incognito.ts';
import type { PhoneFacts } from '../../src/flow/phone-facts.ts';
import { packageOn } from '../../src/ui/app-package.ts';

const GLOBAL = 'com.mi.globalbrowser';
const CHINESE = 'com.android.browser';
const MINT = 'com.mi.globalbrowser.mini';
const STORE = { installer: 'com.android.vending' };

function aPhone(packages: Readonly<Record<string, Partial<PhoneFacts['packages'][string]>>>): PhoneFacts {
  return {
    id: 'phone', model: '', serial: '', kind: 'usb', build: '', product: '', androidVersion: '9', apiLevel: 28, identifiers: {},
    packages: Object.fromEntries(Object.entries(packages).map(([name, more]) => [name, { versionName: '1', versionCode: '1', uid: 10_001, ...more }])),
  };
}

describe('the browsers of a phone', () => {
  for (const [phone, packages, carried] of [
    ['a global build', { [GLOBAL]: {}, [MINT]: {} }, { 'mi-browser': GLOBAL, 'mint-browser': MINT }],
    ['a Chinese build', { [CHINESE]: {} }, { 'mi-browser': CHINESE }],
    ['one whose browser came from the Play Store', { [GLOBAL]: STORE, [MINT]: STORE }, { 'mi-browser-pro': GLOBAL, 'mint-browser': MINT }],
    ['one whose browser is switched off', { [GLOBAL]: { enabled: false } }, {}],
    ['one without any', { 'com.android.chrome': STORE }, {}],
  ] as const) {
    it(`are known, of ${phone}`, () => {
      const facts = aPhone(packages);

      const found = BROWSERS.map((app) => [app.appName, packageOn(app, facts)] as const).filter(([, name]) => name !== undefined);

      assert.deepEqual(Object.fromEntries(found), carried);
    });
  }

  it('have news but for Mint Browser', () => {
    assert.deepEqual(BROWSERS.filter((app) => !BROWSERS_WITH_NEWS.some((other) => other === app)).map(({ title }) => title), ['Mint Browser']);
  });
});

describe('the switch for enhanced incognito mode', () => {
  for (const [packageName, versionName, isThere] of [
    [GLOBAL, '11.4.3-g', false], [GLOBAL, '12.1.2-g', false], [GLOBAL, '12.1.4-g', true], [GLOBAL, '13.0', true],
    [MINT, '3.4.0', false], [MINT, '3.4.3', true], [MINT, '3.10', true], [CHINESE, '11.5.12', false],
  ] as const) {
    it(`${isThere ? 'is' : 'is not'} in ${packageName} ${versionName}`, () => {
      const why = whyNoEnhancedIncognito(aPhone({ [packageName]: { versionName } }), packageName);

      if (isThere) assert.equal(why, undefined);
      else assert.match(why ?? '', new RegExp(`^${packageName} ${versionName} has no switch`));
    });
  }
});
