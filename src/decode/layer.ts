/** A JSON object around a value; event times are read from these. */
export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * How far a layer was read. `decoded`: something was found inside it. `text`: readable, nothing further inside.
 * `opaque`: bytes nobody here can read. `cut off`: a limit was reached, so there may be more than what is shown.
 */
export type LayerState = 'decoded' | 'text' | 'opaque' | 'cut off';

/** One step into the bytes of a flow: where it lies, what it holds, what was found inside. */
export interface Layer {
  /** From the outside in, `["body","form:data_list","base64"]`. */
  readonly path: readonly string[];
  readonly bytes: Buffer;
  readonly state: LayerState;
  /** Why a layer is opaque or cut off, when that is known. */
  readonly note?: string;
  /** JSON objects around this layer, innermost first; empty outside JSON. */
  readonly objects: readonly JsonObject[];
  /** The parsed document where the layer is one. */
  readonly document?: unknown;
  readonly children: readonly Layer[];
}

/** Every layer of the trees, parents before children. */
export function* walkLayers(layers: readonly Layer[]): Generator<Layer> {
  for (const layer of layers) {
    yield layer;
    yield* walkLayers(layer.children);
  }
}
