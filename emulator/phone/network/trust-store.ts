import { X509Certificate } from 'node:crypto';
import type { IFileSystem } from 'just-bash';

/** Where Android 9 keeps the CAs it was shipped with. */
export const SYSTEM_CA_FOLDER = '/system/etc/security/cacerts';
/** Where it keeps the ones its first user added. */
export const USER_CA_FOLDER = '/data/misc/user/0/cacerts-added';

/** The CAs of one or more folders at one moment. */
export interface TrustAnchors {
  /** Changes when any file of the folders does. */
  readonly version: string;
  readonly pems: readonly string[];
  readonly certificates: readonly X509Certificate[];
}

/** Reads CAs from the phone's own folders, anew whenever something in them has changed. */
export class TrustStore {
  readonly #files: IFileSystem;
  readonly #read = new Map<string, TrustAnchors>();

  constructor(files: IFileSystem) {
    this.#files = files;
  }

  async system(): Promise<TrustAnchors> {
    return this.#folder(SYSTEM_CA_FOLDER);
  }

  async systemAndUser(): Promise<TrustAnchors> {
    const [system, user] = await Promise.all([this.#folder(SYSTEM_CA_FOLDER), this.#folder(USER_CA_FOLDER)]);
    return {
      version: `${system.version}+${user.version}`,
      pems: [...system.pems, ...user.pems],
      certificates: [...system.certificates, ...user.certificates],
    };
  }

  async #folder(folder: string): Promise<TrustAnchors> {
    const names = await this.#list(folder);
    const version = await this.#versionOf(folder, names);
    const known = this.#read.get(folder);
    if (known?.version === version) return known;
    const texts = await Promise.all(names.map((name) => this.#readText(`${folder}/${name}`)));
    const anchors = anchorsOf(texts.filter((text) => text !== undefined), version);
    this.#read.set(folder, anchors);
    return anchors;
  }

  async #list(folder: string): Promise<readonly string[]> {
    try {
      return [...(await this.#files.readdir(folder))].sort();
    } catch {
      // A phone without the folder trusts nobody from it.
      return [];
    }
  }

  async #versionOf(folder: string, names: readonly string[]): Promise<string> {
    const stamps = await Promise.all(
      names.map(async (name) => {
        try {
          const { mtime, size } = await this.#files.stat(`${folder}/${name}`);
          return `${name}:${mtime.getTime()}:${size}`;
        } catch {
          // Removed since the folder was listed.
          return name;
        }
      }),
    );
    return `${folder}[${stamps.join(',')}]`;
  }

  async #readText(path: string): Promise<string | undefined> {
    try {
      return await this.#files.readFile(path, 'latin1');
    } catch {
      // Removed since the folder was listed.
      return undefined;
    }
  }
}

/** Anchors from the text of certificate files; what is no certificate is passed over, as Android does. */
export function anchorsOf(texts: readonly string[], version: string): TrustAnchors {
  const pems: string[] = [];
  const certificates: X509Certificate[] = [];
  for (const text of texts) {
    for (const [pem] of text.matchAll(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g)) {
      try {
        certificates.push(new X509Certificate(pem));
        pems.push(pem);
      } catch {
        // Not readable as a certificate: trusted by nobody.
      }
    }
  }
  return { version, pems, certificates };
}
