import type { AppContext, AppModel } from '../app-model.ts';
import type { Cause } from '../app-event.ts';
import { isTrue } from '../template.ts';
import type { Row, Value } from '../value.ts';
import { readFolder, readTree, type Entry } from './folder-reader.ts';

const ROOT_NAME = 'Internal shared storage';
const MAX_RECENT = 30;
const AUDIO = /\.(mp3|ogg|flac|m4a|wav)$/i;

/** What the File Manager knows: where it is, and what lies there. */
export function createFilesModel(context: AppContext): AppModel {
  return new FilesModel(context);
}

class FilesModel implements AppModel {
  readonly #context: AppContext;
  #tab = 'Storage';
  #folder: string;
  #selected: Entry | undefined;
  #listed: { readonly of: string; readonly entries: readonly Entry[] } | undefined;
  #isReading = false;
  #hits: readonly Entry[] | undefined;
  #asList = true;

  constructor(context: AppContext) {
    this.#context = context;
    this.#folder = context.storageRoot;
  }

  value(name: string): Value | undefined {
    switch (name) {
      case 'tab': return this.#tab;
      case 'canGoUp': return this.#selected !== undefined || this.#folder !== this.#context.storageRoot;
      case 'selecting': return this.#selected !== undefined;
      case 'selectedName': return this.#selected?.name;
      case 'empty': return this.#listed?.of === this.#shown() && this.#visible().length === 0;
      case 'noHits': return this.#hits?.length === 0;
      case 'otherView': return this.#asList ? 'Grid view' : 'List view';
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
      default: return [];
    }
  }

  call(operation: string, args: Row, cause: Cause): void {
    const text = (name: string): string => String(args[name] ?? '');
    switch (operation) {
      case 'tab': this.#show(text('tab'), cause); break;
      case 'open': this.#open(text('path'), cause); break;
      case 'root': this.#openFolder(this.#context.storageRoot, cause); break;
      case 'up': this.#up(); break;
      case 'select': this.#selected = this.#known(text('path')); break;
      case 'unselect': this.#selected = undefined; break;
      case 'switchView': this.#asList = !this.#asList; break;
      case 'clearSearch': this.#hits = undefined; break;
      case 'createFolder': this.#attempt(this.#createFolder(text('name'), cause)); break;
      case 'rename': this.#attempt(this.#rename(text('name'), cause)); break;
      case 'delete': this.#attempt(this.#delete(cause)); break;
      case 'search': this.#attempt(this.#search(text('term'), cause)); break;
      default: break;
    }
  }

  #show(tab: string, cause: Cause): void {
    this.#tab = tab;
    this.#selected = undefined;
    this.#context.emit('tab.show', { tab }, cause);
  }

  #open(path: string, cause: Cause): void {
    const entry = this.#known(path);
    // The folders of the breadcrumb are in no list.
    if (entry === undefined || entry.isFolder) {
      this.#openFolder(path, cause);
      return;
    }
    this.#context.emit('file.open', { path, name: nameOf(path) }, cause);
    if (AUDIO.test(path)) this.#context.view(`file://${path}`, cause);
  }

  #openFolder(path: string, cause: Cause): void {
    this.#tab = 'Storage';
    this.#folder = path;
    this.#selected = undefined;
    this.#context.emit('folder.open', { path, name: path === this.#context.storageRoot ? ROOT_NAME : nameOf(path) }, cause);
  }

  #up(): void {
    if (this.#selected !== undefined) this.#selected = undefined;
    else this.#folder = parentOf(this.#folder);
  }

  /** What the file system refuses (a name that is taken) simply does not happen; the list shows that it did not. */
  #attempt(work: Promise<void>): void {
    work.catch(() => undefined);
  }

  async #createFolder(name: string, cause: Cause): Promise<void> {
    const path = `${this.#folder}/${name}`;
    await this.#context.files.mkdir(path);
    this.#context.emit('folder.create', { path, name }, cause);
  }

  async #rename(name: string, cause: Cause): Promise<void> {
    const entry = this.#selected;
    this.#selected = undefined;
    if (entry === undefined || name === '') return;
    const path = `${parentOf(entry.path)}/${name}`;
    await this.#context.files.mv(entry.path, path);
    this.#context.emit('file.rename', { from: entry.name, to: name, path }, cause);
  }

  async #delete(cause: Cause): Promise<void> {
    const entry = this.#selected;
    this.#selected = undefined;
    if (entry === undefined) return;
    await this.#context.files.rm(entry.path, { recursive: true, force: true });
    this.#context.emit('file.delete', { path: entry.path, name: entry.name }, cause);
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
    const reading = of === 'Recent' ? this.#readRecent() : readFolder(this.#context.files, of);
    void reading.then((entries) => {
      this.#listed = { of, entries };
      this.#isReading = false;
    });
  }

  async #readRecent(): Promise<readonly Entry[]> {
    const all = await readTree(this.#context.files, this.#context.storageRoot);
    return all.filter((entry) => !entry.isFolder).sort((a, b) => b.modifiedMs - a.modifiedMs).slice(0, MAX_RECENT);
  }

  /** What the list shows: a folder, or `Recent`. */
  #shown(): string {
    return this.#tab === 'Recent' ? 'Recent' : this.#folder;
  }

  #visible(): readonly Entry[] {
    if (this.#listed?.of !== this.#shown() || !isTrue(this.#context.state['storage'])) return [];
    return isTrue(this.#context.state['hidden']) ? this.#listed.entries : this.#listed.entries.filter((entry) => !entry.name.startsWith('.'));
  }

  #known(path: string): Entry | undefined {
    return [...(this.#listed?.entries ?? []), ...(this.#hits ?? [])].find((entry) => entry.path === path);
  }

  #path(): readonly Row[] {
    const below = this.#folder.slice(this.#context.storageRoot.length).split('/').filter((name) => name !== '');
    return ['', ...below].map((name, i) => {
      const path = [this.#context.storageRoot, ...below.slice(0, i)].join('/');
      return { key: path, path, name: i === 0 ? ROOT_NAME : name };
    });
  }

  #rowOf(entry: Entry): Row {
    return {
      key: entry.path, path: entry.path, name: entry.name, folder: entry.isFolder,
      icon: entry.isFolder ? 'folder' : AUDIO.test(entry.name) ? 'song' : 'file',
      info: entry.isFolder ? `${entry.itemCount} items` : `${entry.sizeBytes} B`,
      selected: this.#selected?.path === entry.path,
    };
  }
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}
