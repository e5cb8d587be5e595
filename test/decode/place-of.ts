import { walkLayers } from '../../src/decode/layer.ts';
import type { Layer } from '../../src/decode/layer.ts';

/** The path to the innermost place where a text stands, or undefined where it stands nowhere. */
export function placeOf(layers: readonly Layer[], text: string): readonly string[] | undefined {
  const holders = [...walkLayers(layers)].filter(({ bytes }) => bytes.includes(text));
  const paths = holders.map((layer) => layer.pathAt(layer.bytes.indexOf(text)));
  return paths.sort((one, other) => other.length - one.length)[0];
}
