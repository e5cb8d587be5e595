import { AppSettings } from '../../pageobjects/app-settings.component.ts';
import { Camera } from '../../pageobjects/camera/camera.page.ts';
import { Gallery } from '../../pageobjects/gallery/gallery.page.ts';
import { expectSilence, expectTraffic } from '../../src/run/expect.ts';
import { journey } from '../../src/run/journey.ts';

const pictures = journey('taking pictures', Camera, ({ action, control, sham }) => ({
  'touches the viewfinder': sham(({ app }) => ({
    act: () => app.touchNothing(),
    landed: () => app.isReady(),
  })),
  // Nothing can be planted in a picture's name: the folder that telemetry would name is looked for.
  'takes a picture': action({ claims: ['C16'], subjects: ['DCIM/Camera'] }, ({ app, storage }) => {
    let before: readonly string[] = [];
    return {
      arrange: async () => { before = await storage.cameraRoll(); },
      act: () => app.takePicture(),
      landed: async () => (await storage.takenSince(before)).length > 0,
    };
  }),
  'looks at the picture taken': action({ claims: ['C16'] }, ({ app, phone, storage }) => {
    let taken: readonly string[] = [];
    return {
      arrange: async () => {
        const before = await storage.cameraRoll();
        await app.takePicture();
        taken = await storage.takenSince(before);
      },
      // The camera named the picture, by the time: that name is looked for.
      subjects: () => Promise.resolve(taken),
      act: () => app.lookAtLastPicture(),
      landed: () => new Gallery(phone).isShowing(taken[0] ?? ''),
    };
  }),
  'opens the privacy policy': control({ seenAt: 'privacy.mi.com' }, ({ app, phone }) => ({
    act: () => new AppSettings(phone, app.packageName).openPrivacyPolicy(),
    landed: () => new AppSettings(phone, app.packageName).isPrivacyPolicyShown(),
  })),
}));

describe('Camera: your pictures are yours', () => {
  it('taking a picture never produces a network event', expectSilence(pictures, 'takes a picture'));
  it('looking at the picture taken never produces a network event', expectSilence(pictures, 'looks at the picture taken'));
  it('opening the privacy policy is seen on the wire (positive control)', expectTraffic(pictures, 'opens the privacy policy'));
});
