import { createPrivateKey } from 'node:crypto';
import { signApk, type Signer } from '../../../emulator/phone/factory-apk/sign-apk.ts';
import { manifestOf, type ApkTraits } from '../../../emulator/phone/factory-apk/write-manifest.ts';
import { zip, zipOf } from '../../../emulator/phone/factory-apk/write-zip.ts';
import { createSelfSigned } from './self-signed.ts';

export { zipOf, type ApkTraits, type Signer };

/** A new key with its certificate. */
export async function aSigner(): Promise<Signer> {
  const { pkcs8, certificate, spki } = await createSelfSigned();
  return { key: createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }), certificate, publicKey: spki };
}

/** An APK with a binary manifest and nothing else in it, signed with scheme v2 if somebody signs. */
export function anApk(traits: ApkTraits, signer?: Signer): Buffer {
  const entries = [['AndroidManifest.xml', manifestOf(traits)], ['classes.dex', Buffer.from('dex\n035\0')]] as const;
  return signer === undefined ? zipOf(entries) : signApk(zip(entries), signer);
}
