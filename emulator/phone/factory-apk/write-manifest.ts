import { uint32 } from './uint.ts';

/** What a made APK says of itself; what is absent its manifest does not say. */
export interface ApkTraits {
  readonly packageName: string;
  readonly versionCode?: number;
  readonly versionName?: string;
  readonly minSdk?: number;
  readonly targetSdk?: number;
  readonly split?: string;
  readonly testOnly?: boolean;
  readonly debuggable?: boolean;
}

const ANDROID = 'http://schemas.android.com/apk/res/android';
/** Attributes of the framework's own, by name: their resource ids. */
const ATTRIBUTE_IDS: Readonly<Record<string, number>> = {
  versionCode: 0x0101021b, versionName: 0x0101021c, minSdkVersion: 0x0101020c, targetSdkVersion: 0x01010270, testOnly: 0x01010272, debuggable: 0x0101000f,
};
const TYPE = { string: 0x03, integer: 0x10, boolean: 0x12 } as const;

interface Attribute {
  readonly name: string;
  readonly value: string | number | boolean;
}

/** A compiled manifest. https://android.googlesource.com/platform/frameworks/base/+/refs/tags/android-9.0.0_r3/libs/androidfw/include/androidfw/ResourceTypes.h */
export function manifestOf(traits: ApkTraits): Buffer {
  const known = (names: readonly (keyof ApkTraits)[], as: readonly string[] = names): readonly Attribute[] => names.flatMap((name, index) => {
    const value = traits[name];
    return value === undefined ? [] : [{ name: as[index] ?? name, value }];
  });
  const strings = [...Object.keys(ATTRIBUTE_IDS), ANDROID, 'android', 'manifest', 'uses-sdk', 'application', 'package', 'split', traits.packageName, traits.split ?? '', traits.versionName ?? ''];
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
    element('manifest', [...known(['versionCode', 'versionName']), ...known(['packageName', 'split'], ['package', 'split'])]),
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
