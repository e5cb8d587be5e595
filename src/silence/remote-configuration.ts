import { Budget } from '../decode/budget.ts';
import { undoContentEncoding } from '../decode/content-encoding.ts';
import { headerValue } from '../decode/decode-flow.ts';
import type { Flow, FlowResponse, ReadBody } from '../flow/flow.ts';

/** What a server told an SDK on the phone about how to work. A fact of the run: it may be why the phone is silent. */
export interface RemoteConfiguration {
  readonly sdk: 'onetrack' | 'sensors';
  readonly host: string;
  /** Id of the flow that carried it. */
  readonly flow: string;
  /** Host clock, ms since the epoch. */
  readonly atMs: number;
  /** One sentence for each setting that silences or slows the SDK; empty when it leaves the SDK alone or cannot be read. */
  readonly effects: readonly string[];
  readonly isReadable: boolean;
}

/** OneTrack's own intervals by level (SDK 2.0.4), ms: a longer one slows it, and the windows' clocks are too short then. */
const ONETRACK_LEVELS_MS: Readonly<Record<string, number>> = { 1: 1_000, 2: 15_000, 3: 900_000 };

/**
 * Configurations that servers sent to SDKs, in the order of their flows: OneTrack's `/api/v4/detail/config*` and Sensors
 * Analytics' `config/Android.conf`. An answer that cannot be read is told as such.
 */
export function remoteConfigurations(flows: readonly Flow[], readBody: ReadBody): readonly RemoteConfiguration[] {
  return flows.flatMap((flow) => {
    const sdk = sdkOf(flow);
    if (sdk === undefined || flow.response === undefined || flow.response.status === 304) return [];
    const json = readJson(flow.response, readBody);
    const effects = json === undefined ? [] : sdk === 'sensors' ? sensorsEffects(json) : onetrackEffects(json);
    return [{ sdk, host: flow.host, flow: flow.id, atMs: flow.endMs ?? flow.startMs, effects, isReadable: json !== undefined }];
  });
}

/** Why a silence would say nothing of the taps: a server has told an SDK to be silent, or slower than windows listen. */
export function configurationDoubts(flows: readonly Flow[], readBody: ReadBody): readonly string[] {
  return remoteConfigurations(flows, readBody).filter(({ effects }) => effects.length > 0).map(
    ({ sdk, host, flow, effects }) => `${host} has told the ${sdk === 'sensors' ? 'Sensors Analytics' : 'OneTrack'} SDK [${flow}]: ${effects.join('; ')}, so a silence says nothing of the taps`,
  );
}

function sdkOf({ request }: Flow): RemoteConfiguration['sdk'] | undefined {
  const path = request === undefined ? '' : pathOf(request.url);
  if (/\/config\/Android\.conf$/.test(path)) return 'sensors';
  return /\/api\/v\d+\/detail\/config(?:_common)?$/.test(path) ? 'onetrack' : undefined;
}

const pathOf = (url: string): string => (URL.canParse(url) ? new URL(url).pathname : '');

/** `disableSDK` stops it, `event_blacklist` names events it may not say (sa-sdk-android, remote configuration). */
function sensorsEffects(json: unknown): readonly string[] {
  return members(json).flatMap(([key, value]) => {
    if (key === 'disableSDK' && value === true) return ['disableSDK: the SDK sends nothing'];
    if (key === 'event_blacklist' && Array.isArray(value) && value.length > 0) return [`event_blacklist: the SDK is silent about ${value.join(', ')}`];
    return [];
  });
}

/** The `disable…` keys are a guess by analogy, no source names them. `levels` replaces the upload intervals (OneTrack 2.0.4); a level of its own default or shorter slows nothing. */
function onetrackEffects(json: unknown): readonly string[] {
  return members(json).flatMap(([key, value]) => {
    if (/^disable(?:_log|d)?$/.test(key) && (value === true || value === 1)) return [`${key}: the SDK sends nothing`];
    if (key !== 'levels' || !Array.isArray(value)) return [];
    return value.flatMap((each: unknown) => {
      const entries = new Map(own(each));
      const level = String(entries.get('l'));
      const intervalMs = Number(entries.get('t'));
      const defaultMs = ONETRACK_LEVELS_MS[level] ?? 60_000;
      return intervalMs > defaultMs ? [`levels: level ${level} is sent every ${intervalMs} ms, not every ${defaultMs} ms`] : [];
    });
  });
}

/** Every key with its value, at any depth. */
function members(json: unknown): readonly (readonly [key: string, value: unknown])[] {
  return own(json).flatMap(([key, value]) => [[key, value] as const, ...members(value)]);
}

const own = (json: unknown): readonly (readonly [string, unknown])[] => (typeof json === 'object' && json !== null ? Object.entries(json) : []);

/** Undefined for an answer without a body, and for one that is no JSON once its Content-Encoding is undone. */
function readJson({ body, headers }: FlowResponse, readBody: ReadBody): unknown {
  if (body === undefined) return undefined;
  try {
    const { bytes } = undoContentEncoding(readBody(body), headerValue(headers, 'content-encoding'), new Budget());
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    // Encrypted, cut off, or lost from the ledger: told as not readable.
    return undefined;
  }
}
