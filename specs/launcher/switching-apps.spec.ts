import { Launcher } from '../../pageobjects/launcher/launcher.page.ts';
import { Recents } from '../../pageobjects/launcher/recents.page.ts';
import { Settings } from '../../pageobjects/settings/settings.page.ts';
import { expectSilence, expectTraffic } from '../../src/run/expect.ts';
import { journey, type Scene } from '../../src/run/journey.ts';

/** Uses Settings for a moment, so that it is among the recent apps, and goes home again. */
const useSettings = async ({ app, phone }: Scene<Launcher>): Promise<void> => {
  await new Settings(phone).open();
  await app.open();
};

const recents = journey('using the recent apps', Launcher, ({ action, control, sham }) => ({
  'touches nothing': sham(({ app }) => ({
    act: () => app.touchNothing(),
    landed: () => app.isOnScreen(1),
  })),
  'shows the recent apps': action({ claims: ['C7'], subjects: ['recents', 'recent_apps', 'RecentsActivity'] }, (scene) => ({
    arrange: () => useSettings(scene),
    act: () => new Recents(scene.phone).show(),
    landed: () => new Recents(scene.phone).areShown(),
  })),
  'goes back to an app': action({ claims: ['C8'], subjects: Settings.packageNames }, (scene) => ({
    arrange: async () => {
      await useSettings(scene);
      await new Recents(scene.phone).show();
    },
    act: () => new Recents(scene.phone).returnTo('Settings'),
    landed: async () => Settings.packageNames.includes(await scene.app.frontPackage()),
  })),
  'ends an app': action({ claims: ['C8'], subjects: Settings.packageNames }, (scene) => ({
    arrange: async () => {
      await useSettings(scene);
      await new Recents(scene.phone).show();
    },
    act: () => new Recents(scene.phone).remove('Settings'),
    landed: async () => !(await new Recents(scene.phone).lists('Settings')),
  })),
  'looks at wallpapers on the web': control({ seenAt: 'zhuti.intl.xiaomi.com' }, ({ app }) => ({
    act: () => app.openOnlineWallpapers(),
    landed: () => app.areWallpapersShown(),
  })),
}));

describe('Recent apps: what you used is nobody\'s business', () => {
  it('showing the recent apps never produces a network event', expectSilence(recents, 'shows the recent apps'));
  it('going back to an app never produces a network event', expectSilence(recents, 'goes back to an app'));
  it('ending an app never produces a network event', expectSilence(recents, 'ends an app'));
  it('looking at wallpapers on the web is seen on the wire (positive control)', expectTraffic(recents, 'looks at wallpapers on the web'));
});
