import type { ServiceHandler } from './transport.ts';

/** `sink:<bytes>`: takes so many bytes and closes; hosts measure their speed with it. Undefined for no number. */
export function serveSink(byteCount: number): ServiceHandler | undefined {
  if (!Number.isSafeInteger(byteCount) || byteCount < 0) return undefined;
  return (stream) => {
    let missing = byteCount;
    stream.on('data', (chunk: Buffer) => {
      missing -= chunk.length;
      if (missing <= 0) stream.end();
    });
  };
}

const CHUNK_BYTES = 256 * 1024;

/** `source:<bytes>`: gives so many zeroes and closes. Undefined for no number. */
export function serveSource(byteCount: number): ServiceHandler | undefined {
  if (!Number.isSafeInteger(byteCount) || byteCount < 0) return undefined;
  return (stream) => {
    stream.resume();
    let missing = byteCount;
    const more = (): void => {
      while (missing > 0 && !stream.hungUp) {
        const chunk = Buffer.alloc(Math.min(CHUNK_BYTES, missing));
        missing -= chunk.length;
        if (!stream.write(chunk)) {
          stream.once('drain', more);
          return;
        }
      }
      stream.end();
    };
    more();
  };
}
