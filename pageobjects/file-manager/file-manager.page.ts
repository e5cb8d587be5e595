import type { Phone } from '../../src/ui/phone.ts';
import { AppPage } from '../app.page.ts';
import { WebView } from '../web-view.component.ts';

const PACKAGE = 'com.mi.android.globalFileexplorer';

/** Recorded on a Redmi Note 11T 5G unless marked; `cn`: recorded on the Chinese sibling `com.android.fileexplorer`. */
const SELECTORS = {
  consent: { id: `${PACKAGE}:id/confirm_btn` },
  allowStorage: { id: 'com.android.permissioncontroller:id/permission_allow_button' },
  tabs: { id: `${PACKAGE}:id/scrollingTabContainer` },
  more: { id: `${PACKAGE}:id/more` },
  search: { id: `${PACKAGE}:id/search` }, // invented
  breadcrumb: `${PACKAGE}:id/path_item`, // cn
  fileName: `${PACKAGE}:id/file_name`, // cn
  nameField: { id: `${PACKAGE}:id/text` },
  copy: { id: `${PACKAGE}:id/action_copy` }, // invented
  move: { id: `${PACKAGE}:id/action_move` }, // invented
  rename: { id: `${PACKAGE}:id/action_rename` }, // invented
  delete: { id: `${PACKAGE}:id/action_delete` }, // invented
  paste: { id: `${PACKAGE}:id/paste_confirm` },
  emptyFolder: { id: `${PACKAGE}:id/empty_view` }, // invented
  searchField: { id: 'android:id/input' },
  menuEntry: 'android:id/text1',
  ok: { id: 'android:id/button1' },
} as const;

const ROOT_BREADCRUMB = 'Internal shared storage';

/** File Manager, global build. */
export class FileManager extends AppPage {
  static readonly appName = 'file-manager';
  static readonly title = 'File Manager';
  static readonly packageNames = [PACKAGE];
  readonly #help: WebView;

  constructor(phone: Phone) {
    super(phone);
    this.#help = new WebView(phone, PACKAGE);
  }

  /** The root of the internal storage, read anew. */
  async open(): Promise<void> {
    await this.start('open File Manager', `${PACKAGE}/com.android.fileexplorer.FileExplorerTabActivity`);
    if (await this.isShown(SELECTORS.consent)) await this.tap('agree and continue', SELECTORS.consent);
    if (await this.isShown(SELECTORS.allowStorage)) await this.tap('allow storage access', SELECTORS.allowStorage);
    await this.backUntil(() => this.isShown(SELECTORS.tabs), 'the tabs of File Manager');
    const breadcrumbs = await this.textsOf(SELECTORS.breadcrumb);
    if (breadcrumbs.length !== 1) await this.tap('go to the root of the storage', { id: SELECTORS.breadcrumb, text: ROOT_BREADCRUMB });
  }

  /** Reads the folder anew: what came by cable appears. */
  async refresh(): Promise<void> {
    await this.#choose('Refresh');
  }

  /** Opens a folder of the list on the screen. */
  openFolder(name: string): Promise<void> {
    return this.tapRow(`open the folder "${name}"`, { id: SELECTORS.fileName, text: name });
  }

  /** Names of the folders on the way to the one shown, the storage's own name first. */
  openFolderPath(): Promise<readonly string[]> {
    return this.textsOf(SELECTORS.breadcrumb);
  }

  async isInFolder(name: string): Promise<boolean> {
    return (await this.openFolderPath()).at(-1) === name;
  }

  /** Whether the list of the storage's root is on the screen, and no dialog over it. */
  async isAtRoot(): Promise<boolean> {
    return (await this.openFolderPath()).length === 1;
  }

  /** Creates a folder in the one shown. */
  async createFolder(name: string): Promise<void> {
    await this.#choose('Create folder');
    await this.enterText(`name it "${name}"`, SELECTORS.nameField, name);
    await this.tap('create it', SELECTORS.ok);
  }

  /** Whether the list on the screen has a row with this name, scrolling to it where that is needed. */
  lists(name: string): Promise<boolean> {
    return this.isInList({ id: SELECTORS.fileName, text: name });
  }

  /** Opens a file of the list with the app that can. */
  async openFile(name: string): Promise<void> {
    await this.tapRow(`open "${name}"`, { id: SELECTORS.fileName, text: name });
    if (await this.isShown(SELECTORS.allowStorage)) await this.tap('allow storage access', SELECTORS.allowStorage);
  }

  /** Package that has the screen now. */
  frontPackage(): Promise<string> {
    return this.phone.driver.getCurrentPackage();
  }

  async rename(name: string, newName: string): Promise<void> {
    await this.#select(name);
    await this.tap('choose "Rename"', SELECTORS.rename);
    await this.enterText(`name it "${newName}"`, SELECTORS.nameField, newName);
    await this.tap('rename it', SELECTORS.ok);
  }

  async delete(name: string): Promise<void> {
    await this.#select(name);
    await this.tap('choose "Delete"', SELECTORS.delete);
    await this.tap('delete it', SELECTORS.ok);
  }

  /** Copies a file of the list into a folder of the list, and stays there. */
  async copyInto(folder: string, name: string): Promise<void> {
    await this.#select(name);
    await this.tap('choose "Copy"', SELECTORS.copy);
    await this.openFolder(folder);
    await this.tap('paste it', SELECTORS.paste);
  }

  /** Moves a file of the list into a folder of the list, and stays there. */
  async moveInto(folder: string, name: string): Promise<void> {
    await this.#select(name);
    await this.tap('choose "Move"', SELECTORS.move);
    await this.openFolder(folder);
    await this.tap('paste it', SELECTORS.paste);
  }

  /** Touches the words "No files" of an empty folder: nothing reacts there. */
  touchNothing(): Promise<void> {
    return this.tap('touch the empty folder', SELECTORS.emptyFolder);
  }

  /** Searches for files by name. */
  async searchFor(words: string): Promise<void> {
    await this.tap('open the search', SELECTORS.search);
    await this.enterText(`type "${words}"`, SELECTORS.searchField, words);
    await this.pressEnter('search');
  }

  /** Opens the help, a page on the web. */
  openHelp(): Promise<void> {
    return this.#choose('Help');
  }

  isHelpShown(): Promise<boolean> {
    return this.#help.isLoaded();
  }

  #select(name: string): Promise<void> {
    return this.holdRow(`select "${name}"`, { id: SELECTORS.fileName, text: name });
  }

  async #choose(entry: string): Promise<void> {
    await this.tap('open the menu', SELECTORS.more);
    await this.tap(`choose "${entry}"`, { id: SELECTORS.menuEntry, text: entry });
  }
}
