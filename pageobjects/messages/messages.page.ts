import type { Storage } from '../../src/device/storage.ts';
import { AppPage } from '../app.page.ts';
import type { AppScreens } from '../app-screens.ts';
import { selectorsOf } from '../selectors.ts';

/** Of the message that is laid into the inbox where there has to be one. */
const SENDER = 'Earshot';

/** Messages of MIUI. */
export class Messages extends AppPage {
  static readonly appName = 'messages';
  static readonly title = 'Messages';
  static readonly packageNames = ['com.android.mms'];
  static readonly screens: AppScreens<Messages, 'messages'> = {
    'the conversations': { show: (messages, storage) => messages.openWith(storage), views: ['newMessage', 'search', 'from', 'subject', 'unread', 'any-app.settings'] },
    'a conversation': {
      show: async (messages, storage) => {
        await messages.openWith(storage);
        await messages.openConversation(SENDER);
      },
      views: ['message'],
    },
    'the search': {
      show: async (messages) => {
        await messages.open();
        await messages.openSearch();
      },
      views: ['any-app.searchField'],
    },
  };
  readonly #views = selectorsOf('messages', this.phone.facts, this.packageName);

  /** The conversations, the newest first. */
  async open(): Promise<void> {
    await this.start('open Messages', `${this.packageName}/.ui.MmsTabActivity`);
    await this.backUntil(() => this.isShown(this.#views.newMessage), 'the conversations of Messages');
  }

  /** The conversations, of which there is one at least. */
  async openWith(storage: Storage): Promise<void> {
    await storage.putMessage({ from: SENDER, text: 'A message to look at.' });
    await this.open();
  }

  /** Whether the list has a conversation with this sender. */
  lists(sender: string): Promise<boolean> {
    return this.isInList({ ...this.#views.from, text: sender });
  }

  /** Opens the conversation with this sender. */
  openConversation(sender: string): Promise<void> {
    return this.tapRow(`open the conversation with ${sender}`, { ...this.#views.from, text: sender });
  }

  /** Whether a message of the conversation on the screen says this. */
  shows(text: string): Promise<boolean> {
    return this.isShown({ ...this.#views.message, text });
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
}
