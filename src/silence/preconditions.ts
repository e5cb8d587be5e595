import { ownerOf } from '../attribute/owner.ts';
import type { Flow } from '../flow/flow.ts';
import { isWithinHost } from '../flow/host.ts';
import type { Control } from '../flow/verdict.ts';
import type { ActionRecord, Precondition, ProbeRecord, WindowRecord } from '../flow/window.ts';

/**
 * What must hold for a window to say anything, causes before what follows from them: without the proxy setting no
 * probe arrives, without the recorder no control is seen. The first that failed is the reason of `inconclusive`.
 */
export const PRECONDITION_ORDER = [
  'framework',
  'network',
  'vpn',
  'proxy setting',
  'reverse tunnel',
  'recorder',
  // Before what follows from it: certificates are not valid yet, or not any more.
  'clock',
  'certificate',
  'provisioned',
  'monkey',
  'analytics',
  'power',
  'free space',
  'sdk switches',
  'debugger',
  'input',
  'screen',
  'control',
  'action',
  'witness',
  'other',
] as const;

export type PreconditionName = (typeof PRECONDITION_ORDER)[number];

/** A precondition that did not hold, and why, in a sentence. */
export interface Failure {
  readonly precondition: PreconditionName;
  readonly reason: string;
}

/** In the published order; within one precondition, as they were found. */
export function inOrder(failures: readonly Failure[]): readonly Failure[] {
  const rank = ({ precondition }: Failure): number => PRECONDITION_ORDER.indexOf(precondition);
  return [...failures].sort((one, other) => rank(one) - rank(other));
}

/** Whether the sidecar was there from the opening probe to the closing one, as one process that kept its ledger. */
export function recorderFailures(window: WindowRecord, flows: readonly Flow[], losses: readonly string[] = []): readonly Failure[] {
  const ends = [
    { name: 'opening', probe: window.opening },
    { name: 'closing', probe: window.closing },
  ] as const;
  const failures = ends.map(({ name, probe }) => probeFailure(name, probe, flows)).filter((failure) => failure !== undefined);
  const reasons: string[] = [];
  const recorders = new Set(
    flows.filter(({ startMs, probe }) => isProbeOf(window, probe) || (startMs >= window.startMs && startMs <= window.endMs)).map(({ recorder }) => recorder),
  );
  if (recorders.size > 1) {
    reasons.push(
      `The recorder was restarted during the window (${[...recorders].join(', then ')}); what the phone sent in between may be lost.`,
    );
  }
  const [lost] = losses;
  if (lost !== undefined) reasons.push(`The ledger is not whole: ${lost}.`);
  return [...failures, ...reasons.map((reason): Failure => ({ precondition: 'recorder', reason }))];
}

/** What the runner itself found not to hold, by its own names. */
export function namedFailures(preconditions: readonly Precondition[]): readonly Failure[] {
  return preconditions.filter(({ held }) => !held).map(({ name, detail }) => ({
    precondition: kindOf(name),
    reason: `Precondition "${name}" did not hold: ${detail}.`,
  }));
}

/** Whether the package trusts the run's CA: something it sent over TLS was decrypted in this window. */
export function certificateFailures(window: WindowRecord, flows: readonly Flow[]): readonly Failure[] {
  const during = flows.filter(({ startMs, probe }) => probe === undefined && startMs >= window.startMs && startMs <= window.endMs);
  const refused = window.actions
    .filter((action) => action.kind === 'control' && judgeControl(action, flows).verdict !== 'seen')
    .flatMap((action) => during.filter((flow) => flow.kind === 'tls-refused' && isWithinHost(flow.host, action.seenAt ?? '')));
  const [first] = refused;
  if (first !== undefined) return [{ precondition: 'certificate', reason: refusal(window.package, first) }];
  if (during.some((flow) => isDecrypted(flow) && isOfPackage(flow, window))) return [];
  const elsewhere = during.find(({ kind }) => kind === 'tls-refused');
  if (elsewhere !== undefined) return [{ precondition: 'certificate', reason: refusal(window.package, elsewhere) }];
  // A control that was not seen at all says more than that nothing was decrypted.
  if (controlFailures(window, flows).length > 0) return [];
  const reason = `Nothing ${window.package} sent over TLS was decrypted in this window, so nobody knows whether it trusts the sidecar's certificate.`;
  return [{ precondition: 'certificate', reason }];
}

function isDecrypted({ kind, secure }: Flow): boolean {
  return secure && (kind === 'http' || kind === 'websocket');
}

// A request that the control asked for, or one that names its sender. Anybody's would prove anybody's trust.
function isOfPackage(flow: Flow, window: WindowRecord): boolean {
  if (window.actions.some(({ kind, seenAt }) => kind === 'control' && seenAt !== undefined && isWithinHost(flow.host, seenAt))) return true;
  const { owner, rung } = ownerOf(flow, [window.package]);
  return owner === window.package && rung !== 'host table';
}

/** Every control of the window must have been seen; a window without one proves nothing. */
export function controlFailures(window: WindowRecord, flows: readonly Flow[]): readonly Failure[] {
  const controls = window.actions.filter(({ kind }) => kind === 'control');
  if (controls.length === 0) {
    return [{ precondition: 'control', reason: 'This window has no positive control, so its silence would prove nothing.' }];
  }
  return controls.flatMap((action) => {
    const { verdict, reasons } = judgeControl(action, flows);
    if (verdict === 'seen') return [];
    return [{ precondition: 'control' as const, reason: `The positive control "${action.name}" was not seen: ${lowerFirst(reasons[0] ?? '')}` }];
  });
}

/** What kept the action itself from being performed. */
export function actionFailures(action: ActionRecord): readonly Failure[] {
  const reason = actionFailure(action);
  return reason === undefined ? [] : [{ precondition: 'action', reason }];
}

/** Without the clock's offset no event can be held against an action. */
export function clockFailures(window: WindowRecord): readonly Failure[] {
  if (Number.isFinite(window.clockOffsetMs)) return [];
  return [{ precondition: 'clock', reason: `The offset of the phone's clock is not known (found ${window.clockOffsetMs}).` }];
}

/** Whether a control was seen, with the flows that show it. */
export function judgeControl(
  action: ActionRecord,
  flows: readonly Flow[],
): { readonly verdict: Control['verdict']; readonly flows: readonly string[]; readonly reasons: readonly string[] } {
  const host = action.seenAt ?? '';
  const endMs = action.settle?.endMs ?? action.act?.endMs ?? -Infinity;
  const during = flows.filter(
    (flow) => flow.probe === undefined && action.act !== undefined && flow.startMs >= action.act.startMs && flow.startMs <= endMs && isWithinHost(flow.host, host),
  );
  const seen = during.filter(({ kind }) => kind === 'http' || kind === 'websocket').map(({ id }) => id);
  if (seen.length > 0) return { verdict: 'seen', flows: seen, reasons: [] };
  const refused = during.find(({ kind }) => kind === 'tls-refused');
  const why =
    refused !== undefined
      ? refusal('The app', refused)
      : (actionFailure(action) ?? `Nothing went to ${host || 'a host of its own (none is named)'} while it was performed and in its settle time.`);
  return { verdict: 'inconclusive', flows: during.map(({ id }) => id), reasons: [why] };
}

function probeFailure(name: string, probe: ProbeRecord | undefined, flows: readonly Flow[]): Failure | undefined {
  const failure = (reason: string): Failure => ({ precondition: 'recorder', reason });
  if (probe === undefined) return failure(`The recorder was not proven alive: the ${name} liveness probe was never sent.`);
  if (!probe.answered) {
    const error = probe.error === undefined ? '' : `: ${probe.error.trim().replace(/\.$/, '')}`;
    // Refused on the phone itself: nothing listens where adb had opened a port, whatever adb still lists.
    if (/connection refused/i.test(error)) {
      return { precondition: 'reverse tunnel', reason: `The reverse tunnel is dead: on the phone nobody listens at the proxy's port, as the ${name} liveness probe ${probe.token} found${error}.` };
    }
    return failure(`The recorder was not proven alive: the ${name} liveness probe ${probe.token} got no answer${error}.`);
  }
  if (flows.some((flow) => flow.probe === probe.token)) return undefined;
  return failure(`The recorder was not proven to record: the ${name} liveness probe ${probe.token} was answered and is not in the ledger.`);
}

function isProbeOf(window: WindowRecord, token: string | undefined): boolean {
  return token !== undefined && (token === window.opening?.token || token === window.closing?.token);
}

/** Names of preflight's checks and of the windows' rechecks, `screen at the end of the window`, by their beginnings. */
const PREFLIGHT_KINDS: readonly (readonly [beginning: RegExp, kind: PreconditionName])[] = [
  [/^framework\b/, 'framework'],
  [/^(?:airplane mode|network)\b/, 'network'],
  [/^(?:vpn|private dns)\b/, 'vpn'],
  [/^provisioned\b/, 'provisioned'],
  [/^no monkey\b/, 'monkey'],
  [/^analytics\b/, 'analytics'],
  [/^(?:battery saver|data saver|doze)\b/, 'power'],
  [/^free space\b/, 'free space'],
  [/^sdk switches\b/, 'sdk switches'],
  [/^debugger\b/, 'debugger'],
  [/^input\b/, 'input'],
  [/^screen\b/, 'screen'],
];

function kindOf(name: string): PreconditionName {
  const known = PREFLIGHT_KINDS.find(([beginning]) => beginning.test(name));
  if (known !== undefined) return known[1];
  if (/^proxy/i.test(name)) return 'proxy setting';
  if (/^(reverse|tunnel)/i.test(name)) return 'reverse tunnel';
  if (/^(recorder|sidecar|probe)/i.test(name)) return 'recorder';
  if (/^(ca|certificate)\b/i.test(name)) return 'certificate';
  return /^clock/i.test(name) ? 'clock' : 'other';
}

function actionFailure(action: ActionRecord): string | undefined {
  const failure = action.failure === undefined ? '' : `: ${action.failure.trim().replace(/\.$/, '')}`;
  if (action.act === undefined) return `The action was never performed${failure === '' ? '; the journey ended before it' : failure}.`;
  if (!action.landed) return `The action did not land: its post-condition was not seen on the screen${failure}.`;
  return action.failure === undefined ? undefined : `The action failed${failure}.`;
}

function refusal(who: string, flow: Flow): string {
  const why = flow.tlsFailure === undefined ? '' : ` (${flow.tlsFailure.reason})`;
  return `${who} refused the sidecar's certificate at ${flow.host}${why}, so what it sends there cannot be read.`;
}

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
