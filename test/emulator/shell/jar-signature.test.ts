import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { openArchive } from '../../../emulator/phone/system/apk-archive.ts';
import { readJarSignature } from '../../../emulator/phone/system/apk-jar-signature.ts';
import { aSigner, zipOf, type Signer } from './apk-maker.ts';

const PLACE = { path: '/data/app/base.apk', apiLevel: 28 };
const SHA256 = Buffer.from('608648016503040201', 'hex');
const MESSAGE_DIGEST = Buffer.from('2a864886f70d010904', 'hex');

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const length = content.length < 0x80 ? [content.length] : content.length < 0x100 ? [0x81, content.length] : [0x82, content.length >> 8, content.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

/** PKCS#7 with one signer, over the file or over attributes with its digest. */
function block(file: Buffer, by: { readonly certificate: Buffer; readonly key: KeyObject }, overAttributes: boolean): Buffer {
  const algorithm = der(0x30, der(0x06, SHA256));
  const attribute = der(0x30, der(0x06, MESSAGE_DIGEST), der(0x31, der(0x04, createHash('sha256').update(file).digest())));
  const signature = sign('sha256', overAttributes ? der(0x31, attribute) : file, by.key);
  const signer = der(0x30, der(0x02, Buffer.from([1])), der(0x30), algorithm, ...(overAttributes ? [der(0xa0, attribute)] : []), algorithm, der(0x04, signature));
  const signedData = der(0x30, der(0x02, Buffer.from([1])), der(0x31, algorithm), der(0x30), der(0xa0, by.certificate), der(0x31, signer));
  return der(0x30, der(0x06, Buffer.from('2a864886f70d010702', 'hex')), der(0xa0, signedData));
}

const digest = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('base64');

describe('the JAR signature of an APK', () => {
  const CONTENT = Buffer.from('a manifest');
  const MANIFEST = `Manifest-Version: 1.0\r\n\r\nName: AndroidManifest.xml\r\nSHA-256-Digest: ${digest(CONTENT)}\r\n\r\n`;
  let somebody: Signer;

  before(async () => {
    somebody = await aSigner();
  });

  interface Changes {
    readonly content?: Buffer;
    readonly more?: Buffer;
    readonly manifest?: string;
    readonly signatureFile?: (text: string) => string;
    readonly key?: KeyObject;
    readonly overAttributes?: boolean;
  }

  function read(changes: Changes = {}): ReturnType<typeof readJarSignature> {
    const { content = CONTENT, more, manifest = MANIFEST, signatureFile = (text: string) => text, key = somebody.key, overAttributes = false } = changes;
    const signed = `Signature-Version: 1.0\r\nSHA-256-Digest-Manifest: ${digest(MANIFEST)}\r\n\r\n`;
    const apk = zipOf([
      ['AndroidManifest.xml', content], ...(more === undefined ? [] : [['classes.dex', more] as const]), ['META-INF/MANIFEST.MF', Buffer.from(manifest)],
      ['META-INF/CERT.SF', Buffer.from(signatureFile(signed))], ['META-INF/CERT.RSA', block(Buffer.from(signed), { certificate: somebody.certificate, key }, overAttributes)],
    ]);
    return readJarSignature(openArchive(apk)!, PLACE);
  }

  for (const overAttributes of [false, true]) {
    it(`is believed when its signature over the ${overAttributes ? 'attributes' : 'file'} is its certificate's`, () => {
      assert.deepEqual(read({ overAttributes }), { signer: createHash('sha256').update(somebody.certificate).digest('hex') });
    });
  }

  const REFUSED: readonly (readonly [what: string, changes: Changes, problem: RegExp])[] = [
    ["another's key", { key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey }, /failed verification of META-INF\/CERT\.SF$/],
    ["another's key over the attributes", { key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey, overAttributes: true }, /failed verification/],
    ['a signature file that was changed', { signatureFile: (text) => `${text}\n` }, /failed verification of META-INF\/CERT\.SF$/],
    ['attributes of another file', { signatureFile: (text) => `${text}\n`, overAttributes: true }, /failed verification/],
    ['a manifest of digests that was changed', { manifest: `${MANIFEST}\r\n` }, /CERT\.SF has invalid digest for META-INF\/MANIFEST\.MF/],
    ['an entry that was changed', { content: Buffer.from('another') }, /MANIFEST\.MF has invalid digest for AndroidManifest\.xml/],
    ['an entry that was added', { more: Buffer.from('dex') }, /MANIFEST\.MF has invalid digest for classes\.dex/],
  ];
  for (const [what, changes, problem] of REFUSED) {
    it(`is refused with ${what}`, () => {
      const signed = read(changes);

      assert.match('problem' in signed ? signed.problem : 'taken', problem);
    });
  }
});
