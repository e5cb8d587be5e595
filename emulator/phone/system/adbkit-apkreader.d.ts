// The package ships no types; only what is used here is declared, and what it returns is checked by its reader.
declare module '@devicefarmer/adbkit-apkreader' {
  interface ApkReader {
    readManifest(): Promise<unknown>;
  }
  const reader: { open(apk: Buffer | string): Promise<ApkReader> };
  export default reader;
}
