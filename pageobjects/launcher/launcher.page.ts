import type { Phone } from '../../src/ui/phone.ts';
import { AppPage } from '../app.page.ts';
import { WebView } from '../web-view.component.ts';

const PACKAGE = 'com.miui.home';

/** Recorded on MIUI unless marked invented. */
const SELECTORS = {
  workspace: { id: `${PACKAGE}:id/workspace` },
  iconTitle: `${PACKAGE}:id/icon_title`,
  pageIndicator: `${PACKAGE}:id/page_indicator`, // invented
  folderTitle: { id: `${PACKAGE}:id/title` },
  wallpaper: { id: `${PACKAGE}:id/edit_wallpaper` }, // invented
} as const;

const KEYCODE_HOME = 3;

/** The launcher: home screens, icons and folders. */
export class Launcher extends AppPage {
  static readonly appName = 'launcher';
  static readonly title = 'Launcher';
  static readonly packageNames = [PACKAGE];
  readonly #wallpapers: WebView;

  constructor(phone: Phone) {
    super(phone);
    this.#wallpapers = new WebView(phone, PACKAGE);
  }

  /** The first home screen. */
  async open(): Promise<void> {
    await this.phone.act('go to the home screen', () => this.phone.driver.pressKeyCode(KEYCODE_HOME));
    if (!(await this.isOnScreen(1))) await this.phone.act('go to the first home screen', () => this.phone.driver.pressKeyCode(KEYCODE_HOME));
  }

  /** Swipes one home screen to the right. */
  async swipeToNextScreen(): Promise<void> {
    const { width, height } = await this.phone.driver.getWindowSize();
    const y = Math.round(height / 2);
    await this.phone.act('swipe to the next home screen', () =>
      this.phone.driver.swipe({ from: { x: Math.round(width * 0.85), y }, to: { x: Math.round(width * 0.15), y }, duration: 200 }));
  }

  /** Whether the nth home screen (from 1) is shown. */
  async isOnScreen(screen: number): Promise<boolean> {
    const indicator = this.phone.driver.$(`id=${SELECTORS.pageIndicator}`);
    if (!(await indicator.isExisting())) return false;
    const description: string | null = await indicator.getAttribute('content-desc');
    return description?.startsWith(`Page ${screen} of `) ?? false;
  }

  /** Opens an app by its icon on the home screen shown. */
  openApp(title: string): Promise<void> {
    return this.tap(`open ${title}`, { id: SELECTORS.iconTitle, text: title });
  }

  /** Package that has the screen now. */
  frontPackage(): Promise<string> {
    return this.phone.driver.getCurrentPackage();
  }

  /** Opens a folder of icons on the home screen shown. */
  openFolder(title: string): Promise<void> {
    return this.tap(`open the folder ${title}`, { id: SELECTORS.iconTitle, text: title });
  }

  isFolderOpen(title: string): Promise<boolean> {
    return this.isShown({ ...SELECTORS.folderTitle, text: title });
  }

  /** Opens the wallpapers on the web, through the editing mode. */
  async openOnlineWallpapers(): Promise<void> {
    await this.phone.act('hold a free place of the home screen', () => this.#holdFreePlace());
    await this.tap('choose wallpapers', SELECTORS.wallpaper);
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
    const workspace = this.view(SELECTORS.workspace);
    const { x, y } = await workspace.getLocation();
    const { width, height } = await workspace.getSize();
    return { x: Math.round(x + width / 2), y: Math.round(y + height * 0.93) };
  }
}
