import type { Duplex } from 'node:stream';

/** Port of Mi Push: raw TCP, no HTTP, no proxy. */
export const PUSH_PORT = 5222;

// The first two bytes of a Mi Push frame. What follows is encrypted on a real phone; here it is a type and a counter.
const FRAME_MAGIC = Buffer.from([0xc2, 0xfe]);
const TYPE_PING = 0x01;
const TYPE_PONG = 0x02;
const FRAME_BYTES = 8;

/** Serves one Mi Push connection: each keep-alive is answered with one of its own, anything else is swallowed. */
export function servePush(socket: Duplex): void {
  let pending = Buffer.alloc(0);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk]);
    while (pending.length >= FRAME_BYTES) {
      const frame = pending.subarray(0, FRAME_BYTES);
      pending = pending.subarray(FRAME_BYTES);
      if (!frame.subarray(0, 2).equals(FRAME_MAGIC) || frame[2] !== TYPE_PING) continue;
      const answer = Buffer.from(frame);
      answer[2] = TYPE_PONG;
      socket.write(answer);
    }
  });
}
