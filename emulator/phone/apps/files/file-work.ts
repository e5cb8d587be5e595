import type { Cause } from '../app-event.ts';
import type { AppContext } from '../app-model.ts';
import type { Entry } from './folder-reader.ts';
import type { FileTexts } from './file-texts.ts';

/** What waits to be pasted. */
export interface Carried {
  readonly entries: readonly Entry[];
  readonly moves: boolean;
}

/** What the File Manager does to files; each says what it did, or shows why it could not. */
export class FileWork {
  readonly #context: AppContext;
  readonly #texts: FileTexts;

  constructor(context: AppContext, texts: FileTexts) {
    this.#context = context;
    this.#texts = texts;
  }

  createFolder(folder: string, name: string, cause: Cause): void {
    const path = `${folder}/${name}`;
    this.#attempt(async () => {
      await this.#context.files.mkdir(path);
      this.#context.emit('folder.create', { path, name }, cause);
    });
  }

  rename(entry: Entry, name: string, cause: Cause): void {
    const path = `${folderOf(entry.path)}/${name}`;
    if (name === '' || name === entry.name) return;
    this.#attempt(async () => {
      if (await this.#context.files.exists(path)) throw new Error(`${path} is there already`);
      await this.#context.files.mv(entry.path, path);
      this.#context.emit('file.rename', { from: entry.name, to: name, path }, cause);
      await this.#scan(entry.path, path);
    });
  }

  delete(entries: readonly Entry[], cause: Cause): void {
    this.#attempt(async () => {
      for (const { path, name } of entries) {
        await this.#context.files.rm(path, { recursive: true, force: true });
        this.#context.emit('file.delete', { path, name }, cause);
        await this.#scan(path);
      }
    });
  }

  paste({ entries, moves }: Carried, folder: string, cause: Cause): void {
    const target = nameOf(folder);
    this.#attempt(async () => {
      for (const entry of entries) {
        if (`${folder}/`.startsWith(`${entry.path}/`)) throw new Error(`${folder} is within ${entry.path}`);
        const path = await this.#freePath(folder, entry.name);
        const data = { from: entry.path, path, name: nameOf(path), target };
        if (moves) {
          await this.#context.files.mv(entry.path, path);
          this.#context.emit('file.move', data, cause);
        } else {
          await this.#context.files.cp(entry.path, path, { recursive: true });
          this.#context.emit('file.copy', data, cause);
        }
        await this.#scan(entry.path, path);
      }
    });
  }

  /** Hands an APK to the package manager. */
  install(path: string): void {
    void this.#context.files.readFileBuffer(path)
      .then((bytes) => this.#context.packages.install(Buffer.from(bytes), { replace: true, grantAll: false }))
      .then((answer) => { this.#context.toast(answer.startsWith('Success') ? this.#texts.installed : this.#texts.notInstalled); },
        () => { this.#context.toast(this.#texts.notInstalled); });
  }

  #attempt(work: () => Promise<void>): void {
    work().catch(() => { this.#context.toast(this.#texts.failed); });
  }

  async #scan(...paths: readonly string[]): Promise<void> {
    for (const path of paths) await this.#context.media.scanFile(path);
  }

  /** `a.txt`, `a(1).txt`, … : what is there is never written over. */
  async #freePath(folder: string, name: string): Promise<string> {
    const dot = name.lastIndexOf('.');
    const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
    let path = `${folder}/${name}`;
    for (let number = 1; await this.#context.files.exists(path); number += 1) path = `${folder}/${stem}(${number})${ending}`;
    return path;
  }
}

/** `a.txt` of `/x/a.txt`. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** `/x` of `/x/a.txt`. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}
