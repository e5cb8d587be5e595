import type { Phone } from '../../src/ui/phone.ts';
import { AppPage } from '../app.page.ts';
import { WebView } from '../web-view.component.ts';

const PACKAGE = 'com.miui.player';

/** Recorded on MIUI 13 global unless marked invented. */
const SELECTORS = {
  menu: { id: `${PACKAGE}:id/header_menu` },
  songTitle: `${PACKAGE}:id/song_title`, // invented
  nowPlaying: { id: `${PACKAGE}:id/now_playing_title` }, // invented
  play: { id: `${PACKAGE}:id/btn_play` },
  next: { id: `${PACKAGE}:id/btn_next` },
  search: { id: `${PACKAGE}:id/search` }, // invented
  searchField: { id: 'android:id/input' },
  menuEntry: 'android:id/text1',
  allowStorage: { id: 'com.android.permissioncontroller:id/permission_allow_button' },
} as const;

/** Mi Music. */
export class Music extends AppPage {
  static readonly appName = 'music';
  static readonly title = 'Music';
  static readonly packageNames = [PACKAGE];
  readonly #legal: WebView;

  constructor(phone: Phone) {
    super(phone);
    this.#legal = new WebView(phone, PACKAGE);
  }

  /** The list of songs, and silence: a song that plays would end and begin another while something else is looked at. */
  async open(): Promise<void> {
    await this.start('open Music', `${PACKAGE}/.ui.MusicBrowserActivity`);
    await this.agreeTo('Welcome to Music');
    if (await this.isShown(SELECTORS.allowStorage)) await this.tap('allow storage access', SELECTORS.allowStorage);
    await this.backUntil(() => this.isShown(SELECTORS.menu), 'the songs of Music');
    if (await this.isShown({ ...SELECTORS.play, description: 'Pause' })) await this.pause();
  }

  play(title: string): Promise<void> {
    return this.tapRow(`play "${title}"`, { id: SELECTORS.songTitle, text: title });
  }

  async isPlaying(title: string): Promise<boolean> {
    return (
      (await this.isShown({ ...SELECTORS.nowPlaying, text: title })) &&
      (await this.isShown({ ...SELECTORS.play, description: 'Pause' }))
    );
  }

  pause(): Promise<void> {
    return this.tap('pause the song', { ...SELECTORS.play, description: 'Pause' });
  }

  async isPaused(title: string): Promise<boolean> {
    return (
      (await this.isShown({ ...SELECTORS.nowPlaying, text: title })) &&
      (await this.isShown({ ...SELECTORS.play, description: 'Play' }))
    );
  }

  /** Goes on to the next song. */
  skip(): Promise<void> {
    return this.tap('skip the song', SELECTORS.next);
  }

  /** Opens the search and leaves it at that. */
  openSearch(): Promise<void> {
    return this.tap('open the search', SELECTORS.search);
  }

  isSearchOpen(): Promise<boolean> {
    return this.isShown(SELECTORS.searchField);
  }

  /** Touches the field of the search: it has the cursor already. */
  touchNothing(): Promise<void> {
    return this.tap('touch the field of the search', SELECTORS.searchField);
  }

  /** Searches among the songs. */
  async searchFor(words: string): Promise<void> {
    await this.openSearch();
    await this.enterText(`type "${words}"`, SELECTORS.searchField, words);
    await this.pressEnter('search');
  }

  /** Whether the list on the screen has a song of this title. */
  lists(title: string): Promise<boolean> {
    return this.isInList({ id: SELECTORS.songTitle, text: title });
  }

  /** Opens the privacy policy, a page on the web. */
  async openPrivacyPolicy(): Promise<void> {
    await this.tap('open the menu', SELECTORS.menu);
    await this.tap('choose "Privacy policy"', { id: SELECTORS.menuEntry, text: 'Privacy policy' });
  }

  isPrivacyPolicyShown(): Promise<boolean> {
    return this.#legal.isLoaded();
  }
}
