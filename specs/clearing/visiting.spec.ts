import type { Browser } from '../../pageobjects/browser/browser.page.ts';
import { BROWSERS } from '../../pageobjects/browser/browsers.ts';
import { expectSilence, expectTraffic } from '../../src/run/expect.ts';
import { journey, type Performance, type Scene } from '../../src/run/journey.ts';
import { ALLOWED } from '../browser/allowed.ts';

/** Visits a page that nobody has ever heard of. */
const visit = ({ app, canary }: Scene<Browser>): Performance => {
  const site = `${canary('host')}.visited.test`;
  return {
    act: () => app.visit(`https://${site}/${canary('url')}`),
    landed: () => app.isLoaded(canary('url')),
    heardBy: [{ role: 'host', host: site }, { role: 'url', host: site }],
  };
};

// The data of each browser is cleared half-way, to see by which names it is known afterwards: only where the run was asked for it, by --consent cleared.
const clearing = journey('visiting before and after clearing the data', BROWSERS, ({ action, control, sham }) => ({
  'touches the address bar': sham(({ app }) => ({
    act: () => app.touchNothing(),
    landed: () => app.isIn('normal'),
  })),
  'visits a site before the data is cleared': action({ claims: ['C1', 'C10'] }, visit),
  'visits a site after the data was cleared': action({ claims: ['C1', 'C10'] }, (scene) => ({
    ...visit(scene),
    arrange: async () => {
      // What it has not said yet would be cleared too, and nobody could be told apart by it.
      await scene.app.goHome();
      await scene.lieIdle();
      await scene.phone.clearData(scene.app.packageName);
      await scene.app.open();
    },
  })),
  'opens the user agreement': control({ seenAt: 'privacy.mi.com' }, ({ app }) => ({
    act: () => app.openUserAgreement(),
    landed: async () => (await app.pageTitle()) !== undefined,
  })),
}), { allows: ALLOWED, consents: ['cleared'] });

describe('Browser: whoever clears its data is a stranger to it', () => {
  it('visiting a site before the data is cleared is heard by that site alone', expectSilence(clearing, 'visits a site before the data is cleared'));
  it('visiting a site after the data was cleared is heard by that site alone', expectSilence(clearing, 'visits a site after the data was cleared'));
  it('opening the user agreement is seen on the wire (positive control)', expectTraffic(clearing, 'opens the user agreement'));
});
