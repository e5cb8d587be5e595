/** What a file is to the File Manager. */
export type FileKind = 'image' | 'video' | 'audio' | 'document' | 'apk' | 'archive' | 'other';

const ENDINGS: readonly (readonly [kind: FileKind, names: RegExp])[] = [
  ['image', /\.(jpe?g|png|gif|webp|bmp|heic)$/i],
  ['video', /\.(mp4|mkv|3gp|webm|avi|mov)$/i],
  ['audio', /\.(mp3|ogg|oga|flac|m4a|wav|aac|amr|mid)$/i],
  ['document', /\.(txt|pdf|docx?|xlsx?|pptx?|odt|md|html?|csv|epub)$/i],
  ['apk', /\.apk$/i],
  ['archive', /\.(zip|rar|7z|tar|gz)$/i],
];

const ICONS: Readonly<Record<FileKind, string>> = { image: 'image', video: 'video', audio: 'song', document: 'note', apk: 'app', archive: 'file', other: 'file' };

/** By the end of its name, as MIUI does it. */
export function kindOf(name: string): FileKind {
  return ENDINGS.find(([, names]) => names.test(name))?.[0] ?? 'other';
}

/** Name of the symbol of a file. */
export function iconOf(name: string): string {
  return ICONS[kindOf(name)];
}

/** `840 B`, `1.4 KB`, `2.0 MB`. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ['KB', 'MB', 'GB'];
  const power = Math.min(units.length, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1000 ** power).toFixed(1)} ${units[power - 1] ?? ''}`;
}

/** A tile of the Recent tab: what lies anywhere on the storage of one kind, or in one folder. */
export interface Category {
  readonly name: string;
  readonly icon: string;
  readonly kind?: FileKind;
  readonly folder?: string;
}

/** Top to bottom, left to right. */
export const CATEGORIES: readonly Category[] = [
  { name: 'Images', icon: 'image', kind: 'image' },
  { name: 'Videos', icon: 'video', kind: 'video' },
  { name: 'Music', icon: 'song', kind: 'audio' },
  { name: 'Documents', icon: 'note', kind: 'document' },
  { name: 'APKs', icon: 'app', kind: 'apk' },
  { name: 'Downloads', icon: 'download', folder: 'Download' },
];
