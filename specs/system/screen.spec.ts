import { Settings } from '../../pageobjects/settings/settings.page.ts';
import { Screen } from '../../pageobjects/system/screen.page.ts';
import { expectSilence, expectTraffic } from '../../src/run/expect.ts';
import { journey } from '../../src/run/journey.ts';

// The phone lies there; whoever speaks of it must call it something: the names of the screen's states are looked for.
const screen = journey('leaving the phone alone', Screen, ({ action, control, sham }) => ({
  'presses a key that changes nothing': sham(({ app }) => ({
    act: () => app.goHome(),
    landed: () => app.isOn(),
  })),
  'turns the screen off': action({ claims: ['C15'], subjects: ['screen_off'] }, ({ app }) => ({
    act: () => app.turnOff(),
    landed: async () => !(await app.isOn()),
  })),
  'turns the screen on': action({ claims: ['C15'], subjects: ['screen_on'] }, ({ app }) => ({
    arrange: () => app.turnOff(),
    act: () => app.turnOn(),
    landed: () => app.isOn(),
  })),
  // Nobody taps: who speaks now, speaks by its own clock. Whoever names the phone itself is found by its identifiers.
  'lies idle on Wi-Fi': action({ claims: ['C15'], subjects: ['idle', 'screen_off'] }, ({ app, lieIdle }) => ({
    act: async () => {
      await app.turnOff();
      await lieIdle();
    },
    landed: async () => !(await app.isOn()) && (await app.isOnWifi()),
  })),
  // The system has no page of its own; Settings runs as the system's user, by the same network.
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
}));

describe('The phone at rest: nobody hears when you look at it', () => {
  it('turning the screen off never produces a network event', expectSilence(screen, 'turns the screen off'));
  it('turning the screen on never produces a network event', expectSilence(screen, 'turns the screen on'));
  it('lying idle on Wi-Fi never produces a network event', expectSilence(screen, 'lies idle on Wi-Fi'));
  it('opening the privacy policy is seen on the wire (positive control)', expectTraffic(screen, 'opens the privacy policy in Settings'));
});
