import { rootCertificates } from 'node:tls';
import type { Duplex } from 'node:stream';
import { startAdbd } from './adbd/adbd.ts';
import type { Adbd } from './adbd/adbd.ts';
import { createApps } from './apps/create-apps.ts';
import type { Apps } from './apps/create-apps.ts';
import { InProcessEvents } from './apps/in-process-events.ts';
import { createInstrumentation } from './automation.ts';
import { factoryPackage, fillStorage } from './first-boot.ts';
import { createNetwork } from './network/phone-network.ts';
import type { Internet, PhoneNetwork } from './network/phone-network.ts';
import { qtaguidRows } from './network/usage.ts';
import { createWebEngine } from './network/web/phone-web-engine.ts';
import type { Profile } from './profile/profile.ts';
import { createShell } from './shell/shell.ts';
import type { ShellOptions, UidTraffic } from './shell/shell-phone.ts';
import { ROOT, SHELL } from './system/files/credential.ts';
import type { KeyOwner } from './system/authorisation.ts';
import type { PhoneServices } from './system/services.ts';
import { createSystem } from './system/system.ts';
import type { System } from './system/system.ts';
import { startBackground } from './telemetry/background.ts';
import { networkTruth } from './telemetry/network-truth.ts';
import { createTelemetry } from './telemetry/telemetry.ts';
import type { TruthLog } from './telemetry/truth-log.ts';
import { renderScreen } from './ui/render/render-screen.ts';

export interface PhoneOptions {
  readonly profile: Profile;
  readonly internet: Internet;
  readonly truth: TruthLog;
  /** TCP port of adbd on 127.0.0.1. Default: any free one. */
  readonly port?: number;
  /** Shortens the delays of the software on the phone. Default 1: as on a phone. */
  readonly timeScale?: number;
  /** The same seed gives the same background traffic. */
  readonly seed?: number;
  /** Keys the owner accepted before, as lines of `adbkey.pub`. */
  readonly trustedKeys?: readonly string[];
  /** Who answers when a host with a new key connects. Default: accepts. */
  readonly keyOwner?: KeyOwner;
}

/** A phone that is switched on. */
export interface Phone {
  /** Where its adbd listens on 127.0.0.1. */
  readonly port: number;
  readonly services: PhoneServices;
  readonly adbd: Adbd;
  /** Switches it off: connections break, what was not sent is written into the truth log. */
  close(): Promise<void>;
}

/** Boots a phone as its profile describes it; resolves once its adbd answers. */
export async function bootPhone(options: PhoneOptions): Promise<Phone> {
  const { profile, truth, timeScale = 1, seed = 1 } = options;
  // The kernel counts what the network, which is built upon it, sends.
  let usage: PhoneNetwork['usage'] = () => [];
  const system = createPhoneSystem(options, () => qtaguidRows(usage()));
  await fillStorage(system, profile);
  const trust = new Map(profile.packages.map((entry) => [entry.name, entry.trust]));
  const network = createNetwork({
    phone: system,
    internet: options.internet,
    trustOf: (packageName) => trust.get(packageName) ?? 'default',
    record: networkTruth(truth, { id: profile.id, clock: system.clock }),
  });
  usage = () => network.usage();
  const events = new InProcessEvents();
  const telemetry = createTelemetry({ profile, phone: system, events, network, truth, timeScale });
  const apps = createApps({
    ...system,
    events,
    web: createWebEngine({ ...system, network }),
    consented: profile.consent,
    screen: profile.screen,
    titles: Object.fromEntries(profile.packages.flatMap(({ name, title }) => (title === undefined ? [] : [[name, title]]))),
  });
  const services = phoneServices(system, apps);
  const stopBackground = startBackground({ profile, phone: system, network, timeScale, seed });
  const adbd = await startPhoneAdbd(shellPhone(system, services, network), options.port ?? 0);
  return {
    port: adbd.port,
    services,
    adbd,
    close: async () => {
      stopBackground();
      await adbd.close();
      network.close();
      await telemetry.close();
      truth.close();
    },
  };
}

function createPhoneSystem(options: PhoneOptions, qtaguid: () => readonly string[]): System {
  const { profile } = options;
  const { identifiers } = profile;
  return createSystem({
    identifiers: { serial: identifiers.serial, androidId: identifiers.android_id, wifiMac: identifiers.mac ?? '02:00:00:00:00:00', ...(identifiers.imei === undefined ? {} : { imei: identifiers.imei }) },
    properties: profile.properties,
    settings: profile.settings,
    packages: profile.packages.map(factoryPackage),
    root: profile.root,
    buildType: profile.buildType,
    clockOffsetMs: profile.clockOffsetMs,
    // The world's authority takes the place of the public ones that sign the real internet.
    systemCas: [...rootCertificates.slice(0, 5), options.internet.caPem],
    keyOwner: options.keyOwner ?? 'accepts',
    qtaguid,
    ...(options.trustedKeys === undefined ? {} : { trustedKeys: options.trustedKeys }),
  });
}

function phoneServices(system: System, apps: Apps): PhoneServices {
  const { display, activities } = apps;
  const { serial, clock, properties, settings, files, packages, logcat, loopback } = system;
  return {
    serial,
    clock,
    properties,
    settings,
    files,
    packages,
    activities,
    logcat,
    loopback,
    display,
    screenshot: () => renderScreen(display.root(), display),
  };
}

function shellPhone(system: System, services: PhoneServices, network: PhoneNetwork): ShellOptions {
  return {
    services,
    system,
    instrumentation: createInstrumentation(services, system.processes),
    connect: (host, port) => connectFromShell(system, network, { host, port }),
    uidTraffic: () => uidTraffic(network),
  };
}

function startPhoneAdbd(phone: ShellOptions, port: number): Promise<Adbd> {
  const { system } = phone;
  const shell = createShell(phone);
  return startAdbd({
    port,
    shell,
    files: system.filesAs(SHELL),
    asRoot: { shell: shell.as(ROOT), files: system.files },
    loopback: system.loopback,
    properties: system.properties,
    authorisation: system.authorisation,
  });
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

function uidTraffic(network: PhoneNetwork): readonly UidTraffic[] {
  const byUid = new Map<number, UidTraffic>();
  for (const row of network.usage()) {
    // netstats leaves loopback out, the kernel's own table does not.
    if (row.interfaceName === 'lo') continue;
    const sum = byUid.get(row.uid);
    byUid.set(row.uid, {
      uid: row.uid,
      foreground: true,
      rxBytes: (sum?.rxBytes ?? 0) + row.receivedBytes,
      rxPackets: (sum?.rxPackets ?? 0) + row.receivedPackets,
      txBytes: (sum?.txBytes ?? 0) + row.sentBytes,
      txPackets: (sum?.txPackets ?? 0) + row.sentPackets,
    });
  }
  return [...byUid.values()];
}
