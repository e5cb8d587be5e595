import { walkLayers } from '../decode/layer.ts';
import type { Layer } from '../decode/layer.ts';

/** Plain attributes of a phone: told of everybody with the same model and system, so never a leak by themselves. */
export interface PlainAttributes {
  readonly androidVersion: string;
  readonly model: string;
}

// `$os_version` (Sensors), `os_ver` (OneTrack), `androidVersion` and the like; the value decides.
const VERSION_KEY = /(^|[^a-z])(os|android)[_-]?ver(sion)?$/i;

const MOST_KEY_BYTES = 64;
const KEY_ENDS = new Set(Array.from('?&;, \t\r\n', (mark) => mark.charCodeAt(0)));
const VALUE_ENDS = new Set(Array.from('&;,# \t\r\n', (mark) => mark.charCodeAt(0)));

/** Which plain attributes a flow tells: `android_version`, `model`. */
export function attributesIn(layers: readonly Layer[], { androidVersion, model }: PlainAttributes): readonly string[] {
  const all = [...walkLayers(layers)];
  const told: string[] = [];
  if (androidVersion !== '' && all.some((layer) => tellsVersion(layer, androidVersion))) told.push('android_version');
  if (model.length >= 4 && all.some(({ bytes, isView }) => !isView && bytes.includes(model))) told.push('model');
  return told;
}

function tellsVersion(layer: Layer, version: string): boolean {
  const { step, bytes } = layer;
  if (step === 'header:user-agent') return new RegExp(`Android ${version.replaceAll('.', '\\.')}(?![\\d.])`).test(bytes.toString('latin1'));
  // What was decoded out of a form, a query, a message is named by its key.
  if (VERSION_KEY.test(step.replace(/^[a-z]+:/, '')) && bytes.length === version.length && bytes.equals(Buffer.from(version))) return true;
  if (layer.documents.length > 0) return layer.documents.some((document) => holdsVersion(document, version, 0));
  return !layer.isView && pairsTellVersion(bytes, version);
}

/** Whether a pair `key=value`, of a form, a query or a cookie, names the version. */
function pairsTellVersion(bytes: Buffer, version: string): boolean {
  const needle = Buffer.from(`=${version}`);
  for (let at = bytes.indexOf(needle); at >= 0; at = bytes.indexOf(needle, at + 1)) {
    const after = bytes[at + needle.length];
    if (after !== undefined && !VALUE_ENDS.has(after)) continue;
    let start = at;
    while (start > 0 && at - start < MOST_KEY_BYTES && !KEY_ENDS.has(bytes[start - 1] ?? 0)) start -= 1;
    if (VERSION_KEY.test(bytes.toString('latin1', start, at))) return true;
  }
  return false;
}

function holdsVersion(value: unknown, version: string, depth: number): boolean {
  if (typeof value !== 'object' || value === null || depth > 50) return false;
  return Object.entries(value).some(([key, item]: [string, unknown]) => {
    if (typeof item === 'string' || typeof item === 'number') return VERSION_KEY.test(key) && String(item) === version;
    return holdsVersion(item, version, depth + 1);
  });
}
