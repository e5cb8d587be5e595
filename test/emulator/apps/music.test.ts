import assert from 'node:assert/strict';
import type { Song } from '../../../emulator/phone/apps/media.ts';
import { aPhone, type PhoneInHand } from './phone-in-hand.ts';

const MUSIC = 'com.miui.player';
const SONGS: readonly Song[] = [song('Second', 'Bo'), song('First', 'Ann')];

describe('Music', () => {
  it('lists the songs the media provider has scanned, by title', () => {
    const phone = openMusic();

    assert.deepEqual(phone.all('song_title').map((node) => node.text), ['First', 'Second']);
    assert.deepEqual(phone.all('song_artist').map((node) => node.text), ['Ann', 'Bo']);
  });

  it('plays a song and says so with the tap as cause', () => {
    const phone = openMusic();

    phone.tap('Second');

    const [event] = phone.eventsOf('song.play');
    assert.deepEqual(event?.data, { title: 'Second', artist: 'Bo', album: 'Album', path: '/storage/emulated/0/Music/Second.mp3' });
    assert.equal(event.cause.kind, 'touch');
    assert.equal(phone.one('now_playing_title').text, 'Second');
    assert.equal(phone.one('btn_play').contentDesc, 'Pause');
  });

  it('pauses, goes on and takes the next one', () => {
    const phone = openMusic();
    phone.tap('First');

    phone.tap('btn_play');
    assert.equal(phone.one('btn_play').contentDesc, 'Play');
    phone.tap('btn_play');
    phone.tap('btn_next');

    assert.equal(phone.eventsOf('song.pause').length, 1);
    assert.deepEqual(phone.eventsOf('song.play').map((event) => event.data['title']), ['First', 'First', 'Second']);
  });

  it('plays from the menu of a row', () => {
    const phone = openMusic();

    phone.tap('item_menu');
    phone.tap('Play');

    assert.equal(phone.eventsOf('song.play')[0]?.data['title'], 'First');
  });

  it('opens the privacy policy from the web', async () => {
    const phone = openMusic();

    phone.tap('header_menu');
    phone.tap('Privacy policy');

    await phone.until('Title of https://privacy.mi.com/mimusic/en_US');
    assert.equal(phone.web.loads[0]?.packageName, MUSIC);
    assert.equal(phone.apps.activities.focused().activity, 'com.miui.player.ui.WebViewActivity');
  });

  it('asks for consent and permission before it shows a song', () => {
    const phone = openMusic([]);
    assert.equal(phone.sees('First'), false);

    phone.tap('Agree');
    phone.tap('ALLOW');

    assert.ok(phone.sees('First'));
  });
});

function openMusic(consented: 'all' | readonly string[] = 'all'): PhoneInHand {
  const phone = aPhone({ consented, media: { audio: () => SONGS, scanFile: () => Promise.resolve() } });
  phone.launch(MUSIC);
  return phone;
}

function song(title: string, artist: string): Song {
  return { title, artist, album: 'Album', path: `/storage/emulated/0/Music/${title}.mp3` };
}
