import type { Cause } from '../app-event.ts';
import type { AppContext, AppModel } from '../app-model.ts';
import type { Row, Value } from '../value.ts';
import { HOME_PAGES, HOTSEAT, type HomeIcon, type HomeItem } from './home-layout.ts';

/** The launcher's memory: which icons there are, which folder is open. */
export function createLauncherModel(context: AppContext): AppModel {
  return new LauncherModel(context);
}

class LauncherModel implements AppModel {
  readonly #context: AppContext;
  /** The open folder by the title it has in the layout. */
  #folder: string | undefined;

  constructor(context: AppContext) {
    this.#context = context;
  }

  value(name: string): Value | undefined {
    switch (name) {
      case 'pageCount': return HOME_PAGES.length;
      case 'pageNumber': return Number(this.#context.state['page'] ?? 0) + 1;
      case 'folderOpen': return this.#folder !== undefined;
      case 'folderTitle': return this.#folder === undefined ? undefined : this.#titleOf(this.#folder);
      default: return undefined;
    }
  }

  rows(source: string): readonly Row[] {
    if (source === 'hotseat') return this.#installed(HOTSEAT).map(iconRow);
    if (source === 'folder') return this.#installed(this.#itemsOf(this.#folder)).map(iconRow);
    const page = /^page(\d+)$/.exec(source)?.[1];
    return page === undefined ? [] : (HOME_PAGES[Number(page)] ?? []).flatMap((item) => this.#rowOf(item));
  }

  call(operation: string, args: Row, cause: Cause): void {
    if (operation === 'closeFolder') this.#folder = undefined;
    else if (operation === 'tap') this.#tap(args, cause);
    else if (operation === 'renameFolder') this.#rename(String(args['title'] ?? ''), cause);
  }

  #tap(item: Row, cause: Cause): void {
    const folder = String(item['folder'] ?? '');
    if (folder !== '') {
      this.#folder = folder;
      this.#context.emit('launcher.folder.open', { title: this.#titleOf(folder) }, cause);
      return;
    }
    const packageName = String(item['package'] ?? '');
    this.#context.emit('app.open', { package: packageName, title: String(item['title'] ?? '') }, cause);
    this.#context.startApp(packageName, cause);
  }

  #rename(title: string, cause: Cause): void {
    if (this.#folder === undefined || title === '') return;
    const from = this.#titleOf(this.#folder);
    if (from === title) return;
    this.#context.setState(`folder:${this.#folder}`, title);
    this.#context.emit('launcher.folder.rename', { from, to: title }, cause);
  }

  #rowOf(item: HomeItem): readonly Row[] {
    if ('folder' in item) return [{ key: item.folder, folder: item.folder, package: '', title: this.#titleOf(item.folder), icon: 'folder' }];
    return this.#installed([item]).map(iconRow);
  }

  #titleOf(folder: string): string {
    return String(this.#context.state[`folder:${folder}`] ?? folder);
  }

  #itemsOf(folder: string | undefined): readonly HomeIcon[] {
    const found = HOME_PAGES.flat().find((item) => 'folder' in item && item.folder === folder);
    return found !== undefined && 'folder' in found ? found.items : [];
  }

  #installed(icons: readonly HomeIcon[]): readonly HomeIcon[] {
    return icons.filter((icon) => this.#context.packages.get(icon.packageName)?.enabled === true);
  }
}

function iconRow(icon: HomeIcon): Row {
  return { key: icon.packageName, folder: '', package: icon.packageName, title: icon.title, icon: 'app' };
}
