import { Music } from '../../pageobjects/music/music.page.ts';
import { expectSilence, expectTraffic } from '../../src/run/expect.ts';
import { journey, type Scene } from '../../src/run/journey.ts';

/** Playlists that are there because of this spec. */
const made = new Set<string>();

/** A song and a playlist nobody has ever heard of. */
const putSongAndPlaylist = async ({ app, storage, canary }: Scene<Music>): Promise<void> => {
  await storage.putSong({ title: canary('song'), artist: canary('artist') });
  await app.open();
  await createPlaylist({ app, canary });
};

const createPlaylist = async ({ app, canary }: Pick<Scene<Music>, 'app' | 'canary'>): Promise<void> => {
  made.add(canary('playlist'));
  await app.createPlaylist(canary('playlist'));
};

const playlists = journey('keeping playlists', Music, ({ action, control, sham }) => ({
  'touches nothing': sham(({ app }) => ({
    arrange: () => app.openSearch(),
    act: () => app.touchNothing(),
    landed: () => app.isSearchOpen(),
  })),
  'creates a playlist': action({ claims: ['C9'] }, (scene) => ({
    act: () => createPlaylist(scene),
    landed: () => scene.app.listsPlaylist(scene.canary('playlist')),
  })),
  'adds a song to a playlist': action({ claims: ['C9'] }, (scene) => ({
    arrange: () => putSongAndPlaylist(scene),
    act: () => scene.app.addToPlaylist(scene.canary('playlist'), scene.canary('song')),
    landed: async () => !(await scene.app.isChoosingPlaylist()) && (await scene.app.lists(scene.canary('song'))),
  })),
  'plays a playlist': action({ claims: ['C9'] }, (scene) => ({
    arrange: async () => {
      await putSongAndPlaylist(scene);
      await scene.app.addToPlaylist(scene.canary('playlist'), scene.canary('song'));
      await scene.app.open();
      await scene.app.openPlaylist(scene.canary('playlist'));
    },
    act: () => scene.app.playAll(),
    landed: () => scene.app.isPlaying(scene.canary('song')),
  })),
  'opens the privacy policy': control({ seenAt: 'privacy.mi.com' }, ({ app }) => ({
    // The window is as good as over: what this spec has made is put away.
    arrange: async () => {
      for (const name of made) await app.deletePlaylist(name);
      made.clear();
    },
    act: () => app.openPrivacyPolicy(),
    landed: () => app.isPrivacyPolicyShown(),
  })),
}));

describe('Music: the lists you keep stay on the phone', () => {
  it('creating a playlist never produces a network event', expectSilence(playlists, 'creates a playlist'));
  it('adding a song to a playlist never produces a network event', expectSilence(playlists, 'adds a song to a playlist'));
  it('playing a playlist never produces a network event', expectSilence(playlists, 'plays a playlist'));
  it('opening the privacy policy is seen on the wire (positive control)', expectTraffic(playlists, 'opens the privacy policy'));
});
