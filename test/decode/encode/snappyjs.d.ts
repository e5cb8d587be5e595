// The package ships no types; only what is used here is declared.
declare module 'snappyjs' {
  export function compress(source: Uint8Array): Uint8Array;
  export function uncompress(source: Uint8Array): Uint8Array;
}
