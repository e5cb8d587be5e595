import { AppPage } from '../app.page.ts';
import type { AppScreens } from '../app-screens.ts';
import { selectorsOf } from '../selectors.ts';

/** The status bar and the shade behind it. */
export class StatusBar extends AppPage {
  static readonly appName = 'status-bar';
  static readonly title = 'Status bar';
  static readonly packageNames = ['com.android.systemui'];
  static readonly screens: AppScreens<StatusBar, 'status-bar'> = {
    'the shade': { show: (bar) => bar.open(), views: ['shade', 'tile'] },
  };
  readonly #views = selectorsOf('status-bar', this.phone.facts, this.packageName);

  /** The shade, pulled down over the home screen. */
  async open(): Promise<void> {
    await this.goHome();
    await this.pullDown();
  }

  /** Pulls the shade down with a finger, from the top edge: the claim is about the swipe, not about a command. */
  async pullDown(): Promise<void> {
    await this.swipe('pull down the status bar', { x: 0.5, y: 0.002 }, { x: 0.5, y: 0.6 });
  }

  /** Pushes the shade back up. */
  async pushUp(): Promise<void> {
    await this.swipe('push the status bar back up', { x: 0.5, y: 0.95 }, { x: 0.5, y: 0.3 });
  }

  /** Taps a quick setting of the shade until it is on or off, as wanted; it must be the other way round. */
  turn(setting: string, wanted: 'On' | 'Off'): Promise<void> {
    const now = wanted === 'On' ? 'Off' : 'On';
    return this.tap(`turn ${setting} ${wanted.toLowerCase()}`, { ...this.#views.tile, description: `${setting},${now}` });
  }

  isTurned(setting: string, state: 'On' | 'Off'): Promise<boolean> {
    return this.isShown({ ...this.#views.tile, description: `${setting},${state}` });
  }

  isPulledDown(): Promise<boolean> {
    return this.isShown(this.#views.shade);
  }
}
