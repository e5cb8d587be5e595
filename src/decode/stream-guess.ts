import { mayBeBrotli } from './codecs/brotli-header.ts';
import { openWholeBrotli } from './codecs/brotli.ts';
import { mayBeWholeDeflate } from './codecs/deflate-start.ts';
import { openDeflateRaw } from './codecs/inflate.ts';
import { believableGuess } from './codec-guess.ts';

const ALLOWANCE_BYTES = 64 * 1024;
// What is as long as a digest says a name or two, and not the same over and over.
const MAX_RATIO = 16;

/**
 * Whether bytes that look like noise are a stream of a codec without a magic number. Asked of what is as long as a digest and most
 * likely one: a probe costs a hundredth of reading it in every way there is.
 */
export function isUnmarkedStream(bytes: Buffer): boolean {
  const deflated = mayBeWholeDeflate(bytes) ? openDeflateRaw(bytes, ALLOWANCE_BYTES) : undefined;
  if (deflated !== undefined && !('failure' in deflated) && believableGuess(bytes, deflated)) return true;
  const opened = mayBeBrotli(bytes, MAX_RATIO) ? openWholeBrotli(bytes, ALLOWANCE_BYTES) : undefined;
  return opened !== undefined && !('failure' in opened) && believableGuess(bytes, opened);
}
