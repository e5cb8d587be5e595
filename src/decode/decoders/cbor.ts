import type { Decoder } from '../decoder.ts';
import { readCbor } from '../structure/cbor-items.ts';
import { isMessage } from '../structure/protobuf-walk.ts';
import { locateInTree, openTree } from '../structure/tree-pieces.ts';

const CBOR = { format: 'cbor', read: readCbor, mayBeAnother: isMessage };

/** CBOR whose root, below any tags, is a map or an array and that uses up all bytes: its strings, as `cbor:$.a[0]`. */
export const cbor: Decoder = {
  name: 'cbor',
  priority: 26,
  decode({ bytes, look }, budget) {
    return look.isText ? undefined : openTree(bytes, CBOR, budget);
  },
  locate(bytes, offset) {
    return locateInTree(bytes, offset, CBOR);
  },
};
