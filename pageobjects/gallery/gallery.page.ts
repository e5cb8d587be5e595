import type { Storage } from '../../src/device/storage.ts';
import { AppPage } from '../app.page.ts';
import type { AppScreens } from '../app-screens.ts';
import { selectorsOf } from '../selectors.ts';

/** The photos, of which there is one at least. */
async function showPicture(gallery: Gallery, storage: Storage): Promise<void> {
  await storage.putPicture('earshot.png');
  await gallery.open();
}

/** Gallery of MIUI. */
export class Gallery extends AppPage {
  static readonly appName = 'gallery';
  static readonly title = 'Gallery';
  static readonly packageNames = ['com.miui.gallery'];
  static readonly screens: AppScreens<Gallery, 'gallery'> = {
    'all photos': { show: showPicture, views: ['photosTab', 'list', 'picture', 'any-app.settings'] },
    'a picture': {
      show: async (gallery, storage) => {
        await showPicture(gallery, storage);
        await gallery.lookAtFirst();
      },
      views: ['pictureOnScreen'],
    },
  };
  readonly #views = selectorsOf('gallery', this.phone.facts, this.packageName);

  /** All photos, the newest first. */
  async open(): Promise<void> {
    await this.start('open Gallery', `${this.packageName}/.activity.HomePageActivity`);
    await this.allow('storage access');
    await this.backUntil(() => this.isShowingPhotos(), 'the photos of Gallery');
    await this.tap('show all photos', this.#views.photosTab);
  }

  isShowingPhotos(): Promise<boolean> {
    return this.isShown(this.#views.photosTab);
  }

  /** Shows a picture of the list by the name of its file. */
  lookAt(fileName: string): Promise<void> {
    return this.tap(`look at ${fileName}`, { ...this.#views.picture, description: fileName });
  }

  /** Shows the first picture of the list. */
  lookAtFirst(): Promise<void> {
    return this.tap('look at the first picture', this.#views.picture);
  }

  isShowing(fileName: string): Promise<boolean> {
    return this.isShown({ ...this.#views.pictureOnScreen, description: fileName });
  }

  /** Touches the tab that is open already. */
  touchNothing(): Promise<void> {
    return this.tap('touch the tab that is open', this.#views.photosTab);
  }
}
