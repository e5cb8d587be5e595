import type { PhoneFacts } from '../../src/flow/phone-facts.ts';
import { AppPage } from '../app.page.ts';
import type { AppScreens } from '../app-screens.ts';
import { selectorsOf, type NameOf } from '../selectors.ts';
import { Settings } from '../settings/settings.page.ts';

const KEYCODE_RECENTS = 187;
/** Since Android 9 the launcher shows them, before it was System UI. */
const SHOWN_BY_LAUNCHER_API = 28;

/** An app among the recent ones, by the name the table of selectors gives it. */
export type RecentApp = NameOf<'title', 'recents'>;

/** The recent apps. */
export class Recents extends AppPage {
  static readonly appName = 'recents';
  static readonly title = 'Recent apps';
  static readonly packageNames = ['com.miui.home', 'com.android.systemui'];
  static readonly screens: AppScreens<Recents, 'recents'> = {
    'the recent apps': { show: (recents) => recents.open(), views: ['list', 'task', 'title', 'remove', 'removeAll'] },
    'Settings among the recent apps': {
      show: async (recents) => {
        await recents.openSettings();
        await recents.open();
      },
      views: ['title of Settings'],
    },
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

  /** Opens Settings, so that it is among them. */
  openSettings(): Promise<void> {
    return new Settings(this.phone).open();
  }

  async show(): Promise<void> {
    await this.phone.act('show the recent apps', () => this.phone.driver.pressKeyCode(KEYCODE_RECENTS));
  }

  areShown(): Promise<boolean> {
    return this.isShown(this.#views.list);
  }

  /** Whether an app is among those on the screen. */
  lists(app: RecentApp): Promise<boolean> {
    return this.isShown(this.#views[`title of ${app}`]);
  }

  /** Goes back to an app. */
  returnTo(app: RecentApp): Promise<void> {
    return this.tap(`go back to ${app}`, this.#views[`title of ${app}`]);
  }

  /** Ends an app. */
  remove(app: RecentApp): Promise<void> {
    const { text = '' } = this.#views[`title of ${app}`];
    return this.tap(`remove ${app}`, { ...this.#views.remove, description: `Remove ${text}` });
  }
}
