import { InMemoryFs } from 'just-bash';
import type { KernelFacts } from '../../../emulator/phone/network/kernel/kernel.ts';
import { createNetwork, type NetworkRecord, type NetworkStack, type Trust } from '../../../emulator/phone/network/phone-network.ts';
import { USER_CA_FOLDER, SYSTEM_CA_FOLDER } from '../../../emulator/phone/network/trust-store.ts';
import { createClock } from '../../../emulator/phone/system/clock.ts';
import { createLoopback } from '../../../emulator/phone/system/loopback.ts';
import { createProperties } from '../../../emulator/phone/system/properties.ts';
import type { InstalledPackage, Loopback, Packages, Settings } from '../../../emulator/phone/system/services.ts';
import { createSettings } from '../../../emulator/phone/system/settings.ts';
import type { World } from '../../../emulator/world/world.ts';

/** The parts of a phone that its network needs, with a record of what went over it. */
export interface APhone {
  readonly network: NetworkStack;
  readonly settings: Settings;
  readonly loopback: Loopback;
  readonly files: InMemoryFs;
  readonly records: NetworkRecord[];
}

export interface APhoneOptions {
  readonly world: World;
  /** Default: the world's. */
  readonly systemCas?: readonly string[];
  readonly userCas?: readonly string[];
  readonly targetSdk?: number;
  readonly trust?: Trust;
  readonly clockOffsetMs?: number;
  readonly facts?: Partial<KernelFacts>;
  /** Default: one app, `APP`. */
  readonly packages?: Packages;
  /** Default: none set. */
  readonly settings?: Settings;
}

export const APP = 'com.example.app';
export const TOUCH = { kind: 'touch', atMs: 0, what: 'a tap' } as const;

export async function aPhone(options: APhoneOptions): Promise<APhone> {
  const files = new InMemoryFs();
  await placeCas(files, SYSTEM_CA_FOLDER, options.systemCas ?? [options.world.caPem]);
  await placeCas(files, USER_CA_FOLDER, options.userCas ?? []);
  const settings = options.settings ?? createSettings();
  const loopback = createLoopback();
  const records: NetworkRecord[] = [];
  const network = createNetwork({
    phone: {
      settings,
      loopback,
      files,
      packages: options.packages ?? packagesOf(options.targetSdk ?? 28),
      clock: createClock(options.clockOffsetMs ?? 0),
      properties: createProperties({
        'ro.build.id': 'PKQ1.190616.001',
        'ro.build.version.incremental': 'V11.0.8.0.PCOMIXM',
        'ro.build.version.release': '9',
        'ro.product.locale': 'en-GB',
        'ro.product.model': 'Redmi Note 8',
      }),
    },
    internet: options.world,
    facts: { sdk: 28, counters: 'xt_qtaguid', loopback: true, dnsUid: 'app', uidStat: false, procNet: 'readable', ...options.facts },
    trustOf: () => options.trust ?? 'default',
    record: (record) => records.push(record),
  });
  return { network, settings, loopback, files, records };
}

async function placeCas(files: InMemoryFs, folder: string, pems: readonly string[]): Promise<void> {
  await files.mkdir(folder, { recursive: true });
  for (const [index, pem] of pems.entries()) await files.writeFile(`${folder}/${index}.0`, pem);
}

function packagesOf(targetSdk: number): Packages {
  const app: InstalledPackage = {
    name: APP,
    versionName: '1.0',
    versionCode: 1,
    uid: 10_123,
    targetSdk,
    system: true,
    enabled: true,
    apkPath: '/system/app/app.apk',
    permissions: [],
  };
  return {
    list: () => [app],
    get: (name) => (name === APP ? app : undefined),
    install: () => Promise.resolve('Success'),
    uninstall: () => 'Success',
  };
}
