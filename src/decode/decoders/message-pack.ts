import type { Decoder } from '../decoder.ts';
import { readCbor } from '../structure/cbor-items.ts';
import { readMsgpack } from '../structure/msgpack-items.ts';
import { isMessage } from '../structure/protobuf-walk.ts';
import { locateInTree, openTree } from '../structure/tree-pieces.ts';
import { walkTree } from '../structure/tree-walk.ts';

const MESSAGE_PACK = { format: 'msgpack', read: readMsgpack, mayBeAnother };

function mayBeAnother(bytes: Buffer): boolean {
  return walkTree(bytes, readCbor) === bytes.length || isMessage(bytes);
}

/** MessagePack whose root is a map or an array and that uses up all bytes: its strings, binary values and extensions, as `msgpack:$.a[0]`. */
export const messagePack: Decoder = {
  name: 'message-pack',
  priority: 24,
  decode({ bytes, look }, budget) {
    return look.isText ? undefined : openTree(bytes, MESSAGE_PACK, budget);
  },
  locate(bytes, offset) {
    return locateInTree(bytes, offset, MESSAGE_PACK);
  },
};
