import type { Cause } from '../app-event.ts';
import type { AppContext, AppModel } from '../app-model.ts';
import { sceneOf } from '../camera/scene.ts';
import { kindOf } from '../files/file-kind.ts';
import { readTree, type Entry } from '../files/folder-reader.ts';
import { isTrue } from '../template.ts';
import type { Row, Value } from '../value.ts';

/** What the gallery knows: the storage's pictures, newest first, and the folders they lie in. */
export function createGalleryModel(context: AppContext): AppModel {
  return new GalleryModel(context);
}

class GalleryModel implements AppModel {
  readonly #context: AppContext;
  #tab = 'Photos';
  #album = '';
  #current = '';
  #pictures: readonly Entry[] = [];
  #isReading = false;

  constructor(context: AppContext) {
    this.#context = context;
  }

  value(name: string): Value | undefined {
    switch (name) {
      case 'tab': return this.#tab;
      case 'album': return this.#album;
      case 'name': return nameOf(this.#current);
      case 'path': return this.#current;
      case 'empty': return this.#shown().length === 0;
      default: return undefined;
    }
  }

  rows(source: string): readonly Row[] {
    this.#refresh();
    switch (source) {
      case 'photos': return this.#shown().map(pictureRow);
      case 'album': return this.#shown().filter(({ path }) => albumOf(path) === this.#album).map(pictureRow);
      case 'albums': return [...new Set(this.#shown().map(({ path }) => albumOf(path)))].map((name) => ({ key: name, name, count: this.#shown().filter(({ path }) => albumOf(path) === name).length }));
      case 'current': return this.#current === '' ? [] : [{ key: this.#current, ...sceneOf(nameOf(this.#current)) }];
      default: return [];
    }
  }

  call(operation: string, args: Row, cause: Cause): void {
    const text = (name: string): string => String(args[name] ?? '');
    switch (operation) {
      case 'tab': this.#tab = text('tab'); break;
      case 'openAlbum':
        this.#album = text('name');
        this.#context.emit('album.open', { name: this.#album, count: Number(args['count'] ?? 0) }, cause);
        break;
      case 'open': this.#open(text('path'), cause); break;
      case 'view':
        this.#open(decodeURI(text('uri')).replace(/^file:\/\//, '').replace(/^\/sdcard(?=\/)/, this.#context.storageRoot), cause);
        this.#context.go('photo', {}, cause);
        break;
      case 'share': this.#context.emit('picture.share', { path: this.#current, name: nameOf(this.#current) }, cause); break;
      case 'delete': this.#delete(cause); break;
      default: break;
    }
  }

  #open(path: string, cause: Cause): void {
    this.#current = path;
    this.#context.emit('picture.view', { path, name: nameOf(path) }, cause);
  }

  #delete(cause: Cause): void {
    const path = this.#current;
    void this.#context.files.rm(path, { force: true }).then(() => this.#context.media.scanFile(path));
    const at = this.#pictures.findIndex((entry) => entry.path === path);
    this.#pictures = this.#pictures.filter((entry) => entry.path !== path);
    // The next one takes its place on the page.
    this.#current = (this.#pictures[at] ?? this.#pictures.at(-1))?.path ?? '';
    this.#context.emit('picture.delete', { path, name: nameOf(path) }, cause);
  }

  #shown(): readonly Entry[] {
    return isTrue(this.#context.state['storage']) ? this.#pictures : [];
  }

  /** Reads the storage again, as a content observer would have the app do. */
  #refresh(): void {
    if (this.#isReading) return;
    this.#isReading = true;
    void readTree(this.#context.files, this.#context.storageRoot).then((all) => {
      const pictures = all.filter(({ isFolder, name, path }) => !isFolder && kindOf(name) === 'image' && !path.includes('/.'));
      this.#pictures = pictures.sort((a, b) => b.modifiedMs - a.modifiedMs);
      this.#isReading = false;
    });
  }
}

function pictureRow({ path, name }: Entry): Row {
  return { key: path, path, name, ...sceneOf(name) };
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** `Camera` of `/…/DCIM/Camera/IMG_1.jpg`. */
function albumOf(path: string): string {
  return nameOf(path.slice(0, path.lastIndexOf('/')));
}
