import { FileManager } from '../../pageobjects/file-manager/file-manager.page.ts';
import { expectSilence, expectTraffic } from '../../src/run/expect.ts';
import { journey } from '../../src/run/journey.ts';

const files = journey('looking through files', FileManager, ({ action, control, sham }) => ({
  'touches an empty folder': sham(({ app, storage, canary }) => ({
    arrange: async () => {
      await storage.makeFolder(canary('folder'));
      await app.refresh();
      await app.openFolder(canary('folder'));
    },
    act: () => app.touchNothing(),
    landed: () => app.isInFolder(canary('folder')),
  })),
  'opens a folder': action({ claims: ['C6'] }, ({ app, storage, canary }) => ({
    arrange: async () => {
      await storage.makeFolder(canary('folder'));
      await app.refresh();
    },
    act: () => app.openFolder(canary('folder')),
    landed: () => app.isInFolder(canary('folder')),
  })),
  'creates a folder': action({ claims: ['C6'] }, ({ app, storage, canary }) => ({
    act: async () => {
      storage.willHold(canary('folder'));
      await app.createFolder(canary('folder'));
    },
    landed: () => app.lists(canary('folder')),
  })),
  'searches for a file': action({ claims: ['C6'] }, ({ app, storage, canary }) => ({
    arrange: () => storage.putFile(`${canary('file')}.txt`, 'nothing of interest\n'),
    act: () => app.searchFor(canary('file')),
    landed: () => app.lists(`${canary('file')}.txt`),
  })),
  // Whoever is told which category was opened has not seen the files in it: its own name is looked for.
  'opens a category': action({ claims: ['C6'], subjects: ['Images', '图片'] }, ({ app, storage, canary }) => ({
    arrange: async () => {
      await storage.putPicture(`${canary('file')}.png`, 'root');
      await app.showRecent();
    },
    act: () => app.openPictures(),
    landed: () => app.lists(`${canary('file')}.png`),
  })),
  'opens the help': control({ seenAt: 'www.mi.com' }, ({ app }) => ({
    act: () => app.openHelp(),
    landed: () => app.isHelpShown(),
  })),
}));

describe('File Manager: what you keep is your own business', () => {
  it('opening a folder never produces a network event', expectSilence(files, 'opens a folder'));
  it('creating a folder never produces a network event', expectSilence(files, 'creates a folder'));
  it('searching for a file never produces a network event', expectSilence(files, 'searches for a file'));
  it('opening a category never produces a network event', expectSilence(files, 'opens a category'));
  it('opening the help is seen on the wire (positive control)', expectTraffic(files, 'opens the help'));
});
