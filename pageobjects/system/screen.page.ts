import { readNetwork } from '../../src/device/connectivity.ts';
import { parseScreen } from '../../src/device/screen.ts';
import { AppPage } from '../app.page.ts';

const KEYCODE_SLEEP = 223;
const KEYCODE_WAKEUP = 224;

/** The phone's screen: on, or off with the phone lying idle. */
export class Screen extends AppPage {
  static readonly appName = 'screen';
  static readonly title = 'The screen';
  static readonly packageNames = ['com.android.systemui'];

  /** The home screen, lit. */
  async open(): Promise<void> {
    await this.turnOn();
    // A lock screen without a secret opens by it; a phone without one may know no such command.
    await this.phone.shell.try('wm dismiss-keyguard');
    await this.goHome();
  }

  async turnOff(): Promise<void> {
    await this.phone.act('turn the screen off', () => this.phone.driver.pressKeyCode(KEYCODE_SLEEP));
  }

  async turnOn(): Promise<void> {
    await this.phone.act('turn the screen on', () => this.phone.driver.pressKeyCode(KEYCODE_WAKEUP));
  }

  async isOnWifi(): Promise<boolean> {
    return (await readNetwork(this.phone.shell)).isOn;
  }

  async isOn(): Promise<boolean> {
    return parseScreen(await this.phone.shell.run('dumpsys power'), await this.phone.shell.run('dumpsys window')).isOn;
  }
}
