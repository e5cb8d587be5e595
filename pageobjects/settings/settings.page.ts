import { AppPage } from '../app.page.ts';
import type { AppScreens } from '../app-screens.ts';
import { selectorsOf } from '../selectors.ts';
import { WebView } from '../web-view.component.ts';

/** Settings of the phone. */
export class Settings extends AppPage {
  static readonly appName = 'settings';
  static readonly title = 'Settings';
  static readonly packageNames = ['com.android.settings'];
  static readonly screens: AppScreens<Settings, 'settings'> = {
    'the main list': { show: (settings) => settings.open(), views: ['mainTitle', 'list', 'search', 'any-app.preference', 'any-app.pageTitle'] },
    'a page with a switch': {
      show: async (settings) => {
        await settings.open();
        await settings.openPage('Notifications');
      },
      views: ['any-app.checkBox'],
    },
    'the search': {
      show: async (settings) => {
        await settings.open();
        await settings.openSearch();
      },
      views: ['any-app.searchField'],
    },
    'the privacy policy': {
      show: async (settings) => {
        await settings.open();
        await settings.openLegalInformation();
        await settings.openPrivacyPolicy();
      },
      views: ['any-app.webPage'],
    },
  };
  readonly #views = selectorsOf('settings', this.phone.facts, this.packageName);
  readonly #legal = new WebView(this.phone, this.packageName);

  /** The main list. */
  async open(): Promise<void> {
    await this.start('open Settings', `${this.packageName}/.MainSettings`);
    await this.backUntil(() => this.isAtMainList(), 'the main list of Settings');
  }

  /** Opens a page by the name of its row. */
  openPage(name: string): Promise<void> {
    return this.tapRow(`open "${name}"`, { ...this.anyApp.preference, text: name });
  }

  isOnPage(name: string): Promise<boolean> {
    return this.isShown({ ...this.anyApp.pageTitle, text: name });
  }

  /** Swipes the list on the screen upwards, so that what is below comes into sight. */
  async swipeThroughList(): Promise<void> {
    await this.swipe('swipe through the list', { x: 0.5, y: 0.85 }, { x: 0.5, y: 0.25 });
  }

  /** Whether a row with this name is in sight, without looking further. */
  isInSight(name: string): Promise<boolean> {
    return this.isShown({ ...this.anyApp.preference, text: name });
  }

  /** Turns a switch of the page over, by the name of its row. */
  turnOver(name: string): Promise<void> {
    return this.tapRow(`turn "${name}" over`, { ...this.anyApp.preference, text: name });
  }

  /** Whether the first switch of the page is on. */
  isSwitchedOn(): Promise<boolean> {
    return this.isChecked(this.anyApp.checkBox);
  }

  /** Searches for pages by their names. */
  async searchFor(words: string): Promise<void> {
    await this.openSearch();
    await this.enterText(`type "${words}"`, this.anyApp.searchField, words);
    await this.pressEnter('search');
  }

  openSearch(): Promise<void> {
    return this.tap('open the search', this.#views.search);
  }

  /** What stands in the field of the search. */
  searchWords(): Promise<string> {
    return this.textOf(this.anyApp.searchField);
  }

  /** Touches the title of the page: nothing reacts there. */
  touchNothing(): Promise<void> {
    return this.tap('touch the title of the page', this.anyApp.pageTitle);
  }

  isAtMainList(): Promise<boolean> {
    return this.isShown(this.#views.mainTitle);
  }

  /** The page that leads to the legal texts. */
  async openLegalInformation(): Promise<void> {
    await this.openPage('About phone');
    await this.openPage('Legal information');
  }

  /** Opens the privacy policy, a page on the web. */
  openPrivacyPolicy(): Promise<void> {
    return this.openPage('Privacy policy');
  }

  isPrivacyPolicyShown(): Promise<boolean> {
    return this.#legal.isLoaded();
  }
}
