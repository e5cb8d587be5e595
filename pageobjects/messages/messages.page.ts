import { AppPage } from '../app.page.ts';

const PACKAGE = 'com.android.mms';

/** Names AOSP gives its views unless marked invented. */
const SELECTORS = {
  newMessage: { id: `${PACKAGE}:id/new_message` }, // invented
  search: { id: `${PACKAGE}:id/search` }, // invented
  searchField: { id: 'android:id/input' },
  from: `${PACKAGE}:id/from`,
  text: `${PACKAGE}:id/text_view`,
} as const;

/** Messages of MIUI. */
export class Messages extends AppPage {
  static readonly appName = 'messages';
  static readonly title = 'Messages';
  static readonly packageNames = [PACKAGE];

  /** The conversations, the newest first. */
  async open(): Promise<void> {
    await this.start('open Messages', `${PACKAGE}/.ui.MmsTabActivity`);
    await this.backUntil(() => this.isShown(SELECTORS.newMessage), 'the conversations of Messages');
  }

  /** Opens the conversation with this sender. */
  openConversation(sender: string): Promise<void> {
    return this.tapRow(`open the conversation with ${sender}`, { id: SELECTORS.from, text: sender });
  }

  /** Whether a message of the conversation on the screen says this. */
  shows(text: string): Promise<boolean> {
    return this.isShown({ id: SELECTORS.text, text });
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
}
