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

  it('skips, seeks and changes what comes next on the page of the song', () => {
    const phone = openMusic();
    phone.tap('First');
    phone.tap('now_playing_bar');
    assert.equal(phone.one('song_duration').text, '3:00');

    const bar = phone.one('seek_bar').bounds;
    phone.apps.display.tap({ x: bar.left + Math.floor((bar.right - bar.left) * 0.52), y: Math.floor((bar.top + bar.bottom) / 2) });
    assert.equal(phone.one('song_position').text, '1:30');
    phone.tap('btn_next');
    phone.tap('btn_previous');
    phone.tap('btn_mode');
    phone.tap('btn_favourite');

    assert.equal(phone.eventsOf('song.seek')[0]?.data['toMs'], 90_000);
    assert.deepEqual(phone.eventsOf('song.skip').map(({ data }) => [data['title'], data['direction']]), [['First', 'next'], ['Second', 'previous']]);
    assert.ok(Number(phone.eventsOf('song.skip')[0]?.data['positionMs']) >= 90_000);
    assert.equal(phone.one('song_title').text, 'First');
    assert.equal(phone.one('btn_mode').contentDesc, 'Shuffle');
    assert.equal(phone.one('btn_favourite').contentDesc, 'Remove from favourites');
    assert.deepEqual(phone.eventsOf('song.favourite')[0]?.data, { title: 'First', artist: 'Ann', path: '/storage/emulated/0/Music/First.mp3', value: true });
  });

  it('goes on in the background, and with the next song when one has ended', async () => {
    const phone = openMusic('all', SONGS.map((one) => ({ ...one, durationMs: 30 })));
    phone.tap('First');
    phone.apps.display.pressKey(3);

    await new Promise((resolve) => phone.listen((event) => { if (event.name === 'song.finish' && event.data['title'] === 'Second') resolve(event); }));

    assert.deepEqual(phone.events.filter(({ name }) => name.startsWith('song.')).map(({ name, data }) => `${name} ${String(data['title'])}`), [
      'song.play First', 'song.finish First', 'song.play Second', 'song.finish Second',
    ]);
    assert.equal(phone.eventsOf('song.finish')[0]?.cause.kind, 'timer');
  });

  it('falls silent when its process is ended', async () => {
    const phone = openMusic('all', SONGS.map((one) => ({ ...one, durationMs: 30 })));
    phone.tap('First');

    phone.apps.activities.forceStop(MUSIC);
    await new Promise((resolve) => { setTimeout(resolve, 60); });

    assert.equal(phone.eventsOf('song.finish').length, 0);
  });

  it('keeps playlists: made, filled, played, emptied, deleted', () => {
    const phone = openMusic();
    const named = (): readonly string[] => phone.events.filter(({ name }) => name.startsWith('playlist.')).map(({ name, data }) => [name, ...Object.values(data)].join(' '));

    phone.tap('Playlists');
    phone.tap('playlist_create');
    phone.apps.display.type('Evening');
    phone.tap('android:id/button1');
    phone.tap('Songs');
    phone.tap('item_menu');
    phone.tap('Add to playlist');
    phone.tap('Evening');
    phone.apps.activities.forceStop(MUSIC);
    phone.launch(MUSIC);
    phone.tap('Playlists');
    phone.tap('Evening');
    phone.tap('play_all');
    phone.tap('item_menu');
    phone.tap('Remove from playlist');
    phone.apps.display.pressKey(4);
    phone.longPress('Evening');
    phone.tap('android:id/button1');

    assert.deepEqual(named(), [
      'playlist.create Evening', 'playlist.add Evening First /storage/emulated/0/Music/First.mp3', 'playlist.open Evening 1', 'playlist.play Evening 1',
      'playlist.remove Evening First /storage/emulated/0/Music/First.mp3', 'playlist.delete Evening',
    ]);
    assert.equal(phone.sees('Evening'), false);
  });

  it('finds songs by title, artist and album', () => {
    const phone = openMusic();

    phone.tap('search');
    phone.apps.display.type('bo');
    phone.apps.display.pressKey(66);

    assert.deepEqual(phone.all('song_title').map(({ text }) => text), ['Second']);
    assert.deepEqual(phone.eventsOf('music.search')[0]?.data, { term: 'bo', count: 1 });
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

function openMusic(consented: 'all' | readonly string[] = 'all', songs = SONGS): PhoneInHand {
  const phone = aPhone({ consented, media: { audio: () => songs, scanFile: () => Promise.resolve() } });
  phone.launch(MUSIC);
  return phone;
}

function song(title: string, artist: string): Song {
  return { title, artist, album: 'Album', durationMs: 180_000, path: `/storage/emulated/0/Music/${title}.mp3` };
}
