import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { BodyRef, Flow, FlowRequest, Header, ReadBody } from '../../src/flow/flow.ts';
import type { PhoneFacts } from '../../src/flow/phone-facts.ts';
import type { Control, Verdict } from '../../src/flow/verdict.ts';
import type { ActionRecord, WindowRecord } from '../../src/flow/window.ts';
import { judgeWindow } from '../../src/silence/judge.ts';
import type { JudgeInput } from '../../src/silence/judge.ts';
import { loadRegister } from '../../src/silence/register.ts';

/** When the synthetic windows begin. */
export const T0 = Date.UTC(2026, 10, 21, 3, 0, 0);
export const CONTROL_HOST = 'privacy.mi.com';
export const ANDROID_ID = 'a1b2c3d4e5f60718';

/** A store of bodies, as the ledger has one. */
export class Bodies {
  readonly #stored = new Map<string, Buffer>();

  put(bytes: Buffer | string): BodyRef {
    const buffer = Buffer.from(bytes);
    const sha256 = createHash('sha256').update(buffer).digest('hex');
    this.#stored.set(sha256, buffer);
    return { sha256, byteCount: buffer.length };
  }

  readonly read: ReadBody = ({ sha256 }) => {
    const bytes = this.#stored.get(sha256);
    if (bytes === undefined) throw new Error(`no body ${sha256}`);
    return bytes;
  };
}

let nextFlow = 1;

/** A finished https flow; `url` decides host and path unless they are given. */
export function aFlow(over: Partial<Flow> & { readonly url?: string; readonly method?: string; readonly headers?: readonly Header[]; readonly body?: BodyRef } = {}): Flow {
  const { url = 'https://unknown.example/x', method = 'GET', headers = [], body, ...rest } = over;
  const parsed = new URL(url);
  const request: FlowRequest = { method, url, httpVersion: '1.1', headers, ...(body !== undefined && { body }) };
  const startMs = over.startMs ?? T0;
  return {
    id: `f${String(nextFlow++).padStart(6, '0')}`,
    device: 'note8',
    kind: 'http',
    state: 'complete',
    startMs,
    endMs: startMs + 20,
    host: parsed.hostname,
    port: 443,
    secure: parsed.protocol === 'https:',
    recorder: 'r1',
    request,
    response: { status: 200, statusText: 'OK', headers: [] },
    ...rest,
  };
}

/** The answered liveness probes at both ends of `aWindow`. */
export function theProbes(recorder = 'r1'): readonly Flow[] {
  return [
    aFlow({ url: 'http://probe.earshot.invalid/open', probe: 'open', startMs: T0 + 100, recorder }),
    aFlow({ url: 'http://probe.earshot.invalid/close', probe: 'close', startMs: T0 + 59_000, recorder }),
  ];
}

/** The flow that shows the control of `aWindow`. */
export function theControlFlow(over: Partial<Flow> = {}): Flow {
  return aFlow({ url: `https://${CONTROL_HOST}/all`, startMs: T0 + 41_000, ...over });
}

/** A performed action; by default it is arranged from +10 s, acted from +12 s to +13 s and settled until +18 s. */
export function anAction(over: Partial<ActionRecord> & { readonly atMs?: number } = {}): ActionRecord {
  const { atMs = T0 + 12_000, ...rest } = over;
  return {
    name: 'opens a folder',
    kind: 'action',
    segment: 0,
    claims: ['C6'],
    canaries: [{ role: 'folder', value: 'zq7xfolder00001' }],
    addressees: [],
    subjects: [],
    arrange: { startMs: atMs - 2_000, endMs: atMs },
    act: { startMs: atMs, endMs: atMs + 1_000 },
    settle: { startMs: atMs + 1_000, endMs: atMs + 6_000 },
    landed: true,
    steps: [],
    screenshots: [],
    ...rest,
  };
}

export function aSham(over: Partial<ActionRecord> = {}): ActionRecord {
  return anAction({ name: 'touches nothing', kind: 'sham', claims: [], canaries: [], atMs: T0 + 3_000, ...over });
}

export function aControl(over: Partial<ActionRecord> = {}): ActionRecord {
  return anAction({ name: 'opens the policy', kind: 'control', claims: [], canaries: [], seenAt: CONTROL_HOST, atMs: T0 + 40_000, ...over });
}

/** A window of one minute: sham at +3 s, one action at +12 s, the control at +40 s, drained until +58 s. */
export function aWindow(over: Partial<WindowRecord> = {}): WindowRecord {
  return {
    id: 'note8/file-manager/folders',
    round: 1,
    device: 'note8',
    spec: 'file-manager/folders',
    journey: 'looking through files',
    package: 'com.mi.android.globalFileexplorer',
    startMs: T0,
    endMs: T0 + 60_000,
    settleMs: 5_000,
    drainMs: 8_000,
    barriers: [],
    clockOffsetMs: 0,
    opening: { token: 'open', answered: true, startMs: T0 + 100, endMs: T0 + 150 },
    closing: { token: 'close', answered: true, startMs: T0 + 59_000, endMs: T0 + 59_050 },
    preconditions: [{ name: 'proxy setting at the start of the window', held: true, detail: 'as expected' }],
    blindSpots: [],
    actions: [aSham(), anAction(), aControl()],
    ...over,
  };
}

export function aPhone(over: Partial<PhoneFacts> = {}): PhoneFacts {
  return {
    id: 'note8',
    model: 'Redmi Note 8',
    serial: '127.0.0.1:5555',
    kind: 'emulated',
    profile: 'redmi-note-8-2020',
    build: 'xiaomi/ginkgo/ginkgo:9/PKQ1.190616.001/V11.0.8.0.PCOMIXM:user/release-keys',
    product: 'ginkgo',
    androidVersion: '9',
    apiLevel: 28,
    identifiers: { android_id: ANDROID_ID },
    packages: {},
    ...over,
  };
}

/** The body a Sensors Analytics SDK posts. */
export function sensorsBody(events: readonly unknown[]): string {
  const data = gzipSync(Buffer.from(JSON.stringify(events))).toString('base64');
  return `crc=1&gzip=1&data_list=${encodeURIComponent(data)}`;
}

/** One event of a Sensors Analytics SDK. */
export function anEvent(timeMs: number, properties: Readonly<Record<string, unknown>> = {}, over: Readonly<Record<string, unknown>> = {}): unknown {
  return { distinct_id: 'd-1', time: timeMs, type: 'track', event: 'page_view', properties, _flush_time: timeMs + 15_000, ...over };
}

export const SA_URL = 'https://sa.api.intl.miui.com/sa?project=files&r=IN';

/** Judges a window whose instruments all worked, with the given flows added to those. */
export function judge(over: Partial<JudgeInput> & { readonly extra?: readonly Flow[]; readonly bodies?: Bodies } = {}): {
  readonly verdicts: readonly Verdict[];
  readonly controls: readonly Control[];
  readonly verdict: Verdict;
} {
  const { extra = [], bodies = new Bodies(), ...rest } = over;
  const judged = judgeWindow({
    window: aWindow(),
    flows: [...theProbes(), theControlFlow(), ...extra],
    readBody: bodies.read,
    register: loadRegister(),
    phone: aPhone(),
    requiredWitnesses: ['wire'],
    ...rest,
  });
  return { ...judged, verdict: judged.verdicts[0]! };
}
