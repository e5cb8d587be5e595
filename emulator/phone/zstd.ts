/** Zstandard, as WebAssembly. */
export interface Zstd {
  compress(bytes: Uint8Array, level: number): Uint8Array;
  /** `defaultHeapSize`: room for a frame that does not say how large it will be. @throws when it is no frame, or too large. */
  decompress(bytes: Uint8Array, options: { readonly defaultHeapSize: number }): Uint8Array;
}

let loading: Promise<Zstd> | undefined;

/**
 * Loads it when it is first wanted, and once a process: loading it again would take the memory away from under whoever
 * uses it.
 */
export function loadZstd(): Promise<Zstd> {
  loading ??= import('@bokuweb/zstd-wasm').then(async (module) => {
    await module.init();
    return module;
  });
  return loading;
}
