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
    ...(await readMiuiIds(source)),
    ['account', await readAccount(shell)],
    ...(await readSims(source)),
    ...(await readWifi(source)),
  ];
  return Object.fromEntries(found.flatMap(([name, value]) =>
    value === undefined || isPlaceholder(value) ? [] : [[name, value] as const]));
}

/**
 * Whether a value names nobody: `unknown` for a serial that may not be read, zeros for an advertising id that is switched off.
 * Looked for, it would be found where nobody told anything.
 */
export function isPlaceholder(value: string): boolean {
  return /^(unknown|null|none|n\/a|[0:._ -]*)$/i.test(value.trim());
}

/**
 * Every name `readIdentifiers` may give a value; what is missing of them on a phone cannot be looked for there. OneTrack's
 * instance id is not among them: its provider answers only to a query the asking app has signed (OneTrack SDK 2.0.4, util.o).
 */
export const IDENTIFIER_NAMES: readonly string[] = [
  'serial', 'android_id', 'imei', 'mac', 'bluetooth_mac', 'gaid', 'oaid', 'vaid', 'aaid', 'udid', 'account', 'phone_number', 'iccid', 'ssid', 'bssid',
];

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

/** The one value of a row that `content query` prints (`Row: 0 uniform_id=5f0c…`); undefined for `NULL` and where there is no row. */
export function parseContentValues(output: string, column: string): readonly string[] {
  const values = [...output.matchAll(new RegExp(`^Row: \\d+ .*?\\b${column}=([^,\\r\\n]*)`, 'gm'))].map(([, value = '']) => value.trim());
  return values.filter((value) => value !== '' && value !== 'NULL');
}

/** Network name and access point out of `dumpsys wifi` or `cmd wifi status`: `mWifiInfo SSID: "home", BSSID: 00:11:…`. */
export function parseWifiInfo(output: string): { readonly ssid?: string; readonly bssid?: string } {
  const info = /\bWifiInfo:? SSID: (?:"([^"\n]*)"|([^,"\n]*)), BSSID: ([0-9a-f:]{17})/i.exec(output.replaceAll('mWifiInfo', 'WifiInfo'));
  if (info === null) return {};
  const [, quoted, bare, bssid = ''] = info;
  const ssid = quoted ?? bare ?? '';
  return {
    ...(/^<.*>$/.test(ssid) || ssid === '' ? {} : { ssid }),
    ...(bssid === HIDDEN_MAC || /^(00:?)+$/.test(bssid) ? {} : { bssid: bssid.toLowerCase() }),
  };
}

/**
 * Whether a network's name is its owner's own. A short one, a mere word, and one the phone's properties hold (`Redmi Note 8`, a
 * hotspot's) stand in much that is sent: looked for, they would be found where nobody told them.
 */
export function isTellingSsid(ssid: string, properties: Readonly<Record<string, string>>): boolean {
  if (ssid.length < SHORTEST_SSID || /^[a-z]+$/i.test(ssid)) return false;
  return !Object.values(properties).some((value) => value.toLowerCase().includes(ssid.toLowerCase()));
}

const SHORTEST_SSID = 8;

const MIUI_IDS = ['oaid', 'vaid', 'aaid', 'udid'];

/** MIUI keeps these in a provider of its own, a path and the column `uniform_id` each (com.android.id.impl.IdProviderImpl). */
async function readMiuiIds(source: Source): Promise<readonly (readonly [string, string | undefined])[]> {
  return Promise.all(MIUI_IDS.map(async (name) => {
    const [value] = await query(source, `content://com.miui.idprovider/${name}`, 'uniform_id');
    return [name, value !== undefined && /^[\w-]{8,}$/.test(value) && !/^[0-]+$/.test(value) ? value : undefined] as const;
  }));
}

/** Numbers and card ids of the SIMs, where the phone knows them (Telephony.SimInfo, columns `number` and `icc_id`). */
async function readSims(source: Source): Promise<readonly (readonly [string, string])[]> {
  const numbers = (await query(source, 'content://telephony/siminfo', 'number')).filter((number) => /^\+?\d{6,15}$/.test(number));
  const cards = (await query(source, 'content://telephony/siminfo', 'icc_id')).filter((card) => /^\d{18,22}$/.test(card));
  return [...numbered('phone_number', numbers), ...numbered('iccid', cards)];
}

async function readWifi(source: Source): Promise<readonly (readonly [string, string])[]> {
  const command = 'dumpsys wifi';
  const plain = parseWifiInfo((await source.shell.try(command)).stdout);
  const { ssid, bssid } = plain.bssid === undefined ? { ...plain, ...parseWifiInfo((await asRoot(source, command)) ?? '') } : plain;
  return [
    ...(ssid !== undefined && isTellingSsid(ssid, source.properties) ? [['ssid', ssid] as const] : []),
    ...(bssid === undefined ? [] : [['bssid', bssid] as const]),
  ];
}

/** Values of one column, asked for by the shell and, where that is refused, by root. */
async function query(source: Source, uri: string, column: string): Promise<readonly string[]> {
  const command = `content query --uri ${uri} --projection ${column}`;
  const plain = parseContentValues((await source.shell.try(command)).stdout, column);
  return plain.length > 0 ? plain : parseContentValues((await asRoot(source, command)) ?? '', column);
}

function numbered(name: string, values: readonly string[]): readonly (readonly [string, string])[] {
  return [...new Set(values)].map((value, index) => [index === 0 ? name : `${name}${index + 1}`, value] as const);
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
