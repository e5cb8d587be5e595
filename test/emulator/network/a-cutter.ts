import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Loopback } from '../../../emulator/phone/system/services.ts';
import type { World } from '../../../emulator/world/world.ts';

/** How a connection ends before its time. */
export const CUTS = ['the phone’s side is gone', 'the host’s side is gone', 'reset', 'ended in order'] as const;
export type Cut = (typeof CUTS)[number];

/** Leads a port of the phone to the world's gateway; each connection is cut after so many bytes towards the phone, if at all. */
export function cutter(loopback: Loopback, world: World, plan: () => { readonly afterBytes: number; readonly how: Cut } | undefined): { close(): void } {
  return loopback.listen(8899, (near) => {
    const far = connect(world.gateway.port, world.gateway.host);
    const end = plan();
    let passed = 0;
    far.on('data', (chunk: Buffer) => {
      if (end === undefined || passed + chunk.length <= end.afterBytes) near.write(chunk);
      else if (passed <= end.afterBytes) {
        near.write(chunk.subarray(0, end.afterBytes - passed));
        cut(near, far, end.how);
      }
      passed += chunk.length;
    });
    near.on('data', (chunk: Buffer) => far.write(chunk));
    near.on('end', () => far.end());
    far.on('end', () => near.end());
    near.on('error', () => far.destroy()).on('close', () => far.destroy());
    far.on('error', () => near.destroy()).on('close', () => {
      if (!near.writableEnded) near.destroy();
    });
  });
}

function cut(near: Duplex, far: Socket, how: Cut): void {
  if (how === 'the phone’s side is gone') near.destroy();
  else if (how === 'the host’s side is gone') far.destroy();
  else if (how === 'reset') far.resetAndDestroy();
  else near.end();
}
