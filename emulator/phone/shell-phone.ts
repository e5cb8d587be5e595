import type { Duplex } from 'node:stream';
import type { NetworkStack, PhoneNetwork } from './network/phone-network.ts';
import type { ShellOptions } from './shell/shell-phone.ts';
import type { PhoneServices } from './system/services.ts';
import type { System } from './system/system.ts';

interface Parts {
  readonly system: System;
  readonly services: PhoneServices;
  readonly network: NetworkStack;
  readonly instrumentation: NonNullable<ShellOptions['instrumentation']>;
}

/** What the phone's shells reach of it. */
export function shellPhone({ system, services, network, instrumentation }: Parts): ShellOptions {
  return {
    services,
    system,
    instrumentation,
    connect: (host, port) => connectFromShell(system, network, { host, port }),
    networkDumps: () => (system.counters.isPresent ? network.dumps : undefined),
  };
}

async function connectFromShell(system: System, network: PhoneNetwork, to: { readonly host: string; readonly port: number }): Promise<Duplex> {
  if (to.host === '127.0.0.1' || to.host === 'localhost') {
    const socket = system.loopback.connect(to.port);
    if (socket === undefined) throw Object.assign(new Error(`connect ECONNREFUSED 127.0.0.1:${to.port}`), { code: 'ECONNREFUSED' });
    return socket;
  }
  const cause = { kind: 'intent', atMs: system.clock.now(), what: 'shell' } as const;
  return network.connect({ ...to, packageName: 'com.android.shell', cause, purpose: 'shell' });
}
