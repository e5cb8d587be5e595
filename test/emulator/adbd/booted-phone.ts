import { createShell } from '../../../emulator/phone/shell/shell.ts';
import { startAdbd } from '../../../emulator/phone/adbd/adbd.ts';
import type { Adbd } from '../../../emulator/phone/adbd/adbd.ts';
import { ROOT, SHELL } from '../../../emulator/phone/system/files/credential.ts';
import type { SystemOptions } from '../../../emulator/phone/system/system.ts';
import { encodePng } from '../../../emulator/phone/ui/render/png.ts';
import { aPhone, type TestPhone } from '../shell/a-phone.ts';

/** A phone's system, its real shell and its adbd, without apps. */
export interface BootedPhone {
  readonly phone: TestPhone;
  readonly adbd: Adbd;
  readonly serial: string;
  /** What init was asked for, in order. */
  readonly reboots: readonly string[];
}

/** What is on its glass: 2 x 3 pixels, each another colour. */
export const GLASS = { width: 2, height: 3, rgba: Buffer.from(Array.from({ length: 24 }, (_, n) => (n % 4 === 3 ? 255 : n * 10))) } as const;

/** Boots it with the properties of an Android version. */
export async function bootedPhone(apiLevel: number, changes: Partial<SystemOptions> = {}): Promise<BootedPhone> {
  const reboots: string[] = [];
  const phone = aPhone({
    buildType: 'user', root: false, ...changes,
    properties: { 'ro.build.version.sdk': String(apiLevel), 'ro.product.device': 'x', 'ro.product.model': 'A phone', 'ro.product.name': 'x', ...changes.properties },
  });
  const { system } = phone;
  const shell = createShell({ system, services: { ...phone.services, screenshot: () => Promise.resolve(encodePng(GLASS)) }, reboot: (reason) => void reboots.push(reason) });
  const adbd = await startAdbd({
    port: 0, shell, files: system.filesAs(SHELL), asRoot: { shell: shell.as(ROOT), files: system.files },
    loopback: system.loopback, properties: system.properties, authorisation: system.authorisation, reboot: (reason) => void reboots.push(reason),
  });
  return { phone, adbd, serial: `127.0.0.1:${adbd.port}`, reboots };
}
