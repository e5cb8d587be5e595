import { AppPage } from '../app.page.ts';

const PACKAGE = 'com.android.camera';

const SELECTORS = {
  viewfinder: { id: `${PACKAGE}:id/preview` }, // invented
  shutter: { id: `${PACKAGE}:id/shutter_button` }, // the name AOSP gives it
  allow: { id: 'com.android.permissioncontroller:id/permission_allow_button' },
} as const;

/** Camera of MIUI. */
export class Camera extends AppPage {
  static readonly appName = 'camera';
  static readonly title = 'Camera';
  static readonly packageNames = [PACKAGE];

  /** The viewfinder. */
  async open(): Promise<void> {
    await this.start('open Camera', `${PACKAGE}/.Camera`);
    if (await this.isShown(SELECTORS.allow)) await this.tap('allow the location', SELECTORS.allow);
    await this.backUntil(() => this.isReady(), 'the viewfinder');
  }

  isReady(): Promise<boolean> {
    return this.isShown(SELECTORS.shutter);
  }

  takePicture(): Promise<void> {
    return this.tap('take a picture', SELECTORS.shutter);
  }

  /** Touches the viewfinder, which at most sets the focus. */
  touchNothing(): Promise<void> {
    return this.tap('touch the viewfinder', SELECTORS.viewfinder);
  }
}
