import { Music } from '../../pageobjects/music/music.page.ts';
import { expectSilence, expectTraffic } from '../../src/run/expect.ts';
import { journey, type Scene } from '../../src/run/journey.ts';

/** A song nobody has ever heard of, so that whoever names it learned of it here. */
const putSong = ({ storage, canary }: Scene<Music>): Promise<void> =>
  storage.putSong({ title: canary('song'), artist: canary('artist') });

const playing = journey('listening to music', Music, ({ action, control, sham }) => ({
  'touches nothing': sham(({ app }) => ({
    arrange: () => app.openSearch(),
    act: () => app.touchNothing(),
    landed: () => app.isSearchOpen(),
  })),
  'plays a song': action({ claims: ['C9'] }, (scene) => ({
    arrange: async () => {
      await putSong(scene);
      await scene.app.open();
    },
    act: () => scene.app.play(scene.canary('song')),
    landed: () => scene.app.isPlaying(scene.canary('song')),
  })),
  'pauses a song': action({ claims: ['C9'] }, (scene) => ({
    arrange: async () => {
      await putSong(scene);
      await scene.app.open();
      await scene.app.play(scene.canary('song'));
    },
    act: () => scene.app.pause(),
    landed: () => scene.app.isPaused(scene.canary('song')),
  })),
  'skips a song': action({ claims: ['C9'] }, (scene) => {
    // Songs are listed by title, so this one comes next.
    const nextTitle = `${scene.canary('song')} encore`;
    return {
      arrange: async () => {
        await putSong(scene);
        await scene.storage.putSong({ title: nextTitle, artist: scene.canary('artist') });
        await scene.app.open();
        await scene.app.play(scene.canary('song'));
      },
      act: () => scene.app.skip(),
      landed: () => scene.app.isPlaying(nextTitle),
    };
  }),
  'searches for a song': action({ claims: ['C9'] }, (scene) => ({
    arrange: async () => {
      await putSong(scene);
      await scene.app.open();
    },
    act: () => scene.app.searchFor(scene.canary('song')),
    landed: () => scene.app.lists(scene.canary('song')),
  })),
  'opens the privacy policy': control({ seenAt: 'privacy.mi.com' }, ({ app }) => ({
    act: () => app.openPrivacyPolicy(),
    landed: () => app.isPrivacyPolicyShown(),
  })),
}));

describe('Music: what you listen to stays on the phone', () => {
  it('playing a song of your own never produces a network event', expectSilence(playing, 'plays a song'));
  it('pausing a song of your own never produces a network event', expectSilence(playing, 'pauses a song'));
  it('skipping a song of your own never produces a network event', expectSilence(playing, 'skips a song'));
  it('searching for a song of your own never produces a network event', expectSilence(playing, 'searches for a song'));
  it('opening the privacy policy is seen on the wire (positive control)', expectTraffic(playing, 'opens the privacy policy'));
});
