import { setTimeout as sleep } from 'node:timers/promises';
import { rootCertificates } from 'node:tls';
import { startAdbd } from './adbd/adbd.ts';
import type { Adbd, AdbdOptions } from './adbd/adbd.ts';
import { createApps } from './apps/create-apps.ts';
import type { Apps } from './apps/create-apps.ts';
import type { DefinitionOf } from './apps/choose-apps.ts';
import { InProcessEvents } from './apps/in-process-events.ts';
import { loadApps } from './apps/load-apps.ts';
import { createInstrumentation } from './automation.ts';
import type { Cable } from './cable.ts';
import { factoryApkOf, factoryPackages, fillStorage } from './first-boot.ts';
import { createNetwork } from './network/phone-network.ts';
import type { NetworkStack } from './network/phone-network.ts';
import { kernelFacts } from './network/kernel/kernel-facts.ts';
import { procFiles } from './network/kernel/proc-files.ts';
import { createAppEngines, type AppEngines } from './network/web/app-engines.ts';
import type { PhoneOptions } from './phone.ts';
import type { Profile } from './profile/profile.ts';
import { shellPhone } from './shell-phone.ts';
import { createShell } from './shell/shell.ts';
import type { ShellOptions } from './shell/shell-phone.ts';
import { ROOT, SHELL } from './system/files/credential.ts';
import type { NetworkFile } from './system/files/proc-tree.ts';
import type { PhoneServices } from './system/services.ts';
import { createSystem } from './system/system.ts';
import type { System } from './system/system.ts';
import { startBackground } from './telemetry/background.ts';
import { networkTruth } from './telemetry/network-truth.ts';
import { createTelemetry } from './telemetry/telemetry.ts';
import type { Telemetry } from './telemetry/telemetry.ts';
import { renderScreen } from './ui/render/render-screen.ts';

/** The MAC Android shows to those who may not know it. */
const NO_MAC = '02:00:00:00:00:00';

/** What runs on a phone from its being switched on to its being switched off. */
export interface Boot {
  readonly system: System;
  readonly services: PhoneServices;
  readonly network: NetworkStack;
  readonly telemetry: Telemetry;
  readonly apps: Apps;
  readonly instrumentation: NonNullable<ShellOptions['instrumentation']>;
  readonly adbd: Adbd;
  /** Ends all of it at once, as a pulled battery does; what lies in flash can still be read. */
  end(): Promise<void>;
}

/** What a boot needs to know beyond what the phone is. */
export interface BootOptions {
  readonly phone: PhoneOptions;
  /** TCP port of adbd; 0 for any free one. */
  readonly port: number;
  readonly cable: Cable;
  /** The boot before this one, which has ended; absent when the phone comes from the factory. */
  readonly before?: Boot;
  /** `adb reboot` and its kin. */
  readonly reboot: (reason: string) => void;
}

/** Switches a phone on, from its kernel up to its apps; resolves once its adbd answers. */
export async function startUp(options: BootOptions): Promise<Boot> {
  const { phone, before } = options;
  const { profile } = phone;
  const running: { network?: NetworkStack; apps?: Apps } = {};
  const system = createPhoneSystem(phone, networkFiles(profile, () => running.network), before?.system);
  if (before === undefined) await fillStorage(system, profile);
  const network = createPhoneNetwork(phone, system, () => running.apps);
  running.network = network;
  const software = startSoftware(options, { system, network, definitionOf: await loadApps(profile) });
  running.apps = software.apps;
  const services = phoneServices(system, software.apps);
  const instrumentation = createInstrumentation(services, system);
  system.framework.observe((isUp) => {
    if (isUp) software.apps.restart();
  });
  const adbd = await startPhoneAdbd({ ...shellPhone({ system, services, network, instrumentation }), reboot: options.reboot }, options);
  return {
    system, services, network, instrumentation, adbd,
    telemetry: software.telemetry,
    apps: software.apps,
    end: async () => {
      software.stopBackground();
      software.apps.end();
      await adbd.close();
      await software.web.close();
      network.close();
      await software.telemetry.close();
    },
  };
}

function networkFiles(profile: Profile, network: () => NetworkStack | undefined): readonly NetworkFile[] {
  const phone = { wifiMac: profile.identifiers.mac ?? NO_MAC, uids: profile.packages.map(({ uid }) => uid) };
  return procFiles(kernelFacts(profile), phone, () => network()?.kernel);
}

function createPhoneSystem(options: PhoneOptions, shown: readonly NetworkFile[], before: System | undefined): System {
  const { profile } = options;
  const { identifiers } = profile;
  return createSystem({
    identifiers: { serial: identifiers.serial, androidId: identifiers.android_id, wifiMac: identifiers.mac ?? NO_MAC, ...(identifiers.imei === undefined ? {} : { imei: identifiers.imei }) },
    properties: profile.properties,
    settings: profile.settings,
    packages: factoryPackages(profile),
    factoryApk: (name) => factoryApkOf(profile, name),
    root: profile.root,
    buildType: profile.buildType,
    clockOffsetMs: profile.clockOffsetMs,
    // The world's authority takes the place of the public ones that sign the real internet.
    systemCas: [...rootCertificates.slice(0, 5), options.internet.caPem],
    keyOwner: options.keyOwner ?? 'accepts',
    networkFiles: shown,
    ...(options.trustedKeys === undefined ? {} : { trustedKeys: options.trustedKeys }),
  }, before);
}

function createPhoneNetwork(options: PhoneOptions, system: System, apps: () => Apps | undefined): NetworkStack {
  const { profile, truth, internet } = options;
  const trust = new Map(profile.packages.map((entry) => [entry.name, entry.trust]));
  const http2 = new Set(profile.packages.flatMap((entry) => (entry.http2 ? [entry.name] : [])));
  return createNetwork({
    phone: system,
    internet,
    trustOf: (packageName) => trust.get(packageName) ?? 'default',
    speaksHttp2: (packageName) => http2.has(packageName),
    facts: kernelFacts(profile),
    isForeground: (uid) => uid === system.packages.get(apps()?.activities.focused().packageName ?? '')?.uid,
    record: networkTruth(truth, { id: profile.id, clock: system.clock }),
  });
}

interface Software {
  readonly telemetry: Telemetry;
  readonly apps: Apps;
  readonly web: AppEngines;
  stopBackground(): void;
}

/** The apps and the SDKs in them. */
function startSoftware(options: BootOptions, base: { readonly system: System; readonly network: NetworkStack; readonly definitionOf: DefinitionOf }): Software {
  const { profile, truth, timeScale = 1, seed = 1 } = options.phone;
  const { system, network, definitionOf } = base;
  const events = new InProcessEvents();
  const telemetry = createTelemetry({
    profile, phone: system, events, network, truth, timeScale, seed,
    ...(options.before === undefined ? {} : { store: options.before.telemetry.store }),
  });
  const web = createAppEngines({ ...system, network, chromium: profile.packages.flatMap(({ name, engine }) => (engine === 'chromium' ? [name] : [])) });
  const apps = createApps({
    ...system,
    definitionOf,
    events,
    web,
    consented: profile.consent,
    preferences: Object.fromEntries(profile.packages.map(({ name, preferences }) => [name, preferences])),
    onPowerMenu: (what) => {
      options.reboot(what === 'reboot' ? 'userrequested' : 'shutdown');
    },
    screen: profile.screen,
    titles: Object.fromEntries(profile.packages.flatMap(({ name, title }) => (title === undefined ? [] : [[name, title]]))),
    ...(options.before === undefined ? {} : { kept: options.before.apps.kept() }),
  });
  return { telemetry, apps, web, stopBackground: startBackground({ profile, phone: system, network, timeScale, seed }) };
}

function phoneServices(system: System, apps: Apps): PhoneServices {
  const { display, activities, statusBar } = apps;
  const { serial, clock, properties, settings, files, packages, logcat, loopback } = system;
  return {
    serial, clock, properties, settings, files, packages, activities, logcat, loopback, display, statusBar,
    screenshot: () => renderScreen(display.root(), display),
  };
}

/** Another program may have the phone's port when it comes back; those that only pass by are waited for. */
const PORT_TRIES = 50;
const PORT_RETRY_MS = 100;

async function startPhoneAdbd(phone: ShellOptions, options: BootOptions): Promise<Adbd> {
  for (let tries = options.before === undefined ? PORT_TRIES : 1; ; tries += 1) {
    try {
      return await startAdbd(adbdOptions(phone, options));
    } catch (error) {
      if (tries >= PORT_TRIES || !(error instanceof Error) || !('code' in error) || error.code !== 'EADDRINUSE') throw error;
      await sleep(PORT_RETRY_MS);
    }
  }
}

function adbdOptions(phone: ShellOptions, options: BootOptions): AdbdOptions {
  const { system } = phone;
  const shell = createShell(phone);
  return {
    port: options.port,
    shell,
    files: system.filesAs(SHELL),
    asRoot: { shell: shell.as(ROOT), files: system.files },
    loopback: system.loopback,
    properties: system.properties,
    authorisation: system.authorisation,
    cable: options.cable,
    reboot: options.reboot,
  };
}
