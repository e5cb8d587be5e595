import type { Storage } from '../../src/device/storage.ts';
import { AppPage } from '../app.page.ts';
import type { AppScreens } from '../app-screens.ts';
import type { FirstStart } from '../first-run.page.ts';
import { selectorsOf } from '../selectors.ts';
import { WebView } from '../web-view.component.ts';

const MAIN_ACTIVITY = '.ui.MusicBrowserActivity';

/** The song that is put there where there has to be one. */
const SONG = { title: 'Earshot', artist: 'Nobody' };

async function openWithSong(music: Music, storage: Storage): Promise<void> {
  await storage.putSong(SONG);
  await music.open();
}

/** Mi Music. */
export class Music extends AppPage {
  static readonly appName = 'music';
  static readonly title = 'Music';
  static readonly packageNames = ['com.miui.player'];
  static readonly screens: AppScreens<Music, 'music'> = {
    'the songs': { show: openWithSong, views: ['menu', 'songsTab', 'playlistsTab', 'playAll', 'search', 'list', 'songRow', 'songTitle', 'songArtist', 'songMenu'] },
    'a song that plays': {
      show: async (music, storage) => {
        await openWithSong(music, storage);
        await music.play(SONG.title);
      },
      views: ['nowPlaying', 'nowPlayingArtist', 'pause', 'next'],
    },
    'a song that is paused': {
      show: async (music, storage) => {
        await openWithSong(music, storage);
        await music.play(SONG.title);
        await music.pause();
      },
      views: ['play'],
    },
    'the menu of a song': {
      show: async (music, storage) => {
        await openWithSong(music, storage);
        await music.openSongMenu();
      },
      views: ['menuAddToPlaylist'],
    },
    'the playlists to choose from': {
      show: async (music, storage) => {
        await openWithSong(music, storage);
        await music.choosePlaylist();
      },
      views: ['addToPlaylistTitle'],
    },
    'the playlists': {
      show: async (music) => {
        await music.open();
        await music.showPlaylists();
      },
      views: ['newPlaylist'],
    },
    'the name of a new playlist': {
      show: async (music) => {
        await music.open();
        await music.askForPlaylistName();
      },
      views: ['playlistNameField', 'any-app.ok'],
    },
    'the menu': {
      show: async (music) => {
        await music.open();
        await music.openMenu();
      },
      views: ['menuPrivacyPolicy'],
    },
    'the search': {
      show: async (music) => {
        await music.open();
        await music.openSearch();
      },
      views: ['any-app.searchField'],
    },
    'a playlist of your own': { comes: 'once there is one; nothing the doctor makes would be taken away again', views: ['playlistName', 'any-app.choice'] },
    'the first start': { comes: 'before the agreement was accepted', views: ['welcome', 'any-app.allow'] },
  };
  readonly #views = selectorsOf('music', this.phone.facts, this.packageName);
  readonly #legal = new WebView(this.phone, this.packageName);

  get firstStart(): FirstStart {
    return { activity: MAIN_ACTIVITY, question: this.#views.welcome };
  }

  /** The list of songs, and silence: a song that plays would end and begin another while something else is looked at. */
  async open(): Promise<void> {
    await this.start('open Music', `${this.packageName}/${MAIN_ACTIVITY}`);
    await this.agreeTo(this.#views.welcome);
    await this.allow('storage access');
    await this.backUntil(() => this.isShown(this.#views.menu), 'the songs of Music');
    await this.tap('show the songs', this.#views.songsTab);
    if (await this.isShown(this.#views.pause)) await this.pause();
  }

  play(title: string): Promise<void> {
    return this.tapRow(`play "${title}"`, { ...this.#views.songTitle, text: title });
  }

  async isPlaying(title: string): Promise<boolean> {
    return (
      (await this.isShown({ ...this.#views.nowPlaying, text: title })) &&
      (await this.isShown(this.#views.pause))
    );
  }

  pause(): Promise<void> {
    return this.tap('pause the song', this.#views.pause);
  }

  async isPaused(title: string): Promise<boolean> {
    return (
      (await this.isShown({ ...this.#views.nowPlaying, text: title })) &&
      (await this.isShown(this.#views.play))
    );
  }

  /** Goes on to the next song. */
  skip(): Promise<void> {
    return this.tap('skip the song', this.#views.next);
  }

  /** Opens the search and leaves it at that. */
  openSearch(): Promise<void> {
    return this.tap('open the search', this.#views.search);
  }

  isSearchOpen(): Promise<boolean> {
    return this.isShown(this.anyApp.searchField);
  }

  /** Touches the field of the search: it has the cursor already. */
  touchNothing(): Promise<void> {
    return this.tap('touch the field of the search', this.anyApp.searchField);
  }

  /** Searches among the songs. */
  async searchFor(words: string): Promise<void> {
    await this.openSearch();
    await this.enterText(`type "${words}"`, this.anyApp.searchField, words);
    await this.pressEnter('search');
  }

  /** Whether the list on the screen has a song of this title. */
  lists(title: string): Promise<boolean> {
    return this.isInList({ ...this.#views.songTitle, text: title });
  }

  /** Shows the playlists. */
  showPlaylists(): Promise<void> {
    return this.tap('show the playlists', this.#views.playlistsTab);
  }

  /** Opens the question for the name of a new playlist. */
  async askForPlaylistName(): Promise<void> {
    await this.showPlaylists();
    await this.tap('create a playlist', this.#views.newPlaylist);
  }

  /** Creates a playlist without a song. */
  async createPlaylist(name: string): Promise<void> {
    await this.askForPlaylistName();
    await this.enterText(`name it "${name}"`, this.#views.playlistNameField, name);
    await this.tap('create it', this.anyApp.ok);
  }

  /** Whether the list on the screen has this playlist. */
  listsPlaylist(name: string): Promise<boolean> {
    return this.isInList({ ...this.#views.playlistName, text: name });
  }

  /** Adds the song found first for these words to a playlist. */
  async addToPlaylist(playlist: string, songWords: string): Promise<void> {
    await this.searchFor(songWords);
    await this.choosePlaylist();
    await this.tapRow(`choose "${playlist}"`, { ...this.anyApp.choice, text: playlist });
  }

  /** Opens the menu of the first song. */
  openSongMenu(): Promise<void> {
    return this.tap('open the menu of the song', this.#views.songMenu);
  }

  /** Asks into which playlist the first song shall go. */
  async choosePlaylist(): Promise<void> {
    await this.openSongMenu();
    await this.tap('choose "Add to playlist"', this.#views.menuAddToPlaylist);
  }

  /** Whether a dialog with the playlists to choose from is on the screen. */
  isChoosingPlaylist(): Promise<boolean> {
    return this.isShown(this.#views.addToPlaylistTitle);
  }

  /** Opens a playlist. */
  async openPlaylist(name: string): Promise<void> {
    await this.showPlaylists();
    await this.tapRow(`open the playlist "${name}"`, { ...this.#views.playlistName, text: name });
  }

  /** Plays all songs of the playlist that is open. */
  playAll(): Promise<void> {
    return this.tap('play all songs', this.#views.playAll);
  }

  /** Deletes a playlist of the list; its songs stay. */
  async deletePlaylist(name: string): Promise<void> {
    await this.showPlaylists();
    await this.holdRow(`hold the playlist "${name}"`, { ...this.#views.playlistName, text: name });
    await this.tap('delete it', this.anyApp.ok);
  }

  openMenu(): Promise<void> {
    return this.tap('open the menu', this.#views.menu);
  }

  /** Opens the privacy policy, a page on the web. */
  async openPrivacyPolicy(): Promise<void> {
    await this.openMenu();
    await this.tap('choose "Privacy policy"', this.#views.menuPrivacyPolicy);
  }

  isPrivacyPolicyShown(): Promise<boolean> {
    return this.#legal.isLoaded();
  }
}
