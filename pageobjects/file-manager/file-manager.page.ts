import { AppPage } from '../app.page.ts';
import type { AppScreens } from '../app-screens.ts';
import { selectorsOf, type Selector } from '../selectors.ts';
import { WebView } from '../web-view.component.ts';

/** File Manager, of global builds and of Chinese ones. */
export class FileManager extends AppPage {
  static readonly appName = 'file-manager';
  static readonly title = 'File Manager';
  static readonly packageNames = ['com.mi.android.globalFileexplorer', 'com.android.fileexplorer'];
  static readonly screens: AppScreens<FileManager, 'file-manager'> = {
    'the storage': {
      show: (files) => files.open(),
      views: [
        'tabs', 'recentTab', 'storageTab', 'more', 'search', 'viewSwitch', 'volume', 'breadcrumb', 'rootBreadcrumb', 'list', 'fileIcon', 'fileName', 'fileInfo',
      ],
    },
    'its menu': {
      show: async (files) => {
        await files.open();
        await files.openMenu();
      },
      views: ['menuRefresh', 'menuCreateFolder', 'menuHelp'],
    },
    'the recent files': {
      show: async (files) => {
        await files.open();
        await files.showRecent();
      },
      views: ['pictures'],
    },
    'a category': {
      show: async (files) => {
        await files.open();
        await files.showRecent();
        await files.openPictures();
      },
      views: ['categoryTitle'],
    },
    'a file that is selected': {
      show: async (files) => {
        await files.open();
        await files.selectFirst();
      },
      views: ['copy', 'move', 'rename', 'delete'],
    },
    'a file that is being copied': {
      show: async (files) => {
        await files.open();
        await files.copyFirst();
      },
      views: ['paste'],
    },
    'the name of a new folder': {
      show: async (files) => {
        await files.open();
        await files.askForFolderName();
      },
      views: ['nameField', 'any-app.ok'],
    },
    'an empty folder': {
      show: async (files, storage) => {
        await storage.makeFolder('earshot-empty');
        await files.open();
        await files.refresh();
        await files.openFolder('earshot-empty');
      },
      views: ['emptyFolder'],
    },
    'the search': {
      show: async (files) => {
        await files.open();
        await files.openSearch();
      },
      views: ['any-app.searchField'],
    },
    'the help': {
      show: async (files) => {
        await files.open();
        await files.openHelp();
      },
      views: ['any-app.webPage'],
    },
    'the first start': { comes: 'before the agreement was accepted', views: ['agree', 'any-app.allow'] },
  };
  readonly #views = selectorsOf('file-manager', this.phone.facts, this.packageName);
  readonly #help = new WebView(this.phone, this.packageName);

  /** The root of the internal storage, read anew. */
  async open(): Promise<void> {
    await this.start('open File Manager', `${this.packageName}/com.android.fileexplorer.FileExplorerTabActivity`);
    await this.answerAgreement({ asked: this.#views.agree, agree: this.#views.agree });
    await this.allow('storage access');
    await this.backUntil(() => this.isShown(this.#views.tabs), 'the tabs of File Manager');
    await this.tap('show the storage', this.#views.storageTab);
    if (!(await this.isAtRoot())) await this.tap('go to the root of the storage', this.#views.rootBreadcrumb);
  }

  /** Reads the folder anew: what came by cable appears. */
  async refresh(): Promise<void> {
    await this.#choose(this.#views.menuRefresh);
  }

  /** Opens a folder of the list on the screen. */
  openFolder(name: string): Promise<void> {
    return this.tapRow(`open the folder "${name}"`, { ...this.#views.fileName, text: name });
  }

  /** Names of the folders on the way to the one shown, the storage's own name first. */
  openFolderPath(): Promise<readonly string[]> {
    return this.textsOf(this.#views.breadcrumb);
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
    await this.askForFolderName();
    await this.enterText(`name it "${name}"`, this.#views.nameField, name);
    await this.tap('create it', this.anyApp.ok);
  }

  /** Whether the list on the screen has a row with this name, scrolling to it where that is needed. */
  lists(name: string): Promise<boolean> {
    return this.isInList({ ...this.#views.fileName, text: name });
  }

  /** Opens a file of the list with the app that can. */
  async openFile(name: string): Promise<void> {
    await this.tapRow(`open "${name}"`, { ...this.#views.fileName, text: name });
    await this.allow('storage access');
  }

  async rename(name: string, newName: string): Promise<void> {
    await this.#select(name);
    await this.tap('choose "Rename"', this.#views.rename);
    await this.enterText(`name it "${newName}"`, this.#views.nameField, newName);
    await this.tap('rename it', this.anyApp.ok);
  }

  async delete(name: string): Promise<void> {
    await this.#select(name);
    await this.tap('choose "Delete"', this.#views.delete);
    await this.tap('delete it', this.anyApp.ok);
  }

  /** Copies a file of the list into a folder of the list, and stays there. */
  async copyInto(folder: string, name: string): Promise<void> {
    await this.#select(name);
    await this.tap('choose "Copy"', this.#views.copy);
    await this.openFolder(folder);
    await this.tap('paste it', this.#views.paste);
  }

  /** Moves a file of the list into a folder of the list, and stays there. */
  async moveInto(folder: string, name: string): Promise<void> {
    await this.#select(name);
    await this.tap('choose "Move"', this.#views.move);
    await this.openFolder(folder);
    await this.tap('paste it', this.#views.paste);
  }

  /** Touches the words "No files" of an empty folder: nothing reacts there. */
  touchNothing(): Promise<void> {
    return this.tap('touch the empty folder', this.#views.emptyFolder);
  }

  /** Searches for files by name. */
  async searchFor(words: string): Promise<void> {
    await this.openSearch();
    await this.enterText(`type "${words}"`, this.anyApp.searchField, words);
    await this.pressEnter('search');
  }

  /** Opens the help, a page on the web. */
  openHelp(): Promise<void> {
    return this.#choose(this.#views.menuHelp);
  }

  isHelpShown(): Promise<boolean> {
    return this.#help.isLoaded();
  }

  /** Opens the menu and leaves it at that. */
  openMenu(): Promise<void> {
    return this.tap('open the menu', this.#views.more);
  }

  /** Shows the newest files of the storage, and the categories above them. */
  async showRecent(): Promise<void> {
    await this.tap('show the recent files', this.#views.recentTab);
  }

  /** Lists all pictures of the storage, by the category of that name. */
  openPictures(): Promise<void> {
    return this.tap('open the category of pictures', this.#views.pictures);
  }

  /** Opens the search and leaves it at that. */
  openSearch(): Promise<void> {
    return this.tap('open the search', this.#views.search);
  }

  /** Holds a finger on the first row of the list. */
  async selectFirst(): Promise<void> {
    const [name] = await this.textsOf(this.#views.fileName);
    await this.#select(name ?? '');
  }

  /** Selects the first row of the list, to be copied: it waits to be pasted. */
  async copyFirst(): Promise<void> {
    await this.selectFirst();
    await this.tap('choose "Copy"', this.#views.copy);
  }

  /** Opens the question for the name of a new folder. */
  askForFolderName(): Promise<void> {
    return this.#choose(this.#views.menuCreateFolder);
  }

  #select(name: string): Promise<void> {
    return this.holdRow(`select "${name}"`, { ...this.#views.fileName, text: name });
  }

  async #choose(entry: Selector): Promise<void> {
    await this.openMenu();
    await this.tap(`choose "${entry.text ?? ''}"`, entry);
  }
}
