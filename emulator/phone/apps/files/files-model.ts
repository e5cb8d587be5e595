import type { AppContext, AppModel, AppModelFactory } from '../app-model.ts';
import type { Cause } from '../app-event.ts';
import { isTrue } from '../template.ts';
import type { Row, Value } from '../value.ts';
import { CATEGORIES, iconOf, kindOf, sizeText } from './file-kind.ts';
import type { FileTexts } from './file-texts.ts';
import { FileWork, folderOf, nameOf, type Carried } from './file-work.ts';
import { readFolder, readTree, type Entry } from './folder-reader.ts';
import { sorted, sortOrder } from './sort-order.ts';

const MAX_RECENT = 30;
/** Letters of a path that fit on one line, and what each folder's padding takes of them. */
const PATH_LETTERS = 56;
const PATH_GAP_LETTERS = 2;

/** What the File Manager knows: where it is, what lies there and what is chosen of it. */
export function filesModel(texts: FileTexts): AppModelFactory {
  return (context) => new FilesModel(context, texts);
}

class FilesModel implements AppModel {
  readonly #context: AppContext;
  readonly #texts: FileTexts;
  readonly #work: FileWork;
  #tab = 'Storage';
  #category: string | undefined;
  #folder: string;
  #selected: ReadonlySet<string> = new Set();
  #carried: Carried | undefined;
  #listed: { readonly of: string; readonly entries: readonly Entry[] } | undefined;
  #isReading = false;
  #hits: readonly Entry[] | undefined;
  #apk = '';

  constructor(context: AppContext, texts: FileTexts) {
    this.#context = context;
    this.#texts = texts;
    this.#work = new FileWork(context, texts);
    this.#folder = context.storageRoot;
  }

  value(name: string): Value | undefined {
    const [selected] = this.#chosen();
    switch (name) {
      case 'tab': return this.#tab;
      case 'category': return this.#category === undefined ? '' : (this.#texts.categories[this.#category] ?? this.#category);
      case 'tiles': return this.#tab === 'Recent' && this.#category === undefined;
      case 'canGoUp': return this.#selected.size > 0 || this.#category !== undefined || (this.#tab === 'Storage' && this.#folder !== this.#context.storageRoot);
      case 'selecting': return this.#selected.size > 0;
      case 'selectedOne': return this.#selected.size === 1;
      case 'shown': return this.#shown();
      case 'pathIsLong': return this.#path().reduce((letters, { name }) => letters + String(name).length + PATH_GAP_LETTERS, 0) > PATH_LETTERS;
      case 'selectedName': return this.#selected.size === 1 ? selected?.name : `${this.#selected.size} ${this.#texts.items}`;
      case 'details': return selected === undefined ? '' : `${selected.path}\n${this.#infoOf(selected)}\n${new Date(selected.modifiedMs).toISOString().slice(0, 16).replace('T', ' ')}`;
      case 'pasting': return this.#carried !== undefined;
      case 'empty': return this.#listed?.of === this.#shown() && this.#visible().length === 0;
      case 'noHits': return this.#hits?.length === 0;
      case 'asGrid': return this.#asGrid();
      case 'otherView': return this.#asGrid() ? 'List view' : 'Grid view';
      case 'apk': return nameOf(this.#apk);
      default: return undefined;
    }
  }

  rows(source: string): readonly Row[] {
    switch (source) {
      case 'files':
        this.#refresh();
        return this.#visible().map((entry) => this.#rowOf(entry));
      case 'hits': return (this.#hits ?? []).map((entry) => this.#rowOf(entry));
      case 'path': return this.#path();
      case 'categories': return CATEGORIES.map(({ name, icon }) => ({ key: name, name, icon, title: this.#texts.categories[name] ?? name }));
      default: return [];
    }
  }

  call(operation: string, args: Row, cause: Cause): void {
    this.#perform(operation, args, cause);
    // What is now to be shown is there by the next look, without one having to ask for it first.
    this.#refresh();
  }

  #perform(operation: string, args: Row, cause: Cause): void {
    const text = (name: string): string => String(args[name] ?? '');
    switch (operation) {
      case 'tab': this.#show(text('tab'), cause); break;
      case 'category': this.#openCategory(text('name'), cause); break;
      case 'open': this.#open(text('path'), cause); break;
      case 'root': this.#openFolder(this.#context.storageRoot, cause); break;
      case 'up': this.#up(); break;
      case 'select': this.#turnSelection(text('path')); break;
      case 'selectAll': this.#selected = new Set(this.#visible().map(({ path }) => path)); break;
      case 'unselect': this.#selected = new Set(); break;
      case 'switchView': this.#switchView(cause); break;
      case 'sort': this.#sort(text('by'), cause); break;
      case 'clearSearch': this.#hits = undefined; break;
      case 'search': void this.#search(text('term'), cause); break;
      case 'share': case 'details': this.#tellChosen(operation, cause); break;
      case 'createFolder': this.#work.createFolder(this.#folder, text('name'), cause); break;
      case 'carry': this.#carried = { entries: this.#takeChosen(), moves: isTrue(args['moves']) }; this.#tab = 'Storage'; break;
      case 'paste': this.#paste(cause); break;
      case 'dropCarried': this.#carried = undefined; break;
      case 'rename': for (const entry of this.#takeChosen().slice(0, 1)) this.#work.rename(entry, text('name'), cause); break;
      case 'delete': this.#work.delete(this.#takeChosen(), cause); break;
      case 'install': this.#work.install(this.#apk); break;
      default: break;
    }
  }

  #show(tab: string, cause: Cause): void {
    this.#tab = tab;
    this.#category = undefined;
    this.#selected = new Set();
    this.#context.emit('tab.show', { tab }, cause);
  }

  #openCategory(name: string, cause: Cause): void {
    this.#category = name;
    void this.#readShown().then((entries) => { this.#context.emit('category.open', { category: name, count: entries.length }, cause); });
  }

  #open(path: string, cause: Cause): void {
    if (this.#selected.size > 0) {
      this.#turnSelection(path);
      return;
    }
    const entry = this.#known(path);
    // The folders of the breadcrumb are in no list.
    if (entry === undefined || entry.isFolder) {
      this.#openFolder(path, cause);
      return;
    }
    const type = kindOf(path);
    this.#context.emit('file.open', { path, name: nameOf(path), type }, cause);
    if (type === 'apk') {
      this.#apk = path;
      this.#context.go('install', {}, cause);
    } else if (!this.#context.view(`file://${path}`, cause)) this.#context.toast(this.#texts.cannotOpen);
  }

  #openFolder(path: string, cause: Cause): void {
    this.#tab = 'Storage';
    this.#category = undefined;
    this.#folder = path;
    this.#selected = new Set();
    this.#context.emit('folder.open', { path, name: path === this.#context.storageRoot ? this.#texts.volume : nameOf(path) }, cause);
  }

  #up(): void {
    if (this.#selected.size > 0) this.#selected = new Set();
    else if (this.#category !== undefined) this.#category = undefined;
    else this.#folder = folderOf(this.#folder);
  }

  #turnSelection(path: string): void {
    const others = [...this.#selected].filter((one) => one !== path);
    this.#selected = new Set(others.length < this.#selected.size ? others : [...others, path]);
  }

  #chosen(): readonly Entry[] {
    return [...this.#selected].flatMap((path) => this.#known(path) ?? []);
  }

  #takeChosen(): readonly Entry[] {
    const chosen = this.#chosen();
    this.#selected = new Set();
    return chosen;
  }

  #tellChosen(what: 'share' | 'details', cause: Cause): void {
    const [first] = this.#chosen();
    if (first === undefined) return;
    const { path, name } = first;
    if (what === 'share') this.#context.emit('file.share', { path, name, count: this.#selected.size }, cause);
    else this.#context.emit('file.details', { path, name }, cause);
  }

  #paste(cause: Cause): void {
    if (this.#carried !== undefined) this.#work.paste(this.#carried, this.#folder, cause);
    this.#carried = undefined;
  }

  #asGrid(): boolean {
    return isTrue(this.#context.state['grid']);
  }

  #switchView(cause: Cause): void {
    this.#context.setState('grid', !this.#asGrid());
    this.#context.emit('files.view', { as: this.#asGrid() ? 'grid' : 'list' }, cause);
  }

  #sort(by: string, cause: Cause): void {
    this.#context.setState('sort', by);
    this.#context.emit('files.sort', { by }, cause);
  }

  async #search(term: string, cause: Cause): Promise<void> {
    const all = await readTree(this.#context.files, this.#context.storageRoot);
    this.#hits = all.filter((entry) => entry.name.toLowerCase().includes(term.toLowerCase()));
    this.#context.emit('files.search', { term, count: this.#hits.length }, cause);
  }

  /** Reads what is shown again, as a file observer would have the app do; the next look at the screen has it. */
  #refresh(): void {
    if (this.#isReading) return;
    this.#isReading = true;
    const of = this.#shown();
    void this.#readShown().then((entries) => {
      this.#listed = { of, entries };
      this.#isReading = false;
    });
  }

  async #readShown(): Promise<readonly Entry[]> {
    const { files, storageRoot } = this.#context;
    const category = CATEGORIES.find(({ name }) => name === this.#category);
    if (this.#tab === 'Storage') return readFolder(files, this.#folder);
    if (category?.folder !== undefined) return readFolder(files, `${storageRoot}/${category.folder}`);
    const all = (await readTree(files, storageRoot)).filter((entry) => !entry.isFolder);
    const newest = [...all].sort((a, b) => b.modifiedMs - a.modifiedMs);
    return category === undefined ? newest.slice(0, MAX_RECENT) : newest.filter(({ name }) => kindOf(name) === category.kind);
  }

  /** What the list shows: a folder, a category or `Recent`. */
  #shown(): string {
    return this.#tab === 'Recent' ? `Recent ${this.#category ?? ''}` : this.#folder;
  }

  #visible(): readonly Entry[] {
    const { state } = this.#context;
    if (this.#listed?.of !== this.#shown() || !isTrue(state['storage'])) return [];
    const shown = isTrue(state['hidden']) ? this.#listed.entries : this.#listed.entries.filter((entry) => !entry.name.startsWith('.'));
    return this.#tab === 'Storage' ? sorted(shown, sortOrder(String(state['sort'] ?? ''))) : shown;
  }

  #known(path: string): Entry | undefined {
    return [...(this.#listed?.entries ?? []), ...(this.#hits ?? [])].find((entry) => entry.path === path);
  }

  #path(): readonly Row[] {
    const below = this.#folder.slice(this.#context.storageRoot.length).split('/').filter((name) => name !== '');
    return ['', ...below].map((name, i) => {
      const path = [this.#context.storageRoot, ...below.slice(0, i)].join('/');
      return { key: path, path, name: i === 0 ? this.#texts.volume : name };
    });
  }

  #infoOf(entry: Entry): string {
    return entry.isFolder ? `${entry.itemCount} ${this.#texts.items}` : sizeText(entry.sizeBytes);
  }

  #rowOf(entry: Entry): Row {
    return {
      key: entry.path, path: entry.path, name: entry.name, folder: entry.isFolder, info: this.#infoOf(entry),
      icon: entry.isFolder ? 'folder' : iconOf(entry.name), selected: this.#selected.has(entry.path),
    };
  }
}
