import type { Decoder } from '../decoder.ts';
import { isMessage } from '../structure/protobuf-walk.ts';
import { openMessage } from './protobuf.ts';

/**
 * A protobuf message of which every tag and every length is a printable character: short strings in fields from 4 to 15. Digits and
 * escapes are that by chance, so it is asked where nothing else made sense of the text.
 */
export const protobufText: Decoder = {
  name: 'protobuf-text',
  priority: 84,
  decode(input, budget) {
    return input.look.isText && isMessage(input.bytes) ? openMessage(input, false, budget) : undefined;
  },
};
