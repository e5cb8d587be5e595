import { walkLayers } from '../decode/layer.ts';
import type { Layer } from '../decode/layer.ts';

/** Plain attributes of a phone: told of everybody with the same model and system, so never a leak by themselves. */
export interface PlainAttributes {
  readonly androidVersion: string;
  readonly model: string;
}

// `$os_version` (Sensors), `os_ver` (OneTrack), `androidVersion` and the like; the value decides.
const VERSION_KEY = /(^|[^a-z])(os|android)[_-]?ver(sion)?$/i;

/** Which plain attributes a flow tells: `android_version`, `model`. */
export function attributesIn(layers: readonly Layer[], { androidVersion, model }: PlainAttributes): readonly string[] {
  const all = [...walkLayers(layers)];
  const told: string[] = [];
  if (androidVersion !== '' && all.some((layer) => tellsVersion(layer, androidVersion))) told.push('android_version');
  if (model.length >= 4 && all.some(({ bytes }) => bytes.includes(model))) told.push('model');
  return told;
}

function tellsVersion(layer: Layer, version: string): boolean {
  const step = layer.path.at(-1) ?? '';
  if (step === 'header:user-agent') return new RegExp(`Android ${version.replaceAll('.', '\\.')}(?![\\d.])`).test(layer.bytes.toString('latin1'));
  if (/^(form|query|header):/.test(step)) return VERSION_KEY.test(step) && layer.bytes.toString('latin1') === version;
  return layer.document !== undefined && holdsVersion(layer.document, version, 0);
}

function holdsVersion(value: unknown, version: string, depth: number): boolean {
  if (typeof value !== 'object' || value === null || depth > 50) return false;
  return Object.entries(value).some(([key, item]: [string, unknown]) => {
    if (typeof item === 'string' || typeof item === 'number') return VERSION_KEY.test(key) && String(item) === version;
    return holdsVersion(item, version, depth + 1);
  });
}
