import { Page } from '../page.ts';

const SELECTORS = {
  shade: { id: 'com.android.systemui:id/notification_panel' },
  tile: 'com.android.systemui:id/tile', // invented
} as const;

/** The status bar and the shade behind it. */
export class StatusBar extends Page {
  /** Pulls the shade down with a finger, from the top edge: the claim is about the swipe, not about a command. */
  async pullDown(): Promise<void> {
    const { width, height } = await this.phone.driver.getWindowSize();
    const x = Math.round(width / 2);
    await this.phone.act('pull down the status bar', () =>
      this.phone.driver.swipe({ from: { x, y: 5 }, to: { x, y: Math.round(height * 0.6) }, duration: 300 }));
  }

  /** Taps a quick setting of the shade until it is on or off, as wanted; it must be the other way round. */
  turn(setting: string, wanted: 'On' | 'Off'): Promise<void> {
    const now = wanted === 'On' ? 'Off' : 'On';
    return this.tap(`turn ${setting} ${wanted.toLowerCase()}`, { id: SELECTORS.tile, description: `${setting},${now}` });
  }

  isTurned(setting: string, state: 'On' | 'Off'): Promise<boolean> {
    return this.isShown({ id: SELECTORS.tile, description: `${setting},${state}` });
  }

  isPulledDown(): Promise<boolean> {
    return this.isShown(SELECTORS.shade);
  }
}
