import { createHash } from 'node:crypto';
import type { ApkFile, AppCode, DexFile, NativeLibrary } from '../../flow/app-code.ts';
import { DexTables } from './dex/dex-tables.ts';
import { readClasses } from './dex/read-classes.ts';
import { Endpoints } from './endpoints.ts';
import { isLibraryClass } from './library-classes.ts';
import { readManifest } from './manifest.ts';
import { readSigners } from './signers.ts';
import { sketchOf, sketchOfNames } from './sketch.ts';
import { trackersAmong } from './trackers.ts';
import { listEntries, readEntry, type Zip, type ZipEntry } from './zip-entries.ts';

/** One of an app's APKs. */
export interface ApkBytes {
  readonly path: string;
  readonly bytes: Buffer;
}

/** What all entries of an app may grow to, unpacked. */
const MOST_BYTES = 1 << 30;
const MOST_ENTRY_BYTES = 1 << 28;

const DEX_NAME = /^classes\d*\.dex$/;

/** Reads what an app's APKs, its base first, say of the code in them. @throws {Error} when one of them is no APK that can be read. */
export async function readApp(apks: readonly ApkBytes[]): Promise<AppCode> {
  const [base] = apks;
  if (base === undefined) throw new Error('it has no APK');
  const reading = new AppReading();
  for (const apk of apks) reading.add(apk);
  const manifest = await readManifest(base.bytes);
  return { ...manifest, ...reading.result() };
}

class AppReading {
  readonly #apks: ApkFile[] = [];
  readonly #signers = new Set<string>();
  readonly #dex: DexFile[] = [];
  readonly #nativeLibraries: NativeLibrary[] = [];
  readonly #otherCode: { readonly path: string; readonly sha256: string }[] = [];
  readonly #classes: { readonly name: string; readonly digest: string }[] = [];
  readonly #endpoints = new Endpoints();
  readonly #unread: { readonly path: string; readonly why: string }[] = [];
  #leftBytes = MOST_BYTES;

  add({ path, bytes }: ApkBytes): void {
    this.#apks.push({ path, sha256: sha256(bytes), bytes: bytes.length });
    const zip = listEntries(bytes);
    for (const certificate of readSigners(zip)?.certificates ?? []) this.#signers.add(certificate);
    for (const entry of zip.entries) this.#addEntry(zip, entry);
  }

  result(): Omit<AppCode, 'package' | 'versionName' | 'versionCode'> {
    const own = this.#classes.filter(({ name }) => !isLibraryClass(name));
    const isWhole = this.#classes.length > 0 && !this.#unread.some(({ path }) => DEX_NAME.test(path));
    return {
      apks: this.#apks,
      signers: [...this.#signers].sort(),
      dex: this.#dex,
      ...(isWhole ? { code: sha256(this.#classes.map(({ digest }) => digest).sort().join('\n')) } : {}),
      nativeLibraries: this.#nativeLibraries,
      otherCode: this.#otherCode,
      trackers: trackersAmong(this.#classes.map(({ name }) => name)),
      endpoints: this.#endpoints.list(),
      classNames: sketchOfNames(own.map(({ name }) => name)),
      classCode: sketchOf(own.map(({ digest }) => digest).filter((digest) => digest !== '')),
      unread: this.#unread,
    };
  }

  #addEntry(zip: Zip, entry: ZipEntry): void {
    const { name } = entry;
    // Signatures, and pictures and layouts, which run nothing.
    if (name.endsWith('/') || /^META-INF\/[^/]+$/.test(name) || (name.startsWith('res/') && !/^res\/raw/.test(name))) return;
    const content = this.#unpack(zip, entry);
    if (content === undefined) return;
    const [, abi, library] = /^lib\/([^/]+)\/([^/]+)$/.exec(name) ?? [];
    if (DEX_NAME.test(name)) this.#addDex(name, content);
    else if (abi !== undefined && library !== undefined) this.#nativeLibraries.push({ abi, name: library, sha256: sha256(content) });
    else if (isCode(name, content)) this.#otherCode.push({ path: name, sha256: sha256(content) });
    if (name === 'resources.arsc') for (const encoding of ['latin1', 'utf16le'] as const) this.#endpoints.addText(content.toString(encoding));
  }

  #unpack(zip: Zip, entry: ZipEntry): Buffer | undefined {
    try {
      const content = readEntry(zip, entry, Math.min(MOST_ENTRY_BYTES, this.#leftBytes));
      this.#leftBytes -= content.length;
      return content;
    } catch (error) {
      this.#unread.push({ path: entry.name.slice(0, 200), why: messageOf(error) });
      return undefined;
    }
  }

  #addDex(name: string, content: Buffer): void {
    try {
      const dex = new DexTables(content);
      const classes = readClasses(dex);
      const damaged = classes.filter(({ digest }) => digest === undefined);
      if (damaged.length > 0) this.#unread.push({ path: name, why: `${damaged.length} of its ${classes.length} classes, the first is ${damaged[0]?.name ?? ''}` });
      for (const { name: className, digest } of classes) this.#classes.push({ name: className, digest: digest?.toString('hex') ?? '' });
      for (let index = 0; index < dex.stringCount; index += 1) this.#endpoints.addString(dex.string(index).toString('utf8'));
      this.#dex.push({ name, sha256: sha256(content), classes: classes.length });
    } catch (error) {
      this.#unread.push({ path: name, why: messageOf(error) });
      this.#dex.push({ name, sha256: sha256(content), classes: 0 });
    }
  }
}

/** By what it is called, or what it begins with: dex, ELF, an archive, a compiled script. */
function isCode(name: string, content: Buffer): boolean {
  if (/\.(?:js|jsbundle|hbc|html?|lua|dex|jar|apk|so|wasm|zip)$/i.test(name)) return true;
  const start = content.toString('latin1', 0, 4);
  return start === 'dex\n' || start === '\x7fELF' || start === 'PK\x03\x04' || start === '\0asm';
}

function sha256(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
