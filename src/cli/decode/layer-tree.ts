import type { Layer } from '../../decode/layer.ts';

/** A layer as `--json` tells of it. */
export interface ToldLayer {
  readonly step: string;
  /** Steps from the outside in; left out of a payload with so many layers that it would take minutes to work out each. */
  readonly path?: readonly string[];
  readonly state: Layer['state'];
  readonly format?: string;
  readonly sizeBytes: number;
  /** Where in the layer around it it stood. */
  readonly span?: { readonly start: number; readonly end: number };
  /** Its bytes are those of the layer around it, as they stand. */
  readonly view?: true;
  readonly note?: string;
  /** The beginning of what can be read, with what is the phone's own left out. */
  readonly preview?: string;
  readonly children: readonly ToldLayer[];
}

/** Leaves out of a text what must not be shown again. */
export type Redact = (text: string) => string;

/** The layers as plain data, parents around children. */
export function toldLayers(layers: readonly Layer[], redact: Redact, paths = new Paths()): readonly ToldLayer[] {
  return layers.map((layer) => {
    const preview = previewOf(layer, redact);
    const path = paths.of(layer);
    return {
      step: layer.step,
      ...(path !== undefined && { path }),
      state: layer.state,
      ...(layer.format !== undefined && { format: layer.format }),
      sizeBytes: layer.bytes.length,
      ...(layer.span !== undefined && { span: { start: layer.span.start, end: layer.span.end } }),
      ...(layer.isView && { view: true as const }),
      ...(layer.note !== undefined && { note: layer.note }),
      ...(preview !== undefined && { preview }),
      children: toldLayers(layer.children, redact, paths),
    };
  });
}

/** Bytes that may be walked through to say where in its parent each layer stands: a few seconds' worth. */
const MAX_WALKED_BYTES = 32 * 1024 * 1024;

/** The paths of layers, as long as it does not take long to work them out: a locator walks through the parent for each. */
class Paths {
  #left = MAX_WALKED_BYTES;

  of(layer: Layer): readonly string[] | undefined {
    this.#left -= layer.parent?.bytes.length ?? 0;
    return this.#left < 0 && layer.parent !== undefined ? undefined : layer.path;
  }
}

/** Children of one layer that are printed; the number of the others is. */
const MAX_SIBLINGS = 100;

/** The layers as lines of a tree: steps, format, size, how far it was read, the beginning of the text. */
export function treeLines(layers: readonly Layer[], redact: Redact): readonly string[] {
  const paths = new Paths();
  return layers.flatMap((layer) => linesOf(layer, { redact, paths, first: '', rest: '', above: 0 }));
}

interface Drawing {
  readonly redact: Redact;
  readonly paths: Paths;
  /** What stands before the layer's own line, and before those of its children. */
  readonly first: string;
  readonly rest: string;
  /** Steps of the path that the layers around it have told already. */
  readonly above: number;
}

function linesOf(layer: Layer, { redact, paths, first, rest, above }: Drawing): string[] {
  const path = paths.of(layer);
  const name = path === undefined || path.length <= above ? layer.step : path.slice(above).join(' > ');
  const lines = [`${first}${describe(layer, name, redact)}`];
  const shown = layer.children.slice(0, MAX_SIBLINGS);
  const hidden = layer.children.length - shown.length;
  shown.forEach((child, index) => {
    const isLast = index === shown.length - 1 && hidden === 0;
    lines.push(...linesOf(child, { redact, paths, first: `${rest}${isLast ? '└─ ' : '├─ '}`, rest: `${rest}${isLast ? '   ' : '│  '}`, above: path?.length ?? Infinity }));
  });
  if (hidden > 0) lines.push(`${rest}└─ and ${hidden} more, which --json tells`);
  return lines;
}

function describe(layer: Layer, name: string, redact: Redact): string {
  const facts = [...(layer.format === undefined || layer.format === layer.step ? [] : [layer.format]), sizeInWords(layer.bytes.length)];
  if (layer.state === 'opaque' || layer.state === 'cut off') facts.push(layer.state.toUpperCase());
  const note = layer.note === undefined ? '' : `: ${layer.note}`;
  const preview = layer.children.length === 0 || layer.parent !== undefined ? previewOf(layer, redact) : undefined;
  return `${name}  ${facts.join(', ')}${note}${preview === undefined ? '' : `  ${preview}`}`;
}

const PREVIEW_BYTES = 200;
const PREVIEW_CHARACTERS = 48;

function previewOf({ state, bytes, children, isView }: Layer, redact: Redact): string | undefined {
  if (bytes.length === 0 || state === 'opaque') return undefined;
  // What was compressed or is binary is not worth reading; its children are.
  if (children.length > 0 && (isView || bytes.subarray(0, PREVIEW_BYTES).some((byte) => byte < 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09))) return undefined;
  const text = redact(bytes.toString('utf8', 0, PREVIEW_BYTES)).replace(/[\u0000-\u001f\u007f-\u009f\ufffd]+/g, ' ').trim();
  const characters = Array.from(text);
  return characters.length > PREVIEW_CHARACTERS || bytes.length > PREVIEW_BYTES ? `${characters.slice(0, PREVIEW_CHARACTERS).join('')}…` : text;
}

/** A number of bytes for people: `423 B`, `1.2 kB`, `64 MB`. */
export function sizeInWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const [divisor, unit] = bytes < 1_000_000 ? [1000, 'kB'] : bytes < 1_000_000_000 ? [1_000_000, 'MB'] : [1_000_000_000, 'GB'];
  const value = bytes / divisor;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}
