import type { Cause } from '../app-event.ts';
import type { Row } from '../value.ts';
import type { Download } from '../web-engine.ts';
import { reasonOf } from '../web-page/page-view.ts';
import { textOf, type BrowserSession, type Operations } from './session.ts';
import { StoredList } from './stored-list.ts';

type Entry = { readonly name: string; readonly url: string; readonly path: string; readonly sizeBytes: number; readonly failed: string };

interface Wanted {
  readonly url: string;
  readonly name: string;
  readonly suffix: string;
  readonly referrer: string;
}

/** Files that were or are being fetched into the storage's folder `Download`. */
export class Downloads {
  readonly #session: BrowserSession;
  readonly #done: StoredList<Entry>;
  readonly #running = new Set<Wanted>();

  constructor(session: BrowserSession) {
    this.#session = session;
    this.#done = new StoredList(session.context, 'downloads');
  }

  readonly operations: Operations = {
    startDownload: (args, cause) => {
      const name = textOf(args, 'name');
      this.#start({ url: textOf(args, 'url'), name, suffix: suffixOf(name), referrer: textOf(args, 'referrer') }, cause);
    },
    openDownload: (args, cause) => {
      const [name, path] = [textOf(args, 'name'), textOf(args, 'path')];
      if (path === '') return;
      this.#session.emit('download.open', { name, path }, cause);
      this.#session.context.view(`file://${path}`, cause);
    },
    removeDownload: (args, cause) => this.#remove(Number(args['index']), cause),
  };

  rows(): readonly Row[] {
    const running = [...this.#running].map(({ url, name }) => ({ key: `running ${url}`, index: -1, name, path: '', info: 'Downloading…' }));
    const done = this.#done.all().map((entry, index) => ({ key: `${index} ${entry.path}`, index, name: entry.name, path: entry.path, info: infoOf(entry) }));
    return [...running, ...done];
  }

  #start(wanted: Wanted, cause: Cause): void {
    const { url, name, suffix, referrer } = wanted;
    const tab = this.#session.tabs.current;
    const { packageName, web } = this.#session.context;
    this.#running.add(wanted);
    this.#session.emit('download.start', { url, name, suffix }, cause, tab);
    web.download({ packageName, url, incognito: tab.incognito, cause, ...(referrer === '' ? {} : { referrer }) })
      .then((file) => this.#keep(file, name))
      .then(
        (entry) => {
          this.#done.add(entry);
          this.#session.emit('download.finish', { url, name: entry.name, suffix, size: entry.sizeBytes, path: entry.path }, cause, tab);
          this.#session.context.notify({ id: entry.path, title: entry.name, text: 'Download complete', screen: 'downloads' }, cause);
        },
        (error: unknown) => {
          this.#done.add({ name, url, path: '', sizeBytes: 0, failed: reasonOf(error) });
          this.#session.emit('download.error', { url, name, suffix, reason: reasonOf(error) }, cause, tab);
        },
      )
      .finally(() => this.#running.delete(wanted));
  }

  async #keep(file: Download, wantedName: string): Promise<Entry> {
    const { files, storageRoot, media } = this.#session.context;
    const folder = `${storageRoot}/Download`;
    await files.mkdir(folder, { recursive: true });
    const name = freeName(wantedName, await files.readdir(folder));
    const path = `${folder}/${name}`;
    await files.writeFile(path, file.bytes);
    // The media scanner takes its own time; a file it cannot read is no song, and nothing is lost.
    media.scanFile(path).catch(() => undefined);
    return { name, url: file.url, path, sizeBytes: file.sizeBytes, failed: '' };
  }

  #remove(index: number, cause: Cause): void {
    const entry = this.#done.remove(index);
    if (entry === undefined) return;
    this.#session.emit('download.remove', { name: entry.name, path: entry.path }, cause);
    const { files, media } = this.#session.context;
    // The file may be gone already: then there is nothing to delete.
    if (entry.path !== '') files.rm(entry.path, { force: true }).then(() => media.scanFile(entry.path), () => undefined);
  }
}

/** `report.pdf`, or `report-1.pdf` when that is taken, as Android's download provider counts. */
export function freeName(wanted: string, taken: readonly string[]): string {
  const dot = wanted.lastIndexOf('.');
  const [stem, suffix] = dot > 0 ? [wanted.slice(0, dot), wanted.slice(dot)] : [wanted, ''];
  for (let n = 0; ; n += 1) {
    const name = n === 0 ? wanted : `${stem}-${n}${suffix}`;
    if (!taken.includes(name)) return name;
  }
}

function suffixOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot + 1) : '';
}

function infoOf(entry: Entry): string {
  return entry.failed === '' ? sizeText(entry.sizeBytes) : `Failed: ${entry.failed}`;
}

/** As Android's Formatter writes sizes since 8.0: by thousands. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(2)} kB` : `${(bytes / 1_000_000).toFixed(2)} MB`;
}
