import type { Duplex } from 'node:stream';
import type { Cause } from './apps/app-event.ts';
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
    connect: (host, port, uid) => connectFromShell(system, network, { host, port, uid }),
    lookUp: (host) => network.lookUp({ host, packageName: 'com.android.shell', cause: causeOf(system), purpose: 'shell' }),
    networkDumps: () => (system.counters.isPresent ? network.dumps : undefined),
  };
}

async function connectFromShell(system: System, network: PhoneNetwork, to: { readonly host: string; readonly port: number; readonly uid: number }): Promise<Duplex> {
  if (to.host === '127.0.0.1' || to.host === 'localhost') {
    const socket = network.connectLocally(to.port, to.uid);
    if (socket === undefined) throw Object.assign(new Error(`connect ECONNREFUSED 127.0.0.1:${to.port}`), { code: 'ECONNREFUSED' });
    return socket;
  }
  return network.connect({ host: to.host, port: to.port, packageName: 'com.android.shell', cause: causeOf(system), purpose: 'shell' });
}

const causeOf = (system: System): Cause => ({ kind: 'intent', atMs: system.clock.now(), what: 'shell' });
