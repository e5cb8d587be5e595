import type { Random } from './random.ts';

/**
 * What bytes are, for the grammar. `text`: printable UTF-8. `marked`: binary that begins with a magic number or a checked
 * header. `structured`: binary whose fields say where they end (protobuf, MessagePack, CBOR, a multipart with a binary part).
 * `unmarked`: binary that nothing announces (raw deflate, brotli, XOR, UTF-16 without a mark).
 */
export type Kind = 'text' | 'marked' | 'structured' | 'unmarked';

export const ANY: readonly Kind[] = ['text', 'marked', 'structured', 'unmarked'];
export const TEXT: readonly Kind[] = ['text'];
/** What a decoder that guesses can recognise that it was right by: text, or a magic number. */
export const RECOGNISABLE: readonly Kind[] = ['text', 'marked'];

/** What an encoding made, and how: `percent x2 (all, lower)`. */
export interface Encoded {
  readonly bytes: Buffer;
  readonly as: string;
}

/** One way to wrap bytes. */
export interface Encoding {
  readonly name: string;
  readonly takes: readonly Kind[];
  readonly gives: Kind | ((taken: Kind) => Kind);
  encode(bytes: Buffer, random: Random): Encoded | Promise<Encoded>;
}

/** The kind an encoding gives for one that it takes. */
export function kindAfter({ gives }: Encoding, taken: Kind): Kind {
  return typeof gives === 'string' ? gives : gives(taken);
}

/** From this size on encodings choose their thriftier variants, so that six of them stay affordable. */
export const SPARING_FROM_BYTES = 1500;
