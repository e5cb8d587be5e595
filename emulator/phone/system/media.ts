import { parseBuffer } from 'music-metadata';
import type { PhoneFiles } from './files/phone-files.ts';

/** A row of `content://media/external/audio/media`. */
export interface AudioRow {
  readonly id: number;
  readonly path: string;
  readonly title: string;
  readonly artist: string;
  readonly album: string;
  readonly durationMs: number;
  readonly sizeBytes: number;
}

/** The media provider: it knows the files it was told to scan. */
export interface Media {
  audio(): readonly AudioRow[];
  /** Reads one file, or forgets it when it is gone. */
  scanFile(path: string): Promise<void>;
  /** Reads everything below the shared storage, and forgets what is gone. */
  scanAll(): Promise<void>;
  observe(observer: () => void): () => void;
  /** The phone was switched off, and whoever observed with it. */
  forgetObservers(): void;
}

const ROOT = '/storage/emulated/0';
const AUDIO = /\.(mp3|m4a|ogg|oga|flac|wav|aac|amr|mid)$/i;

/** A media provider over the shared storage; empty until something is scanned. */
export function createMedia(files: PhoneFiles): Media {
  const rows = new Map<string, AudioRow>();
  const observers = new Set<() => void>();
  let nextId = 1;
  const scan = async (path: string): Promise<void> => {
    const canonical = canonicalPath(path);
    if (!AUDIO.test(canonical)) return;
    if (!files.existsSync(canonical)) {
      rows.delete(canonical);
      return;
    }
    rows.set(canonical, await readRow(rows.get(canonical)?.id ?? nextId++, canonical, files.readSync(canonical)));
  };
  const tell = (): void => {
    for (const observer of [...observers]) observer();
  };
  return {
    audio: () => [...rows.values()].sort((left, right) => left.id - right.id),
    async scanFile(path) {
      await scan(path);
      tell();
    },
    async scanAll() {
      for (const path of [...rows.keys(), ...below(files, ROOT)]) await scan(path);
      tell();
    },
    observe(observer) {
      observers.add(observer);
      return () => void observers.delete(observer);
    },
    forgetObservers: () => observers.clear(),
  };
}

/** What MediaScanner stores: tags, else the file's name, `<unknown>` and the folder's name. */
async function readRow(id: number, path: string, bytes: Buffer): Promise<AudioRow> {
  const parts = path.split('/');
  const fileName = parts.at(-1) ?? path;
  const tags = await parseBuffer(bytes, { path }, { duration: true }).catch(() => undefined);
  return {
    id,
    path,
    title: tags?.common.title ?? fileName.replace(/\.[^.]*$/, ''),
    artist: tags?.common.artist ?? '<unknown>',
    album: tags?.common.album ?? parts.at(-2) ?? '',
    durationMs: Math.round((tags?.format.duration ?? 0) * 1000),
    sizeBytes: bytes.length,
  };
}

function below(files: PhoneFiles, folder: string): readonly string[] {
  return files.listSync(folder).flatMap((name) => {
    const path = `${folder}/${name}`;
    const node = files.node(path);
    if (node.kind !== 'directory') return [path];
    // MediaScanner leaves folders with a `.nomedia` and hidden ones alone.
    return name.startsWith('.') || node.entries.has('.nomedia') ? [] : below(files, path);
  });
}

const canonicalPath = (path: string): string =>
  path.replace(/^file:\/\//, '').replace(/^\/(sdcard|mnt\/sdcard|storage\/self\/primary)(?=\/|$)/, ROOT);
