import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'webdriverio';
import { connectShell } from '../../device/adb-shell.ts';
import type { DeviceShell } from '../../device/device-shell.ts';
import { collectFacts } from '../../device/facts.ts';
import { parseScreen, wakeScreen } from '../../device/screen.ts';
import { Storage } from '../../device/storage.ts';
import { UndoJournal } from '../../device/undo-journal.ts';
import { findAdb } from '../../farm/adb-program.ts';
import { startAdbServer } from '../../farm/adb-server.ts';
import type { DeviceEntry } from '../../farm/devices-schema.ts';
import { makeDoomedFolder } from '../../farm/doomed-folder.ts';
import { startEmulator } from '../../farm/emulator-process.ts';
import { lease } from '../../farm/lease.ts';
import { journalFolder } from '../../farm/state-folder.ts';
import type { PhoneFacts } from '../../flow/phone-facts.ts';
import { startAppium } from '../../ui/appium-server.ts';
import { closeSession, openSession } from '../../ui/session.ts';

const KEYCODE_HOME = 3;
const KEYCODE_SLEEP = 223;

/** A phone in the doctor's hands: nothing is recorded, nothing on its way to the internet is changed. */
export interface AttachedPhone {
  readonly facts: PhoneFacts;
  readonly driver: Browser;
  readonly shell: DeviceShell;
  readonly storage: Storage;
  /** Nothing is to be done any more once it has aborted. */
  readonly interrupted: AbortSignal;
}

/**
 * Lends a phone of devices.json to `look` and puts it back as it was found, also where that was interrupted: an emulated one is
 * booted for it.
 *
 * @param apps Packages whose versions are to be known.
 */
export async function withAttachedPhone<Found>(
  entry: DeviceEntry, { apps, interrupted }: { readonly apps: readonly string[]; readonly interrupted: AbortSignal }, look: (phone: AttachedPhone) => Promise<Found>,
): Promise<Found> {
  const undo: (() => Promise<unknown>)[] = [];
  const later = <Held>(held: Held, end: (held: Held) => Promise<unknown>): Held => {
    undo.unshift(() => end(held));
    interrupted.throwIfAborted();
    return held;
  };
  try {
    const adb = await findAdb();
    const folder = later(makeDoomedFolder(mkdtempSync(join(tmpdir(), 'earshot-doctor-'))), (doomed) => doomed.remove());
    const isEmulated = entry.kind === 'emulated';
    const appium = later(await startAppium({ adbPath: adb.path, folder: folder.path }), (server) => server.stop());
    const adbServer = isEmulated ? later(await startAdbServer(adb, folder.path), (server) => server.stop()) : undefined;
    const emulator = adbServer === undefined || !isEmulated ? undefined
      : later(await startEmulator({ profiles: [entry.profile], timeScale: entry.timeScale, adbKey: adbServer.publicKeyPath }), (running) => running.stop());
    const address = emulator?.phones[0]?.address;
    const leased = later(await lease(entry, {
      adbPath: adb.path,
      ...(adbServer === undefined ? {} : { ownAdbPort: adbServer.port }),
      ...(address === undefined ? {} : { address }),
    }), (held) => held.release());
    const { serial, adbPort } = leased;
    const shell = await connectShell({ adbPort, serial });
    const facts = await collectFacts(shell, entry, apps);
    const wasOn = parseScreen(await shell.run('dumpsys power'), await shell.run('dumpsys window')).isOn;
    const driver = later(await openSession({ appiumUrl: appium.url, serial, adbPort }), closeSession);
    // A real phone outlives this, so its journal lies where any run finds it.
    const journal = UndoJournal.open(join(isEmulated ? folder.path : journalFolder(serial), 'doctor'), serial);
    const storage = later(new Storage(shell, facts.apiLevel, journal), (held) => held.cleanUp());
    later(shell, (held) => held.run(`input keyevent ${KEYCODE_HOME}${wasOn ? '' : `; input keyevent ${KEYCODE_SLEEP}`}`));
    await wakeScreen(shell);
    return await look({ facts, driver, shell, storage, interrupted });
  } finally {
    // In the other order, each also when another cannot be ended.
    for (const end of undo) await end().catch((error: unknown) => process.stderr.write(`${entry.id}: ${String(error)}\n`));
  }
}
