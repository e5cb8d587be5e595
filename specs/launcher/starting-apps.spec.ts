import { Camera } from '../../pageobjects/camera/camera.page.ts';
import { FileManager } from '../../pageobjects/file-manager/file-manager.page.ts';
import { Gallery } from '../../pageobjects/gallery/gallery.page.ts';
import { Launcher, type Icon } from '../../pageobjects/launcher/launcher.page.ts';
import { Messages } from '../../pageobjects/messages/messages.page.ts';
import { Settings } from '../../pageobjects/settings/settings.page.ts';
import { expectSilence, expectTraffic } from '../../src/run/expect.ts';
import { journey, type Scene } from '../../src/run/journey.ts';

/** Opens an app by its icon; whoever speaks of it must name its package. */
const opens = (icon: Icon, packageNames: readonly string[]) => ({ app }: Scene<Launcher>) => ({
  act: () => app.openApp(icon),
  landed: async () => packageNames.includes(await app.frontPackage()),
});

const launches = journey('opening apps', Launcher, ({ action, control, sham }) => ({
  'touches nothing': sham(({ app }) => ({
    act: () => app.touchNothing(),
    landed: () => app.isOnScreen(1),
  })),
  'opens Settings': action({ claims: ['C8'], subjects: Settings.packageNames }, opens('Settings', Settings.packageNames)),
  'opens File Manager': action({ claims: ['C8'], subjects: FileManager.packageNames }, opens('File Manager', FileManager.packageNames)),
  'opens Gallery': action({ claims: ['C8'], subjects: Gallery.packageNames }, opens('Gallery', Gallery.packageNames)),
  'opens Camera': action({ claims: ['C8'], subjects: Camera.packageNames }, opens('Camera', Camera.packageNames)),
  'opens Messages': action({ claims: ['C8'], subjects: Messages.packageNames }, opens('Messages', Messages.packageNames)),
  'looks at wallpapers on the web': control({ seenAt: 'zhuti.intl.xiaomi.com' }, ({ app }) => ({
    act: () => app.openOnlineWallpapers(),
    landed: () => app.areWallpapersShown(),
  })),
}));

describe('Launcher: which apps you open is nobody\'s business', () => {
  it('opening Settings never produces a network event', expectSilence(launches, 'opens Settings'));
  it('opening File Manager never produces a network event', expectSilence(launches, 'opens File Manager'));
  it('opening Gallery never produces a network event', expectSilence(launches, 'opens Gallery'));
  it('opening Camera never produces a network event', expectSilence(launches, 'opens Camera'));
  it('opening Messages never produces a network event', expectSilence(launches, 'opens Messages'));
  it('looking at wallpapers on the web is seen on the wire (positive control)', expectTraffic(launches, 'looks at wallpapers on the web'));
});
