import { createHash, createPrivateKey, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { createSelfSigned } from './self-signed.ts';

/** What a made APK says of itself; what is absent its manifest does not say. */
export interface ApkTraits {
  readonly packageName: string;
  readonly versionCode?: number;
  readonly minSdk?: number;
  readonly targetSdk?: number;
  readonly split?: string;
  readonly testOnly?: boolean;
  readonly debuggable?: boolean;
}

/** Somebody who signs APKs. */
export interface Signer {
  readonly key: KeyObject;
  /** DER. */
  readonly certificate: Buffer;
  readonly publicKey: Buffer;
}

/** A new key with its certificate. */
export async function aSigner(): Promise<Signer> {
  const { pkcs8, certificate, spki } = await createSelfSigned();
  return { key: createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }), certificate, publicKey: spki };
}

/** An APK with a binary manifest and nothing else in it, signed with scheme v2 if somebody signs. */
export function anApk(traits: ApkTraits, signer?: Signer): Buffer {
  const content = zip([['AndroidManifest.xml', manifestOf(traits)], ['classes.dex', Buffer.from('dex\n035\0')]]);
  return signer === undefined ? Buffer.concat([content.files, content.directory, content.end]) : signedV2(content, signer);
}

/** An archive of entries that are not compressed. */
export function zipOf(entries: readonly (readonly [name: string, content: Buffer])[]): Buffer {
  const { files, directory, end } = zip(entries);
  return Buffer.concat([files, directory, end]);
}

interface ZipParts {
  readonly files: Buffer;
  readonly directory: Buffer;
  readonly end: Buffer;
}

function zip(entries: readonly (readonly [name: string, content: Buffer])[]): ZipParts {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, content] of entries) {
    const common = Buffer.alloc(26);
    common.writeUInt16LE(10, 0);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(content.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, Buffer.from(name), content]);
    const offset = Buffer.alloc(4);
    offset.writeUInt32LE(at);
    directory.push(Buffer.from('PK\x01\x02\x0a\0', 'latin1'), common, Buffer.alloc(10), offset, Buffer.from(name));
    files.push(local);
    at += local.length;
  }
  const names = Buffer.concat(directory);
  return { files: Buffer.concat(files), directory: names, end: endRecord(entries.length, names.length, at) };
}

function endRecord(entryCount: number, directoryBytes: number, directoryAt: number): Buffer {
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entryCount, 8);
  end.writeUInt16LE(entryCount, 10);
  end.writeUInt32LE(directoryBytes, 12);
  end.writeUInt32LE(directoryAt, 16);
  return end;
}

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ ((crc & 1) === 0 ? 0 : 0xedb88320);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

const ECDSA_WITH_SHA256 = 0x0201;
const SCHEME_V2 = 0x7109871a;

/** https://source.android.com/docs/security/features/apksigning/v2 */
function signedV2({ files, directory, end }: ZipParts, { key, certificate, publicKey }: Signer): Buffer {
  const sections = [files, directory, end].map((section) => createHash('sha256').update(counted(0xa5, section.length)).update(section).digest());
  const digest = createHash('sha256').update(counted(0x5a, sections.length)).update(Buffer.concat(sections)).digest();
  const signedData = Buffer.concat([prefixed(prefixed(Buffer.concat([uint32(ECDSA_WITH_SHA256), prefixed(digest)]))), prefixed(prefixed(certificate)), prefixed(Buffer.alloc(0))]);
  const signature = prefixed(prefixed(Buffer.concat([uint32(ECDSA_WITH_SHA256), prefixed(sign('sha256', signedData, key))])));
  const signer = prefixed(prefixed(Buffer.concat([prefixed(signedData), signature, prefixed(publicKey)])));
  const pair = Buffer.concat([uint64(signer.length + 4), uint32(SCHEME_V2), signer]);
  const size = uint64(pair.length + 24);
  const block = Buffer.concat([size, pair, size, Buffer.from('APK Sig Block 42', 'latin1')]);
  const moved = Buffer.from(end);
  moved.writeUInt32LE(end.readUInt32LE(16) + block.length, 16);
  return Buffer.concat([files, block, directory, moved]);
}

const ANDROID = 'http://schemas.android.com/apk/res/android';
/** Attributes of the framework's own, by name: their resource ids. */
const ATTRIBUTE_IDS: Readonly<Record<string, number>> = {
  versionCode: 0x0101021b, minSdkVersion: 0x0101020c, targetSdkVersion: 0x01010270, testOnly: 0x01010272, debuggable: 0x0101000f,
};
const TYPE = { string: 0x03, integer: 0x10, boolean: 0x12 } as const;

interface Attribute {
  readonly name: string;
  readonly value: string | number | boolean;
}

/** A compiled manifest. https://android.googlesource.com/platform/frameworks/base/+/refs/tags/android-9.0.0_r3/libs/androidfw/include/androidfw/ResourceTypes.h */
function manifestOf(traits: ApkTraits): Buffer {
  const known = (names: readonly (keyof ApkTraits)[], as: readonly string[] = names): readonly Attribute[] => names.flatMap((name, index) => {
    const value = traits[name];
    return value === undefined ? [] : [{ name: as[index]!, value }];
  });
  const strings = [...Object.keys(ATTRIBUTE_IDS), ANDROID, 'android', 'manifest', 'uses-sdk', 'application', 'package', 'split', traits.packageName, traits.split ?? ''];
  const at = (text: string): number => strings.indexOf(text);
  const element = (name: string, attributes: readonly Attribute[]): Buffer => chunk(0x0102, 16, Buffer.concat([
    uint32(1), uint32(0xffffffff), uint32(0xffffffff), uint32(at(name)), Buffer.from([20, 0, 20, 0, attributes.length, 0, 0, 0, 0, 0, 0, 0]),
    ...attributes.map((attribute) => attributeOf(attribute, at)),
  ]));
  const close = (name: string): Buffer => chunk(0x0103, 16, Buffer.concat([uint32(1), uint32(0xffffffff), uint32(0xffffffff), uint32(at(name))]));
  const namespace = (type: number): Buffer => chunk(type, 16, Buffer.concat([uint32(1), uint32(0xffffffff), uint32(at('android')), uint32(at(ANDROID))]));
  return chunk(0x0003, 8, Buffer.concat([
    stringPool(strings),
    chunk(0x0180, 8, Buffer.concat(Object.values(ATTRIBUTE_IDS).map(uint32))),
    namespace(0x0100),
    element('manifest', [...known(['versionCode']), ...known(['packageName', 'split'], ['package', 'split'])]),
    element('uses-sdk', known(['minSdk', 'targetSdk'], ['minSdkVersion', 'targetSdkVersion'])), close('uses-sdk'),
    element('application', known(['debuggable', 'testOnly'])), close('application'),
    close('manifest'),
    namespace(0x0101),
  ]));
}

function attributeOf({ name, value }: Attribute, at: (text: string) => number): Buffer {
  const isText = typeof value === 'string';
  const data = isText ? at(value) : typeof value === 'boolean' ? (value ? 0xffffffff : 0) : value;
  const type = isText ? TYPE.string : typeof value === 'boolean' ? TYPE.boolean : TYPE.integer;
  const space = name in ATTRIBUTE_IDS ? at(ANDROID) : 0xffffffff;
  return Buffer.concat([uint32(space), uint32(at(name)), uint32(isText ? data : 0xffffffff), Buffer.from([8, 0, 0, type]), uint32(data)]);
}

function stringPool(strings: readonly string[]): Buffer {
  const encoded = strings.map((text) => {
    const length = Buffer.alloc(2);
    length.writeUInt16LE(text.length);
    return Buffer.concat([length, Buffer.from(text, 'utf16le'), Buffer.alloc(2)]);
  });
  let offset = 0;
  const offsets = encoded.map((bytes) => uint32((offset += bytes.length) - bytes.length));
  const data = Buffer.concat(encoded);
  const padding = Buffer.alloc((4 - (data.length % 4)) % 4);
  return chunk(0x0001, 28, Buffer.concat([uint32(strings.length), uint32(0), uint32(0), uint32(28 + strings.length * 4), uint32(0), ...offsets, data, padding]));
}

function chunk(type: number, headerBytes: number, rest: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt16LE(type, 0);
  head.writeUInt16LE(headerBytes, 2);
  head.writeUInt32LE(rest.length + 8, 4);
  return Buffer.concat([head, rest]);
}

function counted(mark: number, count: number): Buffer {
  return Buffer.concat([Buffer.from([mark]), uint32(count)]);
}

function prefixed(bytes: Buffer): Buffer {
  return Buffer.concat([uint32(bytes.length), bytes]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
}

function uint64(value: number): Buffer {
  return Buffer.concat([uint32(value), uint32(0)]);
}
