import type { Browser } from '../../pageobjects/browser/browser.page.ts';
import { BROWSERS } from '../../pageobjects/browser/browsers.ts';
import { whyNoEnhancedIncognito } from '../../pageobjects/browser/enhanced-incognito.ts';
import { expectSilence, expectTraffic } from '../../src/run/expect.ts';
import { journey, type Performance, type Scene } from '../../src/run/journey.ts';
import { ALLOWED } from './allowed.ts';

interface Combination {
  readonly incognito: boolean;
  readonly enhanced: boolean;
}

/** How the switch was found, to be put back at the end. */
let found: boolean | undefined;

/** Visits a page nobody has ever heard of, with incognito mode and the switch for its enhanced mode as told. */
const visit = ({ incognito, enhanced }: Combination) => ({ app, canary }: Scene<Browser>): Performance => ({
  arrange: async () => {
    if (app.hasEnhancedIncognito) await app.setEnhancedIncognito(enhanced);
    await app.openTab(incognito ? 'incognito' : 'normal');
  },
  act: () => app.visit(`https://switch.visited.test/${canary('url')}`),
  landed: async () => (await app.isIn(incognito ? 'incognito' : 'normal')) && (await app.isLoaded(canary('url'))),
  heardBy: [{ role: 'url', host: 'switch.visited.test' }],
});

// Which way round the switch is the honest one, the sources do not agree on: all four are performed alike.
const incognitoSwitch = journey('the incognito switch', BROWSERS, ({ action, control, sham }) => ({
  'touches the address bar': sham(({ app }) => ({
    arrange: async () => {
      if (app.hasEnhancedIncognito) found ??= await app.isEnhancedIncognitoOn();
      await app.openTab('normal');
    },
    act: () => app.touchNothing(),
    landed: () => app.isIn('normal'),
  })),
  // A brief run performs those in incognito mode alone, and none on a build without the switch: other visits tell it the rest.
  'visits a site with incognito on and enhanced off': action({ claims: ['C5'], comparedWith: 'visits a site with incognito on and enhanced on' }, visit({ incognito: true, enhanced: false })),
  'visits a site with incognito on and enhanced on': action({ claims: ['C5'], whyNot: whyNoEnhancedIncognito }, visit({ incognito: true, enhanced: true })),
  'visits a site with incognito off and enhanced off': action({ claims: ['C5'], comparedWith: 'visits a site with incognito off and enhanced on' }, visit({ incognito: false, enhanced: false })),
  'visits a site with incognito off and enhanced on': action({ claims: ['C5'], whyNot: whyNoEnhancedIncognito }, visit({ incognito: false, enhanced: true })),
  'opens the user agreement': control({ seenAt: 'privacy.mi.com' }, ({ app }) => ({
    arrange: async () => {
      if (found !== undefined) await app.setEnhancedIncognito(found);
      await app.openTab('normal');
    },
    act: () => app.openUserAgreement(),
    landed: async () => (await app.pageTitle()) !== undefined,
  })),
}), { allows: ALLOWED });

describe('Browser: the incognito switch does what it says', () => {
  it('with incognito on and enhanced off a visit is heard by its site alone', expectSilence(incognitoSwitch, 'visits a site with incognito on and enhanced off'));
  it('with incognito on and enhanced on a visit is heard by its site alone', expectSilence(incognitoSwitch, 'visits a site with incognito on and enhanced on'));
  it('with incognito off and enhanced off a visit is heard by its site alone', expectSilence(incognitoSwitch, 'visits a site with incognito off and enhanced off'));
  it('with incognito off and enhanced on a visit is heard by its site alone', expectSilence(incognitoSwitch, 'visits a site with incognito off and enhanced on'));
  it('opening the user agreement is seen on the wire (positive control)', expectTraffic(incognitoSwitch, 'opens the user agreement'));
});
