import type { PhoneFacts } from '../../src/flow/phone-facts.ts';
import { AppPage } from '../app.page.ts';
import type { AppScreens } from '../app-screens.ts';
import { selectorsOf } from '../selectors.ts';

const KEYCODE_RECENTS = 187;
/** Since Android 9 the launcher shows them, before it was System UI. */
const SHOWN_BY_LAUNCHER_API = 28;

/** The recent apps. */
export class Recents extends AppPage {
  static readonly appName = 'recents';
  static readonly title = 'Recent apps';
  static readonly packageNames = ['com.miui.home', 'com.android.systemui'];
  static readonly screens: AppScreens<Recents, 'recents'> = {
    'the recent apps': { show: (recents) => recents.open(), views: ['list', 'task', 'title', 'remove', 'removeAll'] },
  };
  readonly #views = selectorsOf('recents', this.phone.facts, this.packageName);

  static packageOn({ apiLevel }: PhoneFacts): string {
    return apiLevel >= SHOWN_BY_LAUNCHER_API ? 'com.miui.home' : 'com.android.systemui';
  }

  /** The recent apps over the home screen. */
  async open(): Promise<void> {
    await this.goHome();
    await this.show();
  }

  async show(): Promise<void> {
    await this.phone.act('show the recent apps', () => this.phone.driver.pressKeyCode(KEYCODE_RECENTS));
  }

  areShown(): Promise<boolean> {
    return this.isShown(this.#views.list);
  }

  /** Whether an app of this title is among those on the screen. */
  lists(title: string): Promise<boolean> {
    return this.isShown({ ...this.#views.title, text: title });
  }

  /** Goes back to an app. */
  returnTo(title: string): Promise<void> {
    return this.tap(`go back to ${title}`, { ...this.#views.title, text: title });
  }

  /** Ends an app. */
  remove(title: string): Promise<void> {
    return this.tap(`remove ${title}`, { ...this.#views.remove, description: `Remove ${title}` });
  }
}
