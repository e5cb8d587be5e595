import { FileManager } from '../../pageobjects/file-manager/file-manager.page.ts';
import { expectSilence, expectTraffic } from '../../src/run/expect.ts';
import { journey } from '../../src/run/journey.ts';

const DRAWERS = Array.from({ length: 32 }, (_, index) => `drawer-${String(index + 1).padStart(2, '0')}`);

/** Names that stay, so that a phone may be made to leak at one of them: these windows are told apart by arithmetic alone. */
const drawers = journey<FileManager, string>('opening thirty-two drawers', FileManager, ({ action, control, sham }) => ({
  'touches an empty folder': sham(({ app, storage, canary }) => ({
    arrange: async () => {
      await storage.makeFolder(canary('folder'));
      await app.refresh();
      await app.openFolder(canary('folder'));
    },
    act: () => app.touchNothing(),
    landed: () => app.isInFolder(canary('folder')),
  })),
  ...Object.fromEntries(DRAWERS.map((name) => [`opens ${name}`, action({ claims: ['C6'] }, ({ app, storage }) => ({
    arrange: async () => {
      await storage.makeFolder(name);
      await app.refresh();
    },
    act: () => app.openFolder(name),
    landed: () => app.isInFolder(name),
  }))])),
  'opens the help': control({ seenAt: 'www.mi.com' }, ({ app }) => ({
    act: () => app.openHelp(),
    landed: () => app.isHelpShown(),
  })),
}));

describe('File Manager: thirty-two drawers, one spec', () => {
  for (const name of DRAWERS) it(`opening ${name} never produces a network event`, expectSilence(drawers, `opens ${name}`));
  it('opening the help is seen on the wire (positive control)', expectTraffic(drawers, 'opens the help'));
});
