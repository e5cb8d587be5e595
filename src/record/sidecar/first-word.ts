import type { Socket } from 'node:net';

import type { FrontParts } from './front.ts';
import { carryTunnel } from './tunnel.ts';
import type { Target } from './upstream.ts';

/** A client that has said nothing for this long after it was connected may be waiting for the server to speak first. */
const SILENCE_MS = 150;

/** Gives the socket to the interceptor when the phone speaks first, and carries it as a tunnel when the server does. */
export function awaitFirstWord(phone: Socket, target: Target, parts: FrontParts & { startMs: number }): void {
  let world: Socket | undefined;
  let settled = false;
  const phoneSpeaks = (): void => {
    const first: unknown = phone.read();
    if (settled || !Buffer.isBuffer(first)) return;
    settle();
    world?.destroy();
    parts.connections.note(phone.remotePort, { head: first });
    phone.unshift(first);
    parts.interceptor.take(phone, target);
  };
  const serverSpeaks = (first: Buffer): void => {
    if (settled || world === undefined) return;
    settle();
    world.unshift(first);
    carryTunnel(phone, world, { book: parts.book, target, secure: false, startMs: parts.startMs, ...parts.connections.of(phone.remotePort) });
  };
  const settle = (): void => {
    settled = true;
    clearTimeout(silence);
    phone.off('readable', phoneSpeaks);
    phone.off('end', giveUp);
    world?.off('data', serverSpeaks).off('close', giveUp);
  };
  const giveUp = (): void => {
    settle();
    phone.destroy();
    world?.destroy();
  };
  const silence = setTimeout(() => {
    parts.dialer.dial(target).then((socket) => {
      world = socket.on('error', () => socket.destroy());
      if (settled) socket.destroy();
      else socket.once('data', serverSpeaks).once('close', giveUp);
    }, () => undefined); // The phone may still speak; what then becomes of its request is recorded there.
  }, SILENCE_MS);
  phone.once('close', () => { if (!settled) giveUp(); });
  phone.once('end', giveUp);
  phone.on('readable', phoneSpeaks);
}
