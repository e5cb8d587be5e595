import { AppPage } from '../app.page.ts';
import type { AppScreens } from '../app-screens.ts';
import { selectorsOf, type NameOf } from '../selectors.ts';
import { WebView } from '../web-view.component.ts';

/** An app that has an icon on the first home screen, by the name the table of selectors gives it. */
export type Icon = NameOf<'icon', 'launcher'>;

/** A folder of icons on the first home screen, by the name the table of selectors gives it. */
export type IconFolder = NameOf<'folder', 'launcher'>;

/** The launcher: home screens, icons and folders. */
export class Launcher extends AppPage {
  static readonly appName = 'launcher';
  static readonly title = 'Launcher';
  static readonly packageNames = ['com.miui.home'];
  static readonly screens: AppScreens<Launcher, 'launcher'> = {
    'the first home screen': {
      show: (launcher) => launcher.open(),
      views: [
        'workspace', 'iconTitle', 'pageIndicator', 'icon of Settings', 'icon of File Manager', 'icon of Music', 'icon of Gallery', 'icon of Security',
        'icon of Messages', 'icon of Camera', 'folder of Tools',
      ],
    },
    'a folder of icons': {
      show: async (launcher) => {
        await launcher.open();
        await launcher.openFolder('Tools');
      },
      views: ['folderTitle'],
    },
    'the home screen while it is edited': {
      show: async (launcher) => {
        await launcher.open();
        await launcher.editHomeScreen();
      },
      views: ['wallpaper'],
    },
  };
  readonly #views = selectorsOf('launcher', this.phone.facts, this.packageName);
  readonly #wallpapers = new WebView(this.phone, this.packageName);

  /** The first home screen. */
  async open(): Promise<void> {
    await this.goHome();
    if (!(await this.isOnScreen(1))) await this.goHome();
  }

  /** Swipes one home screen to the right. */
  async swipeToNextScreen(): Promise<void> {
    await this.swipe('swipe to the next home screen', { x: 0.85, y: 0.5 }, { x: 0.15, y: 0.5 });
  }

  /** Whether the nth home screen (from 1) is shown. */
  async isOnScreen(screen: number): Promise<boolean> {
    const indicator = this.view(this.#views.pageIndicator);
    if (!(await indicator.isExisting())) return false;
    const description: string | null = await indicator.getAttribute('content-desc');
    return description?.startsWith(`Page ${screen} of `) ?? false;
  }

  /** Opens an app by its icon on the first home screen. */
  openApp(icon: Icon): Promise<void> {
    return this.tap(`open ${icon}`, this.#views[`icon of ${icon}`]);
  }

  /** Opens a folder of icons on the home screen shown. */
  openFolder(folder: IconFolder): Promise<void> {
    return this.tap(`open the folder ${folder}`, this.#views[`folder of ${folder}`]);
  }

  isFolderOpen(folder: IconFolder): Promise<boolean> {
    const { text = '' } = this.#views[`folder of ${folder}`];
    return this.isShown({ ...this.#views.folderTitle, text });
  }

  /** Opens the wallpapers on the web, through the editing mode. */
  async openOnlineWallpapers(): Promise<void> {
    await this.editHomeScreen();
    await this.tap('choose wallpapers', this.#views.wallpaper);
  }

  /** Begins to edit the home screen. */
  async editHomeScreen(): Promise<void> {
    await this.phone.act('hold a free place of the home screen', () => this.#holdFreePlace());
  }

  areWallpapersShown(): Promise<boolean> {
    return this.#wallpapers.isLoaded();
  }

  /** A tap of its own kind: on a place of the home screen without an icon. */
  async touchNothing(): Promise<void> {
    const point = await this.#freePlace();
    await this.phone.act('touch a free place of the home screen', () =>
      this.phone.driver.execute('mobile: clickGesture', point));
  }

  async #holdFreePlace(): Promise<void> {
    await this.phone.driver.execute('mobile: longClickGesture', { ...(await this.#freePlace()), duration: 800 });
  }

  /** Low in the workspace, above the dock: the pages are not full. */
  async #freePlace(): Promise<{ readonly x: number; readonly y: number }> {
    await this.untilShown('touch a free place of the home screen', this.#views.workspace);
    const workspace = this.view(this.#views.workspace);
    const { x, y } = await workspace.getLocation();
    const { width, height } = await workspace.getSize();
    return { x: Math.round(x + width / 2), y: Math.round(y + height * 0.93) };
  }
}
