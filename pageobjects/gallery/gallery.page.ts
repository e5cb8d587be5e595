import { AppPage } from '../app.page.ts';

const PACKAGE = 'com.miui.gallery';

/** Invented, but for the permission dialog: nobody has published the ids of the gallery yet. */
const SELECTORS = {
  allow: { id: 'com.android.permissioncontroller:id/permission_allow_button' },
  tab: `${PACKAGE}:id/tab_text`,
  picture: `${PACKAGE}:id/photo_item`,
  pictureOnScreen: `${PACKAGE}:id/photo_view`,
} as const;

/** Gallery of MIUI. */
export class Gallery extends AppPage {
  static readonly appName = 'gallery';
  static readonly title = 'Gallery';
  static readonly packageNames = [PACKAGE];

  /** All photos, the newest first. */
  async open(): Promise<void> {
    await this.start('open Gallery', `${PACKAGE}/.activity.HomePageActivity`);
    if (await this.isShown(SELECTORS.allow)) await this.tap('allow storage access', SELECTORS.allow);
    await this.backUntil(() => this.isShowingPhotos(), 'the photos of Gallery');
    await this.tap('show all photos', { id: SELECTORS.tab, text: 'Photos' });
  }

  isShowingPhotos(): Promise<boolean> {
    return this.isShown({ id: SELECTORS.tab, text: 'Photos' });
  }

  /** Shows a picture of the list by the name of its file. */
  lookAt(fileName: string): Promise<void> {
    return this.tap(`look at ${fileName}`, { id: SELECTORS.picture, description: fileName });
  }

  isShowing(fileName: string): Promise<boolean> {
    return this.isShown({ id: SELECTORS.pictureOnScreen, description: fileName });
  }

  /** Touches the tab that is open already. */
  touchNothing(): Promise<void> {
    return this.tap('touch the tab that is open', { id: SELECTORS.tab, text: 'Photos' });
  }
}
