/** A file of an app's, as it lies on the phone. */
export interface ApkFile {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** One of an app's `classes*.dex`. */
export interface DexFile {
  readonly name: string;
  readonly sha256: string;
  readonly classes: number;
}

/** A library of an app's for one kind of processor. */
export interface NativeLibrary {
  readonly abi: string;
  readonly name: string;
  readonly sha256: string;
}

/** Code that lies where none is expected. */
export interface CodeFile {
  readonly path: string;
  readonly sha256: string;
}

/** Whose digests are the smallest of a set: enough to estimate what two sets have in common, without keeping either. */
export interface Sketch {
  /** How many the set has. */
  readonly count: number;
  /** The smallest digests, in order, 12 hex digits each. All of them where there are few. */
  readonly smallest: readonly string[];
}

/** What an app's APKs say of the code in it. */
export interface AppCode {
  readonly package: string;
  readonly versionName: string;
  readonly versionCode: string;
  /** The base and its splits. */
  readonly apks: readonly ApkFile[];
  /** SHA-256 of each signer's certificate, as the APKs name them; whether they really signed is the phone's to check. */
  readonly signers: readonly string[];
  readonly dex: readonly DexFile[];
  /**
   * SHA-256 over all classes as the machine runs them, whatever file each lies in and however its tables are numbered;
   * absent where one could not be read, and where there are none.
   */
  readonly code?: string;
  readonly nativeLibraries: readonly NativeLibrary[];
  /** Code that lies elsewhere in the APKs: scripts, further dex files, archives, libraries among the assets. */
  readonly otherCode: readonly CodeFile[];
  /** Names of the tracking SDKs whose classes are there. */
  readonly trackers: readonly string[];
  /** Hosts that its code and its texts name. */
  readonly endpoints: readonly string[];
  /** The app's own classes by name, and by all that they do; those of widely used libraries are left out. */
  readonly classNames: Sketch;
  readonly classCode: Sketch;
  /** What of it could not be read, and why. */
  readonly unread: readonly { readonly path: string; readonly why: string }[];
}

/** An app that a run drove, or a browser that it found on a phone, and its code or why that is not told. */
export interface DrivenApp {
  readonly package: string;
  /** Specs of the run that drove it; none for a browser that no spec drove on this phone. */
  readonly specs: readonly string[];
  readonly code?: AppCode;
  readonly notTold?: string;
}
