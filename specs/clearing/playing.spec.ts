import { Music } from '../../pageobjects/music/music.page.ts';
import { expectSilence, expectTraffic } from '../../src/run/expect.ts';
import { journey, type Performance, type Scene } from '../../src/run/journey.ts';

/** A song nobody has ever heard of, so that whoever names it learned of it here. */
const putSong = ({ storage, canary }: Scene<Music>): Promise<void> =>
  storage.putSong({ title: canary('song'), artist: canary('artist') });

const play = ({ app, canary }: Scene<Music>): Pick<Performance, 'act' | 'landed'> => ({
  act: () => app.play(canary('song')),
  landed: () => app.isPlaying(canary('song')),
});

// The data of Music is cleared half-way, to see by which names it is known afterwards: only where the run was asked for it, by --consent cleared.
const clearing = journey('listening before and after clearing the data', Music, ({ action, control, sham }) => ({
  'touches nothing': sham(({ app }) => ({
    arrange: () => app.openSearch(),
    act: () => app.touchNothing(),
    landed: () => app.isSearchOpen(),
  })),
  'plays a song before the data is cleared': action({ claims: ['C9', 'C10'] }, (scene) => ({
    ...play(scene),
    arrange: async () => {
      await putSong(scene);
      await scene.app.open();
    },
  })),
  'plays a song after the data was cleared': action({ claims: ['C9', 'C10'] }, (scene) => ({
    ...play(scene),
    arrange: async () => {
      // What it has not said yet would be cleared too, and nobody could be told apart by it.
      await scene.app.goHome();
      await scene.lieIdle();
      await scene.phone.clearData(scene.app.packageName);
      await putSong(scene);
      await scene.app.open();
    },
  })),
  'opens the privacy policy': control({ seenAt: 'privacy.mi.com' }, ({ app }) => ({
    act: () => app.openPrivacyPolicy(),
    landed: () => app.isPrivacyPolicyShown(),
  })),
}), { consents: ['cleared'] });

describe('Music: whoever clears its data is a stranger to it', () => {
  it('playing a song before the data is cleared never produces a network event', expectSilence(clearing, 'plays a song before the data is cleared'));
  it('playing a song after the data was cleared never produces a network event', expectSilence(clearing, 'plays a song after the data was cleared'));
  it('opening the privacy policy is seen on the wire (positive control)', expectTraffic(clearing, 'opens the privacy policy'));
});
