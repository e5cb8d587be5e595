import { Music } from '../../pageobjects/music/music.page.ts';
import { atFirstRun } from '../../pageobjects/first-run.page.ts';
import { Settings } from '../../pageobjects/settings/settings.page.ts';
import { expectSilence, expectTraffic } from '../../src/run/expect.ts';
import { journey } from '../../src/run/journey.ts';

// Its data is cleared first, so that it asks again: only where the run was asked for it, by --consent declined.
const declining = journey('declining the agreement of Music', atFirstRun(Music), ({ action, control, sham }) => ({
  'touches the question': sham(({ app }) => ({
    act: () => app.touchNothing(),
    landed: () => app.isAsking(),
  })),
  'declines the agreement of Music': action({ claims: ['C17'], subjects: ['consent'] }, ({ app }) => ({
    act: () => app.decline(),
    landed: async () => !(await app.isAsking()),
  })),
  // An app that was declined has closed, and has nothing left to show: Settings is asked instead, by the same network.
  'opens the privacy policy in Settings': control({ seenAt: 'privacy.mi.com' }, ({ phone }) => {
    const settings = new Settings(phone);
    return {
      arrange: async () => {
        await settings.open();
        await settings.openLegalInformation();
      },
      act: () => settings.openPrivacyPolicy(),
      landed: () => settings.isPrivacyPolicyShown(),
    };
  }),
}), { consents: ['declined'] });

describe('Music: whoever does not agree is left alone', () => {
  it('declining the agreement of Music never produces a network event', expectSilence(declining, 'declines the agreement of Music'));
  it('opening the privacy policy is seen on the wire (positive control)', expectTraffic(declining, 'opens the privacy policy in Settings'));
});
