import { gzipSync } from 'node:zlib';
import { headerValue } from '../decode/decode-flow.ts';
import type { Flow } from '../flow/flow.ts';
import type { OracleEvent } from '../flow/oracle.ts';
import { jsonIn } from '../witness/oracle/join-messages.ts';
import type { Confidence } from './owner.ts';

/** An upload that the SDK's log tells of, and the flow that is it. */
export interface UploadTie {
  readonly upload: OracleEvent;
  readonly flow: Flow;
  readonly confidence: Confidence;
  /** The evidence, in one line. */
  readonly because: string;
}

// OneTrack waits 10 s for a connection and 15 s for an answer, and asks for a key first (2.0.4, public smali).
const LATEST_MS = 40_000;
// The log's stamp and the flow's start are of two clocks.
const EARLIEST_MS = 1_500;

/** Whether a flow is an upload to a OneTrack collector, by its path or its headers; `refused`: one that may have been. */
export function isUpload(flow: Flow): boolean | 'refused' {
  if (flow.kind === 'tls-refused') return /(?:^|\.)tracking\.(?:\w+\.)?miui\.com$/.test(flow.host) ? 'refused' : false;
  if (flow.request === undefined || flow.request.method !== 'POST') return false;
  const path = /^[a-z]+:\/\/[^/?]+([^?]*)/i.exec(flow.request.url)?.[1] ?? '';
  if (/\/key_get$/.test(path)) return false;
  return /\/track\/v4(?:\/o)?$/.test(path) || headerValue(flow.request.headers, 'OT_protocol') !== undefined;
}

/** Package that an upload names as its sender. */
export function senderOf(flow: Flow): string | undefined {
  return headerValue(flow.request?.headers ?? [], 'OT_sender');
}

/**
 * Each upload of the log with its flow: what fits best by size, sender and time first. A flow is at most one upload, an
 * upload at most one flow; the order of both lists does not matter.
 */
export function tieUploads(uploads: readonly OracleEvent[], flows: readonly Flow[], clockOffsetMs: number): readonly UploadTie[] {
  const pairs = uploads.flatMap((upload) => {
    const sizes = sizesOf(upload);
    return flows.flatMap((flow) => pairOf(upload, flow, { sizes, clockOffsetMs }) ?? []);
  });
  pairs.sort((one, other) => one.rank - other.rank || one.distanceMs - other.distanceMs
    || compare(one.upload.text, other.upload.text) || one.upload.atMs - other.upload.atMs || compare(one.flow.id, other.flow.id));
  const taken = new Set<unknown>();
  return pairs.filter(({ upload, flow }) => {
    if (taken.has(upload) || taken.has(flow.id)) return false;
    taken.add(upload).add(flow.id);
    return true;
  });
}

interface Pair extends UploadTie {
  readonly rank: number;
  readonly distanceMs: number;
}

interface Known {
  readonly sizes: { readonly plain: number; readonly sealed: number } | undefined;
  readonly clockOffsetMs: number;
}

function pairOf(upload: OracleEvent, flow: Flow, { sizes, clockOffsetMs }: Known): Pair | undefined {
  const kind = isUpload(flow);
  const afterMs = flow.startMs - (upload.atMs - clockOffsetMs);
  if (kind === false || afterMs < -EARLIEST_MS || afterMs > LATEST_MS) return undefined;
  const sender = senderOf(flow);
  if (sender !== undefined && upload.package !== undefined && sender !== upload.package) return undefined;
  const size = kind === 'refused' ? 'unknown' : fit(flow.request?.body?.byteCount, sizes);
  if (size === 'no') return undefined;
  const isNamed = sender !== undefined && sender === upload.package;
  const confidence: Confidence = kind === 'refused' ? 'possible' : size === 'yes' && isNamed ? 'certain' : size === 'yes' || isNamed ? 'likely' : 'possible';
  const rank = (size === 'yes' ? 0 : 2) + (isNamed ? 0 : 1) + (kind === 'refused' ? 4 : 0);
  const says = [
    `${upload.package ?? 'a process'} said that it uploads ${afterMs} ms before`,
    ...(size === 'yes' ? ['the size fits'] : []), ...(isNamed ? ['OT_sender names it'] : []), ...(kind === 'refused' ? ['the handshake was refused'] : []),
  ];
  return { upload, flow, confidence, because: says.join(', '), rank, distanceMs: Math.abs(afterMs) };
}

/** Bytes of the body an upload makes: as it is, or gzipped and under AES with padding to whole blocks of 16. */
function sizesOf(upload: OracleEvent): Known['sizes'] {
  const json = upload.data === undefined ? undefined : jsonIn(upload.text)?.text;
  if (json === undefined) return undefined;
  return { plain: Buffer.byteLength(json), sealed: (Math.floor(gzipSync(json).length / 16) + 1) * 16 };
}

// Two deflaters may differ by a little.
const SLACK = 0.05;

function fit(byteCount: number | undefined, sizes: Known['sizes']): 'yes' | 'no' | 'unknown' {
  if (byteCount === undefined || sizes === undefined) return 'unknown';
  if (byteCount === sizes.plain || Math.abs(byteCount - sizes.sealed) <= Math.max(16, SLACK * sizes.sealed)) return 'yes';
  return 'no';
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
