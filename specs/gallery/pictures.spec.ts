import { AppSettings } from '../../pageobjects/app-settings.component.ts';
import { Gallery } from '../../pageobjects/gallery/gallery.page.ts';
import { expectSilence, expectTraffic } from '../../src/run/expect.ts';
import { journey } from '../../src/run/journey.ts';

const pictures = journey('looking at pictures', Gallery, ({ action, control, sham }) => ({
  'touches nothing': sham(({ app }) => ({
    act: () => app.touchNothing(),
    landed: () => app.isShowingPhotos(),
  })),
  'looks at a picture': action({ claims: ['C16'] }, ({ app, storage, canary }) => ({
    arrange: async () => {
      await storage.putPicture(`${canary('file')}.png`);
      await app.open();
    },
    act: () => app.lookAt(`${canary('file')}.png`),
    landed: () => app.isShowing(`${canary('file')}.png`),
  })),
  'opens the privacy policy': control({ seenAt: 'privacy.mi.com' }, ({ app, phone }) => ({
    act: () => new AppSettings(phone, app.packageName).openPrivacyPolicy(),
    landed: () => new AppSettings(phone, app.packageName).isPrivacyPolicyShown(),
  })),
}));

describe('Gallery: what you look at is your own business', () => {
  it('looking at a picture never produces a network event', expectSilence(pictures, 'looks at a picture'));
  it('opening the privacy policy is seen on the wire (positive control)', expectTraffic(pictures, 'opens the privacy policy'));
});
