import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { waitUntil } from '../../src/farm/wait-until.ts';
import { descendants } from '../end-to-end/processes.ts';
import { newestRun, resultOf, startLive, type LivePhone, type Started } from './live.ts';
import type { Verdict } from './matrix.ts';
import { PROFILES } from './subject.ts';
import { aligned } from './table.ts';

/** Whose windows are broken: short, and its last action is not over when the first one is. */
const SPEC = 'file-manager/folders';
const WINDOW_LIMIT_MS = 600_000;
const FILES = 'com.mi.android.globalFileexplorer';

/** Something that goes wrong with what Earshot sees by. */
export interface InstrumentFault {
  readonly id: string;
  readonly says: string;
  /** Happens in the middle of the window; what is wrong from the start is in `phone`. */
  readonly midWindow?: { readonly post: string; readonly body: Readonly<Record<string, unknown>> } | { readonly signal: NodeJS.Signals };
  /** Laid over the silent phone. */
  readonly phone?: Readonly<Record<string, unknown>>;
  readonly witnesses?: readonly string[];
  /** Of the reasons given, one must say so. */
  readonly reason: RegExp;
}

const fault = (name: string, more: Readonly<Record<string, unknown>> = {}): NonNullable<InstrumentFault['midWindow']> => ({ post: 'faults', body: { fault: name, ...more } });

/** Each must make every action of its window inconclusive, for a reason of its own. */
export const FAULTS: readonly InstrumentFault[] = [
  { id: 'instrument-proxy-lost', says: 'the proxy setting is silently lost', midWindow: fault('proxy-lost'), reason: /http_proxy/ },
  { id: 'instrument-ca-reset', says: 'the CA is not trusted any more', midWindow: fault('ca-store-reset'), reason: /certificate|CA\b|trust/i },
  { id: 'instrument-tunnel-dead', says: 'the reverse tunnel is dead, though adb reverse --list names it', midWindow: fault('reverse-lost'), reason: /tunnel|reverse/i },
  { id: 'instrument-sidecar-frozen', says: 'the recorder is frozen', midWindow: { signal: 'SIGSTOP' }, reason: /recorder was not proven alive/ },
  { id: 'instrument-sidecar-killed', says: 'the recorder is killed', midWindow: { signal: 'SIGKILL' }, reason: /recorder was not proven alive/ },
  { id: 'instrument-no-counters', says: 'the counters are missing', midWindow: fault('counters-missing'), witnesses: ['wire', 'kernel'], reason: /kernel|counter/i },
  { id: 'instrument-logcat-cut', says: 'logcat is cut', midWindow: fault('logcat-cut'), witnesses: ['wire', 'oracle'], reason: /oracle|logcat|log\b/i },
  { id: 'instrument-app-hangs', says: 'a tap never lands: the app hangs under a dialog', midWindow: fault('app-not-responding', { package: FILES }), reason: /Application Not Responding/ },
  { id: 'instrument-framework-down', says: 'a tap never lands: the framework is dead', midWindow: fault('framework-down'), reason: /framework|system_server|can't find service/i },
  { id: 'instrument-other-ids', says: 'a tap never lands: the app has other resource ids', phone: { resourceIds: { [FILES]: { file_name: 'item_title', file_list: 'recycler_view' } } }, reason: /did not land/ },
  { id: 'instrument-clock-off', says: "the phone's clock is an hour ahead", phone: { clockOffsetMs: 3_600_000 }, reason: /clock/i },
  { id: 'instrument-clock-jumps', says: "the phone's clock jumps in the window", midWindow: fault('clock-jump', { byMs: 3_600_000 }), reason: /clock/i },
];

/** What a run said of a phone with a fault. */
export interface FaultResult {
  readonly id: string;
  readonly says: string;
  /** Verdict → how often. */
  readonly verdicts: Readonly<Record<string, number>>;
  readonly reason: string;
  /** It did happen, no action was called anything but inconclusive, and a reason names the fault. */
  readonly isTold: boolean;
}

export interface FaultRun {
  readonly folder: string;
  readonly timeScale: number;
  readonly interrupted: AbortSignal;
  readonly say: (line: string) => void;
}

/** All faults in one run, a phone each. */
export async function runFaults(faults: readonly InstrumentFault[], { folder, timeScale, interrupted, say }: FaultRun): Promise<readonly FaultResult[]> {
  const phones: LivePhone[] = [];
  for (const { id, phone = {}, witnesses } of faults) {
    phones.push({ id, profile: { extends: join(PROFILES, 'ginkgo-silent.json'), id, ...phone }, controlPort: await freePort(), ...(witnesses === undefined ? {} : { witnesses }) });
  }
  const started = startLive({ folder, phones, specs: [SPEC], timeScale, interrupted });
  const fired = new Set<string>(faults.filter(({ midWindow: later }) => later === undefined).map(({ id }) => id));
  const firing = Promise.all(faults.map(async (one, index) => {
    if (one.midWindow === undefined) return;
    const isOpen = await midWindow(started, one.id);
    if (!isOpen) {
      say(`${one.id}: no window was seen, so nothing was broken`);
      return;
    }
    await fire(one.midWindow, { started, id: one.id, controlPort: phones[index]?.controlPort ?? 0 });
    fired.add(one.id);
    say(`${one.id}: ${one.says}`);
  }));
  const code = await started.ended;
  await firing;
  const { verdicts } = resultOf(started, code);
  return faults.map((one) => {
    const result = judgeFault(one, verdicts.filter(({ device }) => device === one.id));
    // A run that broke by itself tells nothing of the fault, whatever its reasons say.
    return fired.has(one.id) ? result : { ...result, isTold: false, reason: `the fault never happened; ${result.reason}` };
  });
}

/** Whether a fault was told: every action inconclusive, and a reason that names it. */
export function judgeFault({ id, says, reason }: InstrumentFault, verdicts: readonly Verdict[]): FaultResult {
  const counts: Record<string, number> = {};
  for (const { verdict } of verdicts) counts[verdict] = (counts[verdict] ?? 0) + 1;
  const untold = verdicts.filter(({ verdict }) => verdict !== 'inconclusive');
  const named = verdicts.flatMap(({ reasons }) => reasons).find((text) => reason.test(text));
  const areAll = verdicts.length > 0 && untold.length === 0;
  return { id, says, verdicts: counts, reason: named ?? verdicts[0]?.reasons[0] ?? 'no verdict', isTold: areAll && named !== undefined };
}

/** A line a fault. */
export function renderFaults(results: readonly FaultResult[]): string {
  if (results.length === 0) return 'no fault of the instrument in this run';
  return aligned([['instrument', 'told', 'reason'], ...results.map(({ says, verdicts, reason, isTold }) => (
    [says, `${isTold ? 'yes' : 'NO'}: ${Object.entries(verdicts).map(([verdict, count]) => `${count} ${verdict}`).join(', ') || 'no verdict'}`, reason]))]);
}

async function fire(what: NonNullable<InstrumentFault['midWindow']>, at: { readonly started: Started; readonly id: string; readonly controlPort: number }): Promise<void> {
  if ('signal' in what) {
    const [sidecar] = descendants(at.started.pid).filter(({ commandLine }) => /record\/sidecar\/main\.ts/.test(commandLine) && commandLine.includes(`/${at.id}/`));
    if (sidecar === undefined) throw new Error(`Breaking the recorder of ${at.id}: found no process of it, expected one.`);
    process.kill(sidecar.pid, what.signal);
    return;
  }
  const response = await fetch(`http://127.0.0.1:${at.controlPort}/phones/1/${what.post}`, { method: 'POST', body: JSON.stringify(what.body) });
  if (!response.ok) throw new Error(`Making ${JSON.stringify(what.body)} happen on ${at.id}: found ${response.status} ${await response.text()}, expected success.`);
}

/** Waits until the first action of a phone's window is over. @returns false when the run ended before. */
async function midWindow({ reports, ended }: Started, device: string): Promise<boolean> {
  let hasEnded = false;
  void ended.then(() => { hasEnded = true; });
  const seen = await waitUntil(() => {
    const run = newestRun(reports);
    const evidence = run === undefined ? undefined : join(run, 'evidence', device, SPEC);
    const isUnderWay = evidence !== undefined && existsSync(evidence) && readdirSync(evidence, { recursive: true, encoding: 'utf8' }).some((name) => name.endsWith('.png'));
    return Promise.resolve(isUnderWay ? 'open' as const : hasEnded ? 'ended' as const : undefined);
  }, { timeoutMs: WINDOW_LIMIT_MS, everyMs: 50 });
  return seen === 'open';
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer().once('error', fail).listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => { done(typeof address === 'object' && address !== null ? address.port : 0); });
    });
  });
}
