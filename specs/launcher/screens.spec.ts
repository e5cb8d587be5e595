import { Launcher } from '../../pageobjects/launcher/launcher.page.ts';
import { StatusBar } from '../../pageobjects/launcher/status-bar.page.ts';
import { Music } from '../../pageobjects/music/music.page.ts';
import { expectSilence, expectTraffic } from '../../src/run/expect.ts';
import { journey } from '../../src/run/journey.ts';

// Nothing can be planted on a home screen either: the names under which telemetry speaks of these gestures are looked for.
const screens = journey('finding the way around', Launcher, ({ action, control, sham }) => ({
  'touches nothing': sham(({ app }) => ({
    act: () => app.touchNothing(),
    landed: () => app.isOnScreen(1),
  })),
  'swipes to the next screen': action({ claims: ['C7'], subjects: ['desktop_swipe', 'swipe'] }, ({ app }) => ({
    act: () => app.swipeToNextScreen(),
    landed: () => app.isOnScreen(2),
  })),
  'pulls down the status bar': action(
    { claims: ['C7'], subjects: ['notification_control_center', 'notification_panel', 'status_bar', 'shade'] },
    ({ phone }) => ({
      act: () => new StatusBar(phone).pullDown(),
      landed: () => new StatusBar(phone).isPulledDown(),
    }),
  ),
  'pushes the status bar back up': action(
    { claims: ['C7'], subjects: ['notification_control_center', 'notification_panel', 'status_bar', 'shade'] },
    ({ phone }) => ({
      arrange: () => new StatusBar(phone).pullDown(),
      act: () => new StatusBar(phone).pushUp(),
      landed: async () => !(await new StatusBar(phone).isPulledDown()),
    }),
  ),
  'taps a quick setting': action(
    { claims: ['C7'], subjects: ['Auto-rotate', 'accelerometer_rotation', 'quick_settings'] },
    ({ phone }) => {
      const statusBar = new StatusBar(phone);
      let wasOn = true;
      return {
        arrange: async () => {
          await statusBar.pullDown();
          wasOn = await statusBar.isTurned('Auto-rotate', 'On');
        },
        // Off and on again: the phone stays as it was.
        act: async () => {
          await statusBar.turn('Auto-rotate', wasOn ? 'Off' : 'On');
          await statusBar.turn('Auto-rotate', wasOn ? 'On' : 'Off');
        },
        landed: () => statusBar.isTurned('Auto-rotate', wasOn ? 'On' : 'Off'),
      };
    },
  ),
  'opens a folder of icons': action({ claims: ['C6'], subjects: ['Tools', '实用工具', 'launcher_folder'] }, ({ app }) => ({
    act: () => app.openFolder('Tools'),
    landed: () => app.isFolderOpen('Tools'),
  })),
  'opens an app': action({ claims: ['C8'], subjects: Music.packageNames }, ({ app }) => ({
    act: () => app.openApp('Music'),
    landed: async () => Music.packageNames.includes(await app.frontPackage()),
  })),
  'looks at wallpapers on the web': control({ seenAt: 'zhuti.intl.xiaomi.com' }, ({ app }) => ({
    act: () => app.openOnlineWallpapers(),
    landed: () => app.areWallpapersShown(),
  })),
}));

describe('Launcher and status bar: how you find your way is nobody\'s business', () => {
  it('swiping to the next screen never produces a network event', expectSilence(screens, 'swipes to the next screen'));
  it('pulling down the status bar never produces a network event', expectSilence(screens, 'pulls down the status bar'));
  it('pushing the status bar back up never produces a network event', expectSilence(screens, 'pushes the status bar back up'));
  it('tapping a quick setting never produces a network event', expectSilence(screens, 'taps a quick setting'));
  it('opening a folder of icons never produces a network event', expectSilence(screens, 'opens a folder of icons'));
  it('opening an app never produces a network event', expectSilence(screens, 'opens an app'));
  it('looking at wallpapers on the web is seen on the wire (positive control)', expectTraffic(screens, 'looks at wallpapers on the web'));
});
