// The package ships no types; only what is used here is declared.
declare module 'lz4js' {
  const lz4: { compress(source: Uint8Array): Uint8Array | readonly number[] };
  export default lz4;
}
