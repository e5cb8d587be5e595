import assert from 'node:assert/strict';
import type { Flow } from '../../src/flow/flow.ts';
import type { WindowRecord } from '../../src/flow/window.ts';
import { describeControl, describeVerdict } from '../../src/silence/describe.ts';
import { judgeMissing } from '../../src/silence/judge.ts';
import type { JudgeInput } from '../../src/silence/judge.ts';
import { CONTROL_HOST, T0, aControl, aFlow, aPhone, aSham, aWindow, anAction, judge, theControlFlow, theProbes } from './factories.ts';

const [openingFlow, closingFlow] = theProbes() as [Flow, Flow];
const refusedControl = aFlow({ kind: 'tls-refused', url: `https://${CONTROL_HOST}/`, startMs: T0 + 41_000, tlsFailure: { reason: 'cert-rejected' } });

/** What was wrong with the instrument, how the window looks then, and the first reason it must give. */
const FAULTS: readonly (readonly [what: string, over: Partial<JudgeInput>, reason: RegExp])[] = [
  ['the opening probe was never sent', { window: without('opening') }, /^The recorder was not proven alive: the opening liveness probe was never sent\.$/],
  ['the closing probe was never sent', { window: without('closing') }, /the closing liveness probe was never sent/],
  [
    'the sidecar died in the window',
    { window: aWindow({ closing: { token: 'close', answered: false, error: 'the connection was closed', startMs: T0, endMs: T0 } }), flows: [openingFlow, theControlFlow()] },
    /^The recorder was not proven alive: the closing liveness probe close got no answer: the connection was closed\.$/,
  ],
  [
    "nobody listens at the tunnel's port on the phone, whatever adb lists",
    { window: aWindow({ closing: { token: 'close', answered: false, error: 'nc: 127.0.0.1: Connection refused', startMs: T0, endMs: T0 } }), flows: [openingFlow, theControlFlow()] },
    /^The reverse tunnel is dead: on the phone nobody listens at the proxy's port, as the closing liveness probe close found: nc: .*refused\.$/,
  ],
  ['the clock jumped in the window', { window: aWindow({ preconditions: [{ name: 'clock during the window', held: false, detail: 'it moved by 3600000 ms' }] }) }, /^Precondition "clock during the window" did not hold: it moved/],
  ['the ledger did not keep the opening probe', { flows: [closingFlow, theControlFlow()] }, /the opening liveness probe open was answered and is not in the ledger/],
  ['the ledger did not keep the closing probe', { flows: [openingFlow, theControlFlow()] }, /the closing liveness probe close was answered and is not in the ledger/],
  ['the sidecar was restarted', { flows: [openingFlow, theControlFlow({ recorder: 'r2' }), { ...closingFlow, recorder: 'r2' }] }, /^The recorder was restarted during the window \(r1, then r2\)/],
  [
    'the proxy setting vanished, which keeps the probe from arriving too',
    {
      window: aWindow({
        preconditions: [{ name: 'proxy setting at the end of the window', held: false, detail: 'found none, expected 127.0.0.1:8080' }],
        closing: { token: 'close', answered: false, startMs: T0, endMs: T0 },
      }),
    },
    /^Precondition "proxy setting at the end of the window" did not hold: found none, expected 127\.0\.0\.1:8080\.$/,
  ],
  ['the reverse tunnel was gone', { window: aWindow({ preconditions: [{ name: 'reverse tunnel', held: false, detail: 'not listed' }] }) }, /^Precondition "reverse tunnel" did not hold/],
  ['the app refused the certificate', { flows: [...theProbes(), refusedControl] }, /^com\.mi\.android\.globalFileexplorer refused the sidecar's certificate at privacy\.mi\.com \(cert-rejected\)/],
  ['nothing was ever decrypted', { flows: [...theProbes(), theControlFlow({ secure: false })] }, /^Nothing com\.mi\.android\.globalFileexplorer sent over TLS was decrypted/],
  ['the control was not seen', { flows: [...theProbes(), aFlow({ url: 'http://connect.rom.miui.com/generate_204', secure: true, startMs: T0 + 50_000 })] }, /^The positive control "opens the policy" was not seen: nothing went to privacy\.mi\.com/],
  ['the control came too late', { flows: [...theProbes(), theControlFlow({ startMs: T0 + 50_000 })] }, /^The positive control "opens the policy" was not seen/],
  ['the window has no control', { window: aWindow({ actions: [aSham(), anAction()] }) }, /^This window has no positive control/],
  ['a witness that is required is absent', { requiredWitnesses: ['wire', 'kernel'] }, /^The kernel witness is required on this phone and was absent: no counters were read\.$/],
  ['the clock is unknown', { window: aWindow({ clockOffsetMs: Number.NaN }) }, /^The offset of the phone's clock is not known/],
  ['the clock could not be read', { window: aWindow({ preconditions: [{ name: 'clock', held: false, detail: 'no answer' }] }) }, /^Precondition "clock" did not hold: no answer\.$/],
  ['something else did not hold', { window: aWindow({ preconditions: [{ name: 'no monkey', held: false, detail: 'isUserAMonkey is true' }] }) }, /^Precondition "no monkey" did not hold/],
  ['the action was never reached', { window: aWindow({ actions: [aSham(), unreached(), aControl()] }) }, /^The action was never performed; the journey ended before it\.$/],
  ['the tap did not land', { window: aWindow({ actions: [aSham(), anAction({ landed: false }), aControl()] }) }, /^The action did not land: its post-condition was not seen on the screen\.$/],
  ['the action failed', { window: aWindow({ actions: [aSham(), anAction({ failure: 'no such element' }), aControl()] }) }, /^The action failed: no such element\.$/],
];

describe('an instrument that cannot vouch for the window', () => {
  for (const [what, over, reason] of FAULTS) {
    it(`makes the verdict inconclusive, with its own reason, when ${what}`, () => {
      const { verdict } = judge(over);

      assert.equal(verdict.verdict, 'inconclusive');
      assert.match(verdict.reasons[0] ?? '', reason);
      assert.match(describeVerdict(verdict), /cannot be judged on note8/);
    });

    it(`never lets noise pass for a verdict when ${what}`, () => {
      const { verdict } = judge({ ...over, flows: [...(over.flows ?? [...theProbes(), theControlFlow()]), aFlow({ startMs: T0 + 12_400 })] });

      assert.equal(verdict.verdict, 'inconclusive');
    });
  }

  it('makes the verdict inconclusive when lines of the ledger are gone', () => {
    const { verdict } = judge({ ledgerLosses: ['recorder r1: lines 3 to 4 are missing'] });

    assert.equal(verdict.verdict, 'inconclusive');
    assert.equal(verdict.reasons[0], 'The ledger is not whole: recorder r1: lines 3 to 4 are missing.');
  });

  it('gives a reason of its own for each fault', () => {
    const reasons = FAULTS.map(([, over]) => judge(over).verdict.reasons[0]);

    // A control that is late and one that never came read the same.
    assert.ok(new Set(reasons).size >= reasons.length - 1);
  });

  it('concerns the one action that did not land, not its neighbours', () => {
    const window = aWindow({ actions: [aSham(), anAction({ landed: false }), anAction({ name: 'goes up', atMs: T0 + 22_000 }), aControl()] });

    assert.deepEqual(judge({ window }).verdicts.map(({ verdict }) => verdict), ['inconclusive', 'silent']);
  });

  it('still lists a canary that was found', () => {
    const { verdict } = judge({ window: without('closing'), extra: [aFlow({ url: 'https://a.example/zq7xfolder00001', startMs: T0 + 12_400 })] });

    assert.deepEqual([verdict.verdict, verdict.findings.length], ['inconclusive', 1]);
  });

  it('leaves the wire blind', () => {
    assert.equal(judge({ window: without('closing') }).verdict.witnesses.wire, 'blind');
  });
});

describe('a positive control', () => {
  it('is inconclusive with the certificate as its reason when the app refused it', () => {
    const [control] = judge({ flows: [...theProbes(), refusedControl] }).controls;

    assert.equal(control?.verdict, 'inconclusive');
    assert.match(describeControl(control), /refused the sidecar's certificate at privacy\.mi\.com/);
  });

  it('is not seen by a liveness probe', () => {
    const window = aWindow({ actions: [anAction(), aControl({ seenAt: 'probe.earshot.invalid' })] });

    const [control] = judge({ window, flows: [...theProbes(), { ...openingFlow, startMs: T0 + 41_000 }] }).controls;

    assert.equal(control?.verdict, 'inconclusive');
  });

  it('must all be seen where there are several', () => {
    const window = aWindow({ actions: [anAction(), aControl(), aControl({ name: 'opens the help', seenAt: 'www.mi.com' })] });

    const { verdict, controls } = judge({ window });

    assert.deepEqual([verdict.verdict, ...controls.map((control) => control.verdict)], ['inconclusive', 'seen', 'inconclusive']);
  });
});

describe('a journey that left no window', () => {
  it('gives every action and every control one inconclusive entry', () => {
    const actions = [aSham(), anAction(), aControl()];

    const { verdicts, controls } = judgeMissing({ spec: 's', phone: aPhone(), actions, reason: 'the session did not open' });

    assert.deepEqual(
      [...verdicts, ...controls].map(({ action, verdict, reasons }) => [action, verdict, ...reasons]),
      [['opens a folder', 'inconclusive', 'There is no window to judge: the session did not open.'], ['opens the policy', 'inconclusive', 'There is no window to judge: the session did not open.']],
    );
  });
});

function without(end: 'opening' | 'closing'): WindowRecord {
  const { [end]: left, ...rest } = aWindow();
  assert.ok(left);
  return rest;
}

function unreached() {
  const { act, settle, arrange, ...rest } = anAction({ landed: false });
  assert.ok(act && settle && arrange);
  return rest;
}
