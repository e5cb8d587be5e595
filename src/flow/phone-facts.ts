/** What is known of a phone before its first window. Collected once a run, through adb. */
export interface PhoneFacts {
  readonly id: string;
  readonly model: string;
  readonly serial: string;
  readonly kind: 'emulated' | 'usb' | 'stf';
  /** Profile id of an emulated phone. */
  readonly profile?: string;
  /** `ro.build.fingerprint`. */
  readonly build: string;
  readonly product: string;
  readonly androidVersion: string;
  readonly apiLevel: number;
  readonly miuiVersion?: string;
  /** Language of its screens, as ISO 639 has it: `en`, `zh`. Absent where no property tells. */
  readonly language?: string;
  /** Identifiers of the phone or its owner by name: `android_id`, `serial`, `imei`, `mac`, … Only those that were readable. */
  readonly identifiers: Readonly<Record<string, string>>;
  /** Names of identifiers that this phone does not have or would not let be read: they are looked for nowhere. */
  readonly unreadIdentifiers?: readonly string[];
  /** Package → version name and UID of the packages Earshot asks about; absent packages are not listed. `enabled` is there where it is not. */
  readonly packages: Readonly<Record<string, { readonly versionName: string; readonly versionCode: string; readonly uid: number; readonly enabled?: false; readonly installer?: string }>>;
  /** UID of every installed package; absent where the phone would not list them. */
  readonly uids?: Readonly<Record<string, number>>;
  /** Packages that came with the firmware, whoever made them: the phone's vendor chose them; absent where the phone would not list them. */
  readonly preinstalled?: readonly string[];
}
