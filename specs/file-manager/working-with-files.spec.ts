import { FileManager } from '../../pageobjects/file-manager/file-manager.page.ts';
import { expectSilence, expectTraffic } from '../../src/run/expect.ts';
import { journey, type Scene } from '../../src/run/journey.ts';

const GALLERY = 'com.miui.gallery';

/** A file with a name nobody has ever heard of. */
const putFile = async ({ app, storage, canary }: Scene<FileManager>): Promise<void> => {
  await storage.putFile(`${canary('file')}.txt`, 'nothing of interest\n');
  await app.refresh();
};

/** The file, and a folder to put it into. */
const putFileAndFolder = async (scene: Scene<FileManager>): Promise<void> => {
  await scene.storage.makeFolder(scene.canary('folder'));
  await putFile(scene);
};

const files = journey('working with files', FileManager, ({ action, control, sham }) => ({
  'touches an empty folder': sham(({ app, storage, canary }) => ({
    arrange: async () => {
      await storage.makeFolder(canary('folder'));
      await app.refresh();
      await app.openFolder(canary('folder'));
    },
    act: () => app.touchNothing(),
    landed: () => app.isInFolder(canary('folder')),
  })),
  'opens a file': action({ claims: ['C6'] }, ({ app, storage, canary }) => ({
    arrange: async () => {
      await storage.putPicture(`${canary('file')}.png`, 'root');
      await app.refresh();
    },
    act: () => app.openFile(`${canary('file')}.png`),
    landed: async () => (await app.frontPackage()) === GALLERY,
  })),
  'renames a file': action({ claims: ['C6'] }, (scene) => {
    const { app, storage, canary } = scene;
    const newName = `renamed-${canary('file')}.txt`;
    return {
      arrange: async () => {
        storage.willHold(newName);
        await putFile(scene);
      },
      act: () => app.rename(`${canary('file')}.txt`, newName),
      landed: () => app.lists(newName),
    };
  }),
  'deletes a file': action({ claims: ['C6'] }, (scene) => ({
    arrange: () => putFile(scene),
    act: () => scene.app.delete(`${scene.canary('file')}.txt`),
    landed: async () => (await scene.app.isAtRoot()) && !(await scene.app.lists(`${scene.canary('file')}.txt`)),
  })),
  'copies a file': action({ claims: ['C6'] }, (scene) => ({
    arrange: () => putFileAndFolder(scene),
    act: () => scene.app.copyInto(scene.canary('folder'), `${scene.canary('file')}.txt`),
    landed: async () => (await scene.app.isInFolder(scene.canary('folder'))) && (await scene.app.lists(`${scene.canary('file')}.txt`)),
  })),
  'moves a file': action({ claims: ['C6'] }, (scene) => ({
    arrange: () => putFileAndFolder(scene),
    act: () => scene.app.moveInto(scene.canary('folder'), `${scene.canary('file')}.txt`),
    landed: async () => (await scene.app.isInFolder(scene.canary('folder'))) && (await scene.app.lists(`${scene.canary('file')}.txt`)),
  })),
  'opens the help': control({ seenAt: 'www.mi.com' }, ({ app }) => ({
    act: () => app.openHelp(),
    landed: () => app.isHelpShown(),
  })),
}));

describe('File Manager: what you do with your files is your own business', () => {
  it('opening a file never produces a network event', expectSilence(files, 'opens a file'));
  it('renaming a file never produces a network event', expectSilence(files, 'renames a file'));
  it('deleting a file never produces a network event', expectSilence(files, 'deletes a file'));
  it('copying a file never produces a network event', expectSilence(files, 'copies a file'));
  it('moving a file never produces a network event', expectSilence(files, 'moves a file'));
  it('opening the help is seen on the wire (positive control)', expectTraffic(files, 'opens the help'));
});
