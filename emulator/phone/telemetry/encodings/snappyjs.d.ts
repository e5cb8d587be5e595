// The package ships no types; only what is used here is declared.
declare module 'snappyjs' {
  const snappy: { compress(source: Uint8Array): Uint8Array };
  export default snappy;
}
