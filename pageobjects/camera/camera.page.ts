import { AppPage } from '../app.page.ts';
import type { AppScreens } from '../app-screens.ts';
import { selectorsOf } from '../selectors.ts';

/** Camera of MIUI. */
export class Camera extends AppPage {
  static readonly appName = 'camera';
  static readonly title = 'Camera';
  static readonly packageNames = ['com.android.camera'];
  static readonly screens: AppScreens<Camera, 'camera'> = {
    'the viewfinder': { show: (camera) => camera.open(), views: ['viewfinder', 'shutter', 'switchCamera', 'lastPicture', 'any-app.settings'] },
  };
  readonly #views = selectorsOf('camera', this.phone.facts, this.packageName);

  /** The viewfinder. */
  async open(): Promise<void> {
    await this.start('open Camera', `${this.packageName}/.Camera`);
    await this.allow('the location');
    await this.backUntil(() => this.isReady(), 'the viewfinder');
  }

  isReady(): Promise<boolean> {
    return this.isShown(this.#views.shutter);
  }

  takePicture(): Promise<void> {
    return this.tap('take a picture', this.#views.shutter);
  }

  /** Shows the picture taken last, in the Gallery. */
  async lookAtLastPicture(): Promise<void> {
    await this.tap('look at the picture', this.#views.lastPicture);
    await this.allow('storage access');
  }

  /** Touches the viewfinder, which at most sets the focus. */
  touchNothing(): Promise<void> {
    return this.tap('touch the viewfinder', this.#views.viewfinder);
  }
}
