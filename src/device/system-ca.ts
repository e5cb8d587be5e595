import type { DeviceShell } from './device-shell.ts';
import type { RootShell } from './root.ts';
import { shellQuote } from './shell-quote.ts';
import type { UndoJournal } from './undo-journal.ts';

const SYSTEM_STORE = '/system/etc/security/cacerts';

/** Since Android 14 the store of the Conscrypt module is the one that counts. */
const APEX_STORE = '/apex/com.android.conscrypt/cacerts';

const STAGING = '/data/local/tmp';

/** Whether the run's CA stands in the phone's system store. */
export interface CaInstallation {
  readonly installed: boolean;
  /** One line: how it was done, or why not. */
  readonly detail: string;
}

/** A CA to install. */
export interface SystemCa {
  readonly pem: string;
  /** `<subject hash, old style>.0`, as the store names its files. */
  readonly fileName: string;
}

/**
 * Puts the CA into the phone's system store until the next reboot: a file system in memory is laid over the store's
 * folder, with the old files copied into it. Nothing on the phone's own storage changes.
 */
export async function installSystemCa(
  shell: DeviceShell, root: RootShell | undefined, ca: SystemCa, journal: UndoJournal,
): Promise<CaInstallation> {
  if (root === undefined) {
    return { installed: false, detail: 'the phone gives no root (su), and apps trust no user CA since Android 7' };
  }
  try {
    const staged = `${STAGING}/${ca.fileName}`;
    journal.record({ kind: 'file', path: staged });
    await shell.push(Buffer.from(ca.pem), staged);
    await coverStore(root, ca.fileName, staged, journal);
    const hasApex = (await root.try(`[ -d ${APEX_STORE} ]`)).exitCode === 0;
    if (hasApex) await coverApexStore(root, ca.fileName, journal);
    return await verify(root, ca, hasApex ? APEX_STORE : SYSTEM_STORE);
  } catch (error) {
    // A CA that cannot be installed makes the phone tell less; the verdicts say so. It does not end the run.
    return { installed: false, detail: error instanceof Error ? error.message.split('\n')[0] ?? '' : String(error) };
  }
}

async function coverStore(root: RootShell, fileName: string, staged: string, journal: UndoJournal): Promise<void> {
  const copy = `${STAGING}/earshot-cacerts`;
  journal.record({ kind: 'file', path: copy });
  await root.run(`rm -rf ${copy}`);
  await root.run(`mkdir -p ${copy}`);
  await root.run(`cp ${SYSTEM_STORE}/* ${copy}/`);
  journal.record({ kind: 'mount', folder: SYSTEM_STORE, file: fileName, inZygotes: false });
  // In one command: the file is what undoing knows the mount by, so there must be none without it.
  await root.run(`mount -t tmpfs tmpfs ${SYSTEM_STORE} && cp ${staged} ${SYSTEM_STORE}/${shellQuote(fileName)}`);
  await root.run(`cp ${copy}/* ${SYSTEM_STORE}/`);
  await root.run(`chown root:root ${SYSTEM_STORE}/*`);
  await root.run(`chmod 644 ${SYSTEM_STORE}/*`);
  // The folder too: a new file system belongs to nobody's policy, and apps may only read system_file here.
  await root.run(`chmod 755 ${SYSTEM_STORE}`);
  await root.run(`chcon u:object_r:system_file:s0 ${SYSTEM_STORE} ${SYSTEM_STORE}/*`);
  await root.run(`rm -rf ${copy} ${staged}`);
}

/** Apps see the module's store through the mount namespace they got from zygote, so it is covered in each of them. */
async function coverApexStore(root: RootShell, fileName: string, journal: UndoJournal): Promise<void> {
  journal.record({ kind: 'mount', folder: APEX_STORE, file: fileName, inZygotes: true });
  await root.run(`mount --bind ${SYSTEM_STORE} ${APEX_STORE}`);
  await root.run(inZygotesAndApps(`mount --bind ${SYSTEM_STORE} ${APEX_STORE}`));
}

/** Takes the mount away again where it is still there. */
export async function uncoverStore(
  root: RootShell, mount: { readonly folder: string; readonly file: string; readonly inZygotes: boolean },
): Promise<void> {
  const undo = `[ ! -e ${mount.folder}/${shellQuote(mount.file)} ] || umount ${mount.folder} || umount -l ${mount.folder}`;
  if (mount.inZygotes) await root.run(inZygotesAndApps(undo));
  await root.run(undo);
}

/** The command in the mount namespaces of zygote and of every app it has started; one that just ended does not matter. */
function inZygotesAndApps(command: string): string {
  return `for z in $(pidof zygote zygote64); do for p in $z $(ps -o PID= -A --ppid $z 2>/dev/null || ps -o PID= -P $z); do `
    + `nsenter --mount=/proc/$p/ns/mnt -- /system/bin/sh -c ${shellQuote(command)} || [ ! -d /proc/$p ]; done; done`;
}

async function verify(root: RootShell, ca: SystemCa, store: string): Promise<CaInstallation> {
  const found = await root.run(`cat ${store}/${shellQuote(ca.fileName)}`);
  if (found.trim() === ca.pem.trim()) {
    return { installed: true, detail: `${store}/${ca.fileName}, by ${root.how}, until the next reboot` };
  }
  return { installed: false, detail: `${store}/${ca.fileName} read back differs from the run's CA` };
}
