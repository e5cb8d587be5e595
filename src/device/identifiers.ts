import type { DeviceShell } from './device-shell.ts';
import type { RootShell } from './root.ts';
import { getSetting } from './settings.ts';

const MAC = /\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b/i;
const UUID = /\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/i;

/** A phone without a permission to read its own address answers with this one (Android 6 and later). */
const HIDDEN_MAC = '02:00:00:00:00:00';

const GAID_FILE = '/data/data/com.google.android.gms/shared_prefs/adid_settings.xml';

const IMEI_PROPERTIES = ['ro.ril.oem.imei', 'ro.ril.oem.imei1', 'ro.ril.miui.imei0', 'ril.imei', 'gsm.imei'];

interface Source {
  readonly shell: DeviceShell;
  readonly root: RootShell | undefined;
  readonly properties: Readonly<Record<string, string>>;
}

/** Identifiers of the phone or its owner, as many as it lets adb or root read. */
export async function readIdentifiers(source: Source): Promise<Readonly<Record<string, string>>> {
  const { shell, properties } = source;
  const found: readonly (readonly [name: string, value: string | undefined])[] = [
    ['serial', properties['ro.serialno'] ?? properties['ro.boot.serialno']],
    ['android_id', (await getSetting(shell, 'secure', 'android_id')) ?? undefined],
    ...(await readImeis(source)),
    ['mac', await readMac(source)],
    ['bluetooth_mac', MAC.exec((await getSetting(shell, 'secure', 'bluetooth_address')) ?? '')?.[0]],
    ['gaid', UUID.exec((await asRoot(source, `cat ${GAID_FILE}`)) ?? '')?.[0]],
    ['account', await readAccount(shell)],
  ];
  return Object.fromEntries(found.flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, value] as const]));
}

/** Text of a Parcel as `service call` prints it: UTF-16 between quotes, a dot for each byte that is no letter. */
export function parseParcelText(output: string): string {
  const dumped = [...output.matchAll(/'([^'\n]*)'/g)].map(([, text]) => text ?? '').join('');
  return dumped.replaceAll(/[^0-9A-Za-z]/g, '');
}

/** Whether the text is an IMEI: fifteen digits. Its check digit is not asked for, development phones have wrong ones. */
export function isImei(text: string): boolean {
  return /^\d{15}$/.test(text) && !/^0+$/.test(text);
}

/** Name of the Xiaomi account out of `dumpsys account`, its numeric id; undefined when nobody is signed in. */
export function parseXiaomiAccount(output: string): string | undefined {
  return /Account \{name=([^,}]+), type=com\.xiaomi\}/.exec(output)?.[1]?.trim();
}

async function readImeis(source: Source): Promise<readonly (readonly [string, string])[]> {
  const texts = IMEI_PROPERTIES.map((name) => source.properties[name] ?? '');
  for (const command of ['service call iphonesubinfo 1', 'service call iphonesubinfo 1 s16 com.android.shell']) {
    const plain = await source.shell.try(command);
    texts.push(parseParcelText(plain.stdout), parseParcelText((await asRoot(source, command)) ?? ''));
  }
  const imeis = [...new Set(texts.flatMap((text) => text.split(',')).filter((text) => isImei(text)))];
  return imeis.map((imei, index) => [index === 0 ? 'imei' : `imei${index + 1}`, imei] as const);
}

async function readMac(source: Source): Promise<string | undefined> {
  const command = 'cat /sys/class/net/wlan0/address';
  const plain = await source.shell.try(command);
  const text = MAC.test(plain.stdout) ? plain.stdout : await asRoot(source, command);
  const mac = MAC.exec(text ?? '')?.[0].toLowerCase();
  return mac === HIDDEN_MAC ? undefined : mac;
}

async function readAccount(shell: DeviceShell): Promise<string | undefined> {
  return parseXiaomiAccount((await shell.try('dumpsys account')).stdout);
}

/** What the command prints as root; undefined without root, or when it fails: an identifier that cannot be read. */
async function asRoot(source: Source, command: string): Promise<string | undefined> {
  const result = await source.root?.try(command);
  return result?.exitCode === 0 ? result.stdout : undefined;
}
