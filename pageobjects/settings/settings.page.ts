import { AppPage } from '../app.page.ts';
import type { AppScreens } from '../app-screens.ts';
import { selectorsOf, type Selector, type NameOf } from '../selectors.ts';
import { WebView } from '../web-view.component.ts';

/** A row of the lists, by the name the table of selectors gives it: it leads to a page, or is a switch. */
export type Row = NameOf<'row', 'settings'>;

/** Settings of the phone. */
export class Settings extends AppPage {
  static readonly appName = 'settings';
  static readonly title = 'Settings';
  static readonly packageNames = ['com.android.settings'];
  static readonly screens: AppScreens<Settings, 'settings'> = {
    'the main list': { show: (settings) => settings.open(), views: ['mainTitle', 'list', 'search', 'row of WLAN', 'row of Notifications', 'row of About phone', 'any-app.preference', 'any-app.pageTitle'] },
    'the end of the main list': {
      show: async (settings) => {
        await settings.open();
        await settings.swipeThroughList();
      },
      views: ['row of Location', 'row of Additional settings'],
    },
    'the page about the phone': {
      show: async (settings) => {
        await settings.open();
        await settings.openPage('About phone');
      },
      views: ['row of Legal information'],
    },
    'the legal information': {
      show: async (settings) => {
        await settings.open();
        await settings.openLegalInformation();
      },
      views: ['row of Privacy policy'],
    },
    'a page with a switch': {
      show: async (settings) => {
        await settings.open();
        await settings.openPage('Notifications');
      },
      views: ['any-app.checkBox', 'row of App icon badges'],
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
  openPage(row: Row): Promise<void> {
    return this.tapRow(`open "${row}"`, this.#row(row));
  }

  /** Whether the page is shown that a row leads to: its title is the row's. */
  isOnPage(row: Row): Promise<boolean> {
    return this.isShown({ ...this.anyApp.pageTitle, text: this.#row(row).text });
  }

  /** Swipes the list on the screen upwards, so that what is below comes into sight. */
  async swipeThroughList(): Promise<void> {
    await this.swipe('swipe through the list', { x: 0.5, y: 0.85 }, { x: 0.5, y: 0.25 });
  }

  /** Whether a row is in sight, without looking further. */
  isInSight(row: Row): Promise<boolean> {
    return this.isShown(this.#row(row));
  }

  /** Turns a switch of the page over. */
  turnOver(row: Row): Promise<void> {
    return this.tapRow(`turn "${row}" over`, this.#row(row));
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

  #row(row: Row): Selector & { readonly text: string } {
    const selector = this.#views[`row of ${row}`];
    return { ...selector, text: selector.text ?? row };
  }
}
