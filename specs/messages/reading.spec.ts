import { AppSettings } from '../../pageobjects/app-settings.component.ts';
import { Messages } from '../../pageobjects/messages/messages.page.ts';
import { expectSilence, expectTraffic } from '../../src/run/expect.ts';
import { journey } from '../../src/run/journey.ts';

// No message can be sent to a phone by cable: one is laid into the inbox. Who watches the inbox learns of it there; who
// listens to the mobile network does not, so what is silent about a message that comes over the air is not told by this.
const reading = journey('reading messages', Messages, ({ action, control, sham }) => ({
  'touches nothing': sham(({ app }) => ({
    arrange: () => app.openSearch(),
    act: () => app.touchNothing(),
    landed: () => app.isSearchOpen(),
  })),
  'receives a message': action({ claims: ['C16'] }, ({ app, storage, canary }) => ({
    act: () => storage.putMessage({ from: canary('sender'), text: canary('message') }),
    landed: () => app.lists(canary('sender')),
  })),
  'reads a message': action({ claims: ['C16'] }, ({ app, storage, canary }) => ({
    arrange: () => storage.putMessage({ from: canary('sender'), text: canary('message') }),
    act: () => app.openConversation(canary('sender')),
    landed: () => app.shows(canary('message')),
  })),
  'opens the privacy policy': control({ seenAt: 'privacy.mi.com' }, ({ app, phone }) => ({
    act: () => new AppSettings(phone, app.packageName).openPrivacyPolicy(),
    landed: () => new AppSettings(phone, app.packageName).isPrivacyPolicyShown(),
  })),
}));

describe('Messages: your messages are between you and who wrote them', () => {
  it('receiving a message never produces a network event', expectSilence(reading, 'receives a message'));
  it('reading a message never produces a network event', expectSilence(reading, 'reads a message'));
  it('opening the privacy policy is seen on the wire (positive control)', expectTraffic(reading, 'opens the privacy policy'));
});
