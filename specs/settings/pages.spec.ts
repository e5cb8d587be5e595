import { Settings } from '../../pageobjects/settings/settings.page.ts';
import { expectSilence, expectTraffic } from '../../src/run/expect.ts';
import { journey } from '../../src/run/journey.ts';

// Nothing can be planted in a settings page, so the page's own names are looked for: its title and its fragment.
const pages = journey('reading settings', Settings, ({ action, control, sham }) => ({
  'touches nothing': sham(({ app }) => ({
    act: () => app.touchNothing(),
    landed: () => app.isAtMainList(),
  })),
  'opens the WLAN page': action({ claims: ['C7'], subjects: ['WifiSettings', 'WLAN'] }, ({ app }) => ({
    act: () => app.openPage('WLAN'),
    landed: () => app.isOnPage('WLAN'),
  })),
  'opens the Location page': action({ claims: ['C7'], subjects: ['LocationSettings', 'Location', '位置信息'] }, ({ app }) => ({
    act: () => app.openPage('Location'),
    landed: () => app.isOnPage('Location'),
  })),
  'swipes through the list': action({ claims: ['C7'], subjects: ['MainSettings', 'settings_main'] }, ({ app }) => ({
    act: () => app.swipeThroughList(),
    landed: () => app.isInSight('Additional settings'),
  })),
  'turns a setting over': action({ claims: ['C7'], subjects: ['notification_badging', 'App icon badges', '桌面图标角标'] }, ({ app }) => {
    let wasOn = true;
    return {
      arrange: async () => {
        await app.openPage('Notifications');
        wasOn = await app.isSwitchedOn();
      },
      // Over and back again: the phone stays as it was.
      act: async () => {
        await app.turnOver('App icon badges');
        await app.turnOver('App icon badges');
      },
      landed: async () => (await app.isSwitchedOn()) === wasOn,
    };
  }),
  'searches the settings': action({ claims: ['C7'] }, ({ app, canary }) => ({
    act: () => app.searchFor(canary('search')),
    landed: async () => (await app.searchWords()) === canary('search'),
  })),
  'opens the privacy policy': control({ seenAt: 'privacy.mi.com' }, ({ app }) => ({
    arrange: () => app.openLegalInformation(),
    act: () => app.openPrivacyPolicy(),
    landed: () => app.isPrivacyPolicyShown(),
  })),
}));

describe('Settings: which page you read is nobody\'s business', () => {
  it('opening the WLAN page never produces a network event', expectSilence(pages, 'opens the WLAN page'));
  it('opening the Location page never produces a network event', expectSilence(pages, 'opens the Location page'));
  it('swiping through the list never produces a network event', expectSilence(pages, 'swipes through the list'));
  it('turning a setting over never produces a network event', expectSilence(pages, 'turns a setting over'));
  it('searching the settings is heard by nobody', expectSilence(pages, 'searches the settings'));
  it('opening the privacy policy is seen on the wire (positive control)', expectTraffic(pages, 'opens the privacy policy'));
});
