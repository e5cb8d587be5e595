import type { Duplex } from 'node:stream';
import type { NetworkDumps } from '../network/network-dumps.ts';
import type { InstallFlags, PhoneServices } from '../system/services.ts';
import type { System } from '../system/system.ts';

/** An instrumentation that `am instrument -w` waits for. */
export interface RunningInstrumentation {
  /** The package was force-stopped, or the command that waits was killed. */
  stop(): void;
  /** Settles when the instrumentation has ended by itself. */
  readonly ended?: Promise<void>;
}

/** What `am instrument` was asked to run. */
export interface InstrumentationRequest {
  readonly packageName: string;
  readonly runner: string;
  readonly arguments: Readonly<Record<string, string>>;
}

/** What a shell is made of: the phone's services, and what only some phones have. */
export interface ShellOptions {
  readonly services: PhoneServices;
  readonly system: System;
  /** Starts the runner of an instrumentation; undefined when the phone cannot run it. */
  readonly instrumentation?: {
    start(request: InstrumentationRequest): RunningInstrumentation;
  };
  /** Opens a connection to the phone itself or another host, for a user; rejects as a socket does. Without it there is no network. */
  readonly connect?: (host: string, port: number, uid: number) => Promise<Duplex>;
  /** The addresses of a name, asked of the phone's resolver for the shell; rejects where it has none. Without it no name has one. */
  readonly lookUp?: (host: string) => Promise<readonly string[]>;
  /** What `dumpsys` shows of the network; undefined, or nothing of it, and its services are not there. */
  readonly networkDumps?: () => NetworkDumps | undefined;
  /** What init does when `sys.powerctl` is set: `reboot,<reason>` or `shutdown,<reason>`. Without it nobody reboots. */
  readonly reboot?: (reason: string) => void;
}

/** What the shell reaches of the phone, and what its commands keep between two of them. */
export interface ShellPhone extends ShellOptions {
  readonly state: ShellMemory;
}

/** State that outlives a command: running instrumentations, app ops, keyboards, the idle whitelist. */
export interface ShellMemory {
  readonly instrumentations: Set<{ readonly packages: readonly string[]; stop(): void }>;
  readonly appOps: Map<string, string>;
  readonly keyboards: Map<string, 'enabled' | 'disabled'>;
  readonly idleWhitelist: Set<string>;
  /** States of Doze, where `dumpsys deviceidle force-idle` has set one; ACTIVE otherwise. */
  readonly idleStates: Map<'deep' | 'light', string>;
  /** What `cmd netpolicy set` has set: `restrict-background` is the data saver. */
  readonly networkPolicy: Map<string, string>;
  /** Sizes that `logcat -G` gave the ring buffers, by name. */
  readonly logBufferKib: Map<string, number>;
  /** What `wm` was told to show instead of what the glass has. */
  readonly displayOverrides: Map<'size' | 'density', string>;
  readonly installSessions: Map<number, { readonly parts: Map<string, Buffer>; readonly flags: InstallFlags }>;
}

/** Nothing remembered yet. */
export function emptyMemory(): ShellMemory {
  return {
    instrumentations: new Set(), appOps: new Map(), keyboards: new Map(), idleWhitelist: new Set(), idleStates: new Map(), networkPolicy: new Map(), logBufferKib: new Map(), displayOverrides: new Map(), installSessions: new Map(),
  };
}
