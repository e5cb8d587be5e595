import type { Cause } from '../app-event.ts';
import type { AppContext, AppModel } from '../app-model.ts';
import { languageBy, type Words } from '../parts/translate.ts';
import type { Row, Value } from '../value.ts';
import { findIcon, makeFolder, putIntoFolder, putOnPage, takeAway, type HomePages } from './home-grid.ts';
import { CHINESE_LAUNCHER } from './launcher-words.ts';
import { HOME_PAGES, HOTSEAT, PROMOTED, PROMOTED_FOLDER, type HomeIcon, type HomeItem } from './home-layout.ts';

const COLUMNS = 4;
/** A cell of the grid on a glass of 1080 px at 440 dpi: where a dragged icon falls. */
const CELL = { widthPx: 259, heightPx: 286 } as const;
const NEW_FOLDER = 'Folder';

/** Packages with an activity that stand on no home screen: the launcher itself. */
const NOT_SHOWN: ReadonlySet<string> = new Set(['com.miui.home', 'com.android.systemui']);

/** The launcher's memory: which icons there are and where, which folder is open. */
export function createLauncherModel(context: AppContext): AppModel {
  return new LauncherModel(context);
}

class LauncherModel implements AppModel {
  readonly #context: AppContext;
  /** The open folder by the name it is kept under, and since when. */
  #folder: { readonly name: string; readonly sinceMs: number } | undefined;
  readonly #words: Words;
  #chosen = '';
  #term = '';

  constructor(context: AppContext) {
    this.#context = context;
    this.#words = languageBy((name) => context.property(name)) === 'zh' ? CHINESE_LAUNCHER : {};
  }

  value(name: string): Value | undefined {
    switch (name) {
      case 'pageCount': return HOME_PAGES.length;
      case 'pageNumber': return this.#page() + 1;
      case 'folderOpen': return this.#folder !== undefined;
      case 'folderTitle': return this.#folder === undefined ? undefined : this.#titleOf(this.#folder.name);
      case 'promoted': return this.#folder?.name === PROMOTED_FOLDER;
      case 'chosenTitle': return this.#word(this.#chosenIcon()?.title ?? '');
      case 'chosenInFolder': return this.#folder !== undefined;
      default: return undefined;
    }
  }

  rows(source: string): readonly Row[] {
    if (source === 'hotseat') return this.#installed(HOTSEAT).map(iconRow);
    if (source === 'folder') return this.#installed(this.#itemsOf(this.#folder?.name)).map(iconRow);
    if (source === 'promoted') return PROMOTED.map((title) => ({ key: title, title }));
    if (source === 'hits') return this.#found().map(iconRow);
    const page = /^page(\d+)$/.exec(source)?.[1];
    return page === undefined ? [] : (this.#pages()[Number(page)] ?? []).flatMap((item) => this.#rowOf(item));
  }

  call(operation: string, args: Row, cause: Cause): void {
    const text = (name: string): string => String(args[name] ?? '');
    switch (operation) {
      case 'tap': this.#tap(args, cause); break;
      case 'closeFolder': this.#closeFolder(cause); break;
      case 'renameFolder': this.#rename(text('title'), cause); break;
      case 'drop': this.#drop(text('package'), { dx: Number(args['dx']), dy: Number(args['dy']) }, cause); break;
      case 'choose': this.#chosen = text('package'); break;
      case 'takeOut': this.#takeOut(cause); break;
      case 'uninstall': this.#uninstall(cause); break;
      case 'type': this.#term = text('term'); break;
      case 'search': this.#context.emit('launcher.search', { term: text('term'), count: this.#found().length }, cause); break;
      default: break;
    }
  }

  #tap(item: Row, cause: Cause): void {
    const folder = String(item['folder'] ?? '');
    if (folder !== '') {
      this.#openFolder(folder, cause);
      return;
    }
    const packageName = String(item['package'] ?? '');
    this.#context.emit('app.open', { package: packageName, title: String(item['title'] ?? '') }, cause);
    this.#context.startApp(packageName, cause);
  }

  #openFolder(name: string, cause: Cause): void {
    this.#folder = { name, sinceMs: this.#context.clock.now() };
    this.#context.emit('launcher.folder.open', { title: this.#titleOf(name) }, cause);
    if (name === PROMOTED_FOLDER) this.#context.emit('launcher.folder.promoted', { title: this.#titleOf(name), count: PROMOTED.length }, cause);
  }

  #closeFolder(cause: Cause): void {
    if (this.#folder === undefined) return;
    const { name, sinceMs } = this.#folder;
    this.#folder = undefined;
    this.#context.emit('launcher.folder.close', { title: this.#titleOf(name), durationMs: this.#context.clock.now() - sinceMs }, cause);
  }

  #rename(title: string, cause: Cause): void {
    if (this.#folder === undefined || title === '') return;
    const from = this.#titleOf(this.#folder.name);
    if (from === title) return;
    this.#context.setState(`folder:${this.#folder.name}`, title);
    this.#context.emit('launcher.folder.rename', { from, to: title }, cause);
  }

  /** An icon falls on another: a folder of both; on a folder: into it; anywhere else: back to its place. */
  #drop(packageName: string, by: { readonly dx: number; readonly dy: number }, cause: Cause): void {
    const shown = (this.#pages()[this.#page()] ?? []).filter((item) => this.#rowOf(item).length > 0);
    const at = shown.findIndex((item) => 'packageName' in item && item.packageName === packageName);
    const [icon, target] = [shown[at], shown[at + Math.round(by.dx / CELL.widthPx) + COLUMNS * Math.round(by.dy / CELL.heightPx)]];
    if (icon === undefined || target === undefined || icon === target || 'folder' in icon) return;
    if ('folder' in target) {
      this.#keep(putIntoFolder(this.#pages(), target.folder, icon));
      this.#context.emit('launcher.folder.add', { title: this.#titleOf(target.folder), package: packageName }, cause);
      return;
    }
    const title = this.#freeName();
    this.#keep(makeFolder(this.#pages(), title, [target, icon]));
    this.#context.emit('launcher.folder.create', { title }, cause);
    this.#context.emit('launcher.folder.add', { title, package: packageName }, cause);
  }

  #takeOut(cause: Cause): void {
    const icon = this.#chosenIcon();
    if (icon === undefined || this.#folder === undefined) return;
    this.#context.emit('launcher.folder.remove', { title: this.#titleOf(this.#folder.name), package: icon.packageName }, cause);
    this.#keep(putOnPage(this.#pages(), this.#page(), icon));
  }

  #uninstall(cause: Cause): void {
    const icon = this.#chosenIcon();
    if (icon === undefined) return;
    const isSystem = this.#context.packages.get(icon.packageName)?.system === true;
    if (!this.#context.packages.uninstall(icon.packageName, isSystem ? { user: 0 } : {}).startsWith('Success')) {
      this.#context.toast("Couldn't uninstall the app");
      return;
    }
    this.#keep(takeAway(this.#pages(), icon.packageName));
    this.#context.emit('launcher.uninstall', { package: icon.packageName, title: icon.title }, cause);
  }

  #page(): number {
    return Number(this.#context.state['page'] ?? 0);
  }

  /** As the owner has arranged it; apps that have come since stand at the end of the last page. */
  #pages(): HomePages {
    const kept = String(this.#context.state['layout'] ?? '');
    const pages = kept === '' ? HOME_PAGES : (JSON.parse(kept) as HomePages);
    const fresh = this.#context.packages.list()
      .filter(({ name, launcherActivity }) => launcherActivity !== undefined && launcherActivity !== '' && !NOT_SHOWN.has(name))
      .filter(({ name }) => findIcon(pages, name) === undefined && !HOTSEAT.some((icon) => icon.packageName === name))
      .map(({ name }) => ({ packageName: name, title: this.#context.titleOf(name) }));
    return pages.map((page, i) => (i === pages.length - 1 ? [...page, ...fresh] : page));
  }

  #keep(pages: HomePages): void {
    this.#context.setState('layout', JSON.stringify(pages));
  }

  #freeName(): string {
    const taken = new Set(this.#pages().flat().flatMap((item) => ('folder' in item ? [item.folder] : [])));
    let number = 1;
    while (taken.has(number === 1 ? NEW_FOLDER : `${NEW_FOLDER} ${number}`)) number += 1;
    return number === 1 ? NEW_FOLDER : `${NEW_FOLDER} ${number}`;
  }

  #rowOf(item: HomeItem): readonly Row[] {
    if ('folder' in item) return [{ key: item.folder, folder: item.folder, package: '', title: this.#titleOf(item.folder), icon: 'folder' }];
    return this.#installed([item]).map(iconRow);
  }

  #titleOf(folder: string): string {
    return String(this.#context.state[`folder:${folder}`] ?? this.#word(folder));
  }

  /** What stands under an icon, in the phone's language. */
  #word(title: string): string {
    return this.#words[title] ?? title;
  }

  #itemsOf(folder: string | undefined): readonly HomeIcon[] {
    const found = this.#pages().flat().find((item) => 'folder' in item && item.folder === folder);
    return found !== undefined && 'folder' in found ? found.items : [];
  }

  #chosenIcon(): HomeIcon | undefined {
    return findIcon(this.#pages(), this.#chosen);
  }

  #found(): readonly HomeIcon[] {
    const wanted = this.#term.toLowerCase();
    const icons = [...this.#pages().flat().flatMap((item) => ('folder' in item ? item.items : [item])), ...HOTSEAT];
    const different = icons.filter((icon, i) => icons.findIndex((other) => other.packageName === icon.packageName) === i);
    return this.#installed(different).filter((icon) => icon.title.toLowerCase().includes(wanted));
  }

  #installed(icons: readonly HomeIcon[]): readonly HomeIcon[] {
    return icons.filter((icon) => this.#context.packages.get(icon.packageName)?.enabled === true).map((icon) => ({ ...icon, title: this.#word(icon.title) }));
  }
}

function iconRow(icon: HomeIcon): Row {
  return { key: icon.packageName, folder: '', package: icon.packageName, title: icon.title, icon: 'app' };
}
