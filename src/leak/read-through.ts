import { decodeFlow } from '../decode/decode-flow.ts';
import { GrownReadings } from '../decode/grown-readings.ts';
import type { Layer } from '../decode/layer.ts';
import type { Flow, ReadBody } from '../flow/flow.ts';

/** A flow and all that it says. */
export interface DecodedFlow {
  readonly flow: Flow;
  readonly layers: readonly Layer[];
  /** What those who search the layers have grown of them at a second look. */
  readonly grown: GrownReadings;
}

/** Somebody who takes what is of interest out of each flow that a phone said; the layers are not kept. */
export interface FlowReader {
  read(flow: DecodedFlow): void;
}

/** Goes through flows for several readers at a time, liveness probes left out: each is decoded once, since that and its other readings cost most. */
export function readThrough({ flows, readBody }: { readonly flows: readonly Flow[]; readonly readBody: ReadBody }, readers: readonly FlowReader[]): void {
  for (const flow of flows) {
    if (flow.probe !== undefined) continue;
    const decoded: DecodedFlow = { flow, layers: decodeFlow(flow, readBody), grown: new GrownReadings() };
    for (const reader of readers) reader.read(decoded);
  }
}
