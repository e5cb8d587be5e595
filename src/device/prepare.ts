import { clearData } from './clear-data.ts';
import { enableWifi } from './connectivity.ts';
import { EarshotError } from '../flow/errors.ts';
import type { DeviceShell } from './device-shell.ts';
import { deleteMessages } from './inbox.ts';
import { isScanned, scanMedia } from './media-scan.ts';
import { restoreProperty } from './property.ts';
import { restoreSetting, setProxy } from './proxy-setting.ts';
import { closeReverseTunnel, openReverseTunnel } from './reverse-tunnel.ts';
import { findRoot, type RootShell } from './root.ts';
import { shellQuote } from './shell-quote.ts';
import { installSystemCa, uncoverStore } from './system-ca.ts';
import type { Change, Undoing, UndoJournal } from './undo-journal.ts';

/** What a phone is prepared with. */
export interface Preparation {
  readonly shell: DeviceShell;
  readonly adb: { readonly port: number };
  /** Port of the phone's sidecar on the host's loopback. */
  readonly sidecarPort: number;
  readonly caPem: string;
  /** `<subject hash, old style>.0`. */
  readonly caFileName: string;
  readonly journal: UndoJournal;
}

/** How a phone reaches the sidecar, and whether it trusts it. */
export interface PreparedPhone {
  /** Value of the phone's proxy setting: `127.0.0.1:<devicePort>`. */
  readonly setting: string;
  readonly devicePort: number;
  readonly caInstalled: boolean;
  readonly caDetail: string;
}

/**
 * Leads the phone's traffic to the sidecar: a reverse tunnel, the CA, and last the proxy setting. Each change is in the
 * journal before it is made; `restorePhone` undoes them, also when this fails half-way.
 */
export async function preparePhone(preparation: Preparation): Promise<PreparedPhone> {
  const { shell, adb, sidecarPort, caPem, caFileName, journal } = preparation;
  const phone = { adbPort: adb.port, serial: shell.serial };
  const { devicePort } = await openReverseTunnel(phone, sidecarPort, (port) => {
    journal.record({ kind: 'reverse', devicePort: port });
  });
  const ca = await installSystemCa(shell, await findRoot(shell), { pem: caPem, fileName: caFileName }, journal);
  const setting = await setProxy(shell, devicePort, journal);
  return { setting, devicePort, caInstalled: ca.installed, caDetail: ca.detail };
}

/**
 * Puts the phone back as it was, by its journal. Can be repeated: what is undone is struck out, what could not be
 * undone stays for the next time.
 */
export async function restorePhone(
  journal: UndoJournal, phone: { readonly shell: DeviceShell; readonly adb: { readonly port: number } },
): Promise<Undoing> {
  let root: Promise<RootShell | undefined> | undefined;
  return journal.undoAll((change) => undo(change, phone, () => (root ??= findRoot(phone.shell))));
}

async function undo(
  change: Change,
  phone: { readonly shell: DeviceShell; readonly adb: { readonly port: number } },
  findRootOnce: () => Promise<RootShell | undefined>,
): Promise<void> {
  const { shell, adb } = phone;
  switch (change.kind) {
    case 'setting':
      await restoreSetting(shell, change);
      return;
    case 'property':
      await restoreProperty(shell, change);
      return;
    case 'reverse':
      await closeReverseTunnel({ adbPort: adb.port, serial: shell.serial }, change.devicePort);
      return;
    case 'mount': {
      const root = await findRootOnce();
      if (root === undefined) throw noRootAnyMore(shell.serial, change.folder);
      await uncoverStore(root, change);
      return;
    }
    case 'file': {
      const remove = `rm -rf ${shellQuote(change.path)}`;
      const root = await findRootOnce();
      await (root ?? shell).run(remove);
      if (isScanned(change.path)) await scanMedia(shell, change.path, Number(await shell.run('getprop ro.build.version.sdk')));
      return;
    }
    case 'wifi':
      await enableWifi(shell);
      return;
    case 'messages':
      await deleteMessages(shell, change.from);
      return;
    case 'agreement':
      await clearData(shell, change.package);
  }
}

function noRootAnyMore(serial: string, folder: string): EarshotError {
  return new EarshotError('PHONE_REFUSED', `asked ${serial} for root to uncover ${folder}, found that it gives none any `
    + 'more, expected it as before', { hint: 'Reboot the phone: what lies over the folder is in its memory only.' });
}
