import { createHash, createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Profile, ProfilePackage, Sdk } from '../profile/profile.ts';
import { signApk, type Signer } from './sign-apk.ts';
import { writeDex, type MadeClass } from './write-dex.ts';
import { manifestOf } from './write-manifest.ts';
import { zip } from './write-zip.ts';

const CLASS_COUNT = 60;
const METHODS_OF_A_CLASS = 4;

/** A class of each SDK, as it is called in apps that have it. */
const SDK_CLASSES: Partial<Record<Sdk['preset'], string>> = {
  sensors: 'Lcom/sensorsdata/analytics/android/sdk/SensorsDataAPI;',
  onetrack: 'Lcom/xiaomi/onetrack/OneTrack;',
  spock: 'Lcom/xiaomi/analytics/Analytics;',
  tracks: 'Lcom/xiaomi/analytics/Analytics;',
  mistat: 'Lcom/xiaomi/stat/MiStat;',
  columbus: 'Lcom/xiaomi/ad/common/AdManager;',
};

/** The code in an app: whoever names the same has the same. */
interface Code {
  readonly name: string;
  readonly changed: number;
  readonly sdks: readonly Sdk['preset'][];
  readonly endpoints: readonly string[];
}

/**
 * The APK of an app that was on the phone when it left the factory: a manifest, a dex file that can be run and does nothing of what the app
 * does, signed by the one vendor. The same package of the same code has the same bytes on every phone.
 */
export function factoryApk(profile: Profile, entry: ProfilePackage): Buffer {
  const { name, versionName, versionCode, targetSdk } = entry;
  const dex = writeDex(classesOf(codeOf(profile, entry), entry));
  return signApk(zip([['AndroidManifest.xml', manifestOf({ packageName: name, versionName, versionCode, targetSdk })], ['classes.dex', dex]]), vendor());
}

/** What the profile says, or a code of its own with the SDKs that the profile's rules and lists of apps give it. */
function codeOf(profile: Profile, { name, versionName, code }: ProfilePackage): Code {
  if (code !== undefined) return code;
  const ruled = new Set(profile.rules.filter(({ when }) => when.package === name).map(({ sdk }) => sdk));
  const sdks = Object.entries(profile.sdks).filter(([key, sdk]) => ruled.has(key) || sdk.apps.includes(name)).map(([, sdk]) => sdk);
  return { name: `${name} ${versionName}`, changed: 0, sdks: sdks.map(({ preset }) => preset), endpoints: sdks.map(({ to }) => to) };
}

function classesOf(code: Code, { name, versionName }: ProfilePackage): readonly MadeClass[] {
  const changed = Math.ceil(code.changed * CLASS_COUNT);
  const own = Array.from({ length: CLASS_COUNT }, (_, index): MadeClass => {
    const of = index < changed ? `${code.name}, as changed for ${name} ${versionName}` : code.name;
    return {
      name: `Lcom/miui/app/${digest(`${code.name} ${index}`)};`,
      texts: Array.from({ length: METHODS_OF_A_CLASS }, (_text, method) => digest(`${of} ${index} ${method}`)),
    };
  });
  const sdks = [...new Set(code.sdks.flatMap((preset) => SDK_CLASSES[preset] ?? []))].map((className): MadeClass => ({ name: className, texts: [className.slice(1, -1)] }));
  return [...own, ...sdks, { name: 'Lcom/miui/app/Addresses;', texts: code.endpoints }];
}

const digest = (text: string): string => `c${createHash('sha256').update(text).digest('hex').slice(0, 15)}`;

let known: Signer | undefined;

/** Anyone may have this key: it signs the apps of emulated phones and nothing else, like the test keys of AOSP. */
function vendor(): Signer {
  if (known !== undefined) return known;
  const pem = readFileSync(join(import.meta.dirname, 'vendor-signer.pem'), 'utf8');
  const key = createPrivateKey(pem);
  known = { key, certificate: Buffer.from(new X509Certificate(pem.slice(pem.indexOf('-----BEGIN CERTIFICATE'))).raw), publicKey: createPublicKey(key).export({ format: 'der', type: 'spki' }) };
  return known;
}
