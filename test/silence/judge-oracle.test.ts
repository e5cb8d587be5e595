import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { OracleEvent, OracleRecord } from '../../src/flow/oracle.ts';
import { Bodies, T0, aFlow, aPhone, aWindow, judge } from './factories.ts';

const FILES = 'com.mi.android.globalFileexplorer';
const record: OracleRecord = { file: 'oracle.log', whole: true, detail: 'both markers', packages: { [FILES]: 'on' }, processes: { '4100': FILES } };
const ACT_MS = T0 + 12_300;
const event = { H: { event: 'folder_open', pkg: FILES, e_ts: ACT_MS }, B: { folder: 'zq7xfolder00001' } };

const tracked = (atMs = ACT_MS): OracleEvent => ({ atMs, kind: 'tracked', tag: 'OneTrackLocalImp', package: FILES, event: 'folder_open', eventTimeMs: atMs, data: { ...event, H: { ...event.H, e_ts: atMs } }, text: 'track data' });
const uploading = (atMs: number): OracleEvent => ({ atMs, kind: 'uploading', tag: 'UploaderEngine', package: FILES, data: [event], text: 'payload' });

const bodies = new Bodies();
const upload = aFlow({
  method: 'POST',
  url: 'https://tracking.intl.miui.com/track/v4',
  headers: [['OT_sender', FILES], ['content-type', 'application/octet-stream']],
  body: bodies.put(randomBytes(160).toString('latin1')),
  startMs: T0 + 14_000,
});

const heard = (oracleEvents: readonly OracleEvent[], over: Partial<OracleRecord> = {}) =>
  judge({ bodies, window: aWindow({ oracle: { ...record, ...over } }), phone: aPhone(), oracleEvents, extra: [upload] }).verdict;

describe("what the SDK's own log tells", () => {
  it('reads, through the log, what an encrypted upload carries of the action', () => {
    const verdict = heard([tracked(), uploading(T0 + 13_950)]);

    assert.equal(verdict.verdict, 'leaked');
    assert.ok(verdict.findings.some(({ indicator, path, flow }) => indicator === 'canary:folder' && path[0] === 'oracle' && flow === upload.id), JSON.stringify(verdict.findings));
    assert.equal(verdict.witnesses.oracle, 'seen');
  });

  it('calls noisy, emitted and not sent, what no flow carries', () => {
    const { verdict, reasons, events, findings } = judge({ window: aWindow({ oracle: record }), oracleEvents: [tracked()] }).verdict;

    assert.deepEqual([verdict, events, findings.length], ['noisy', 1, 0]);
    assert.match(reasons.join('\n'), /noisy: emitted, not sent\. \+0\.300 s: the log of com\.mi\.android\.globalFileexplorer tells of the event "folder_open"/);
  });

  it('holds nothing against an action for an event of another time', () => {
    const { verdict, witnesses } = judge({ window: aWindow({ oracle: record }), oracleEvents: [tracked(T0 + 10_500)] }).verdict;

    assert.deepEqual([verdict, witnesses.oracle], ['silent', 'quiet']);
  });

  for (const [what, over, state] of [
    ['the log was cut', { whole: false, detail: 'the log ended in the middle of the window' }, 'blind'],
    ['the log was off although the SDK is there', { packages: { [FILES]: 'off' } }, 'blind'],
    ['the app has no such SDK', { packages: { [FILES]: 'no SDK' } }, 'absent'],
  ] as const) {
    it(`is ${state}, never quiet, when ${what}, and inconclusive where it is required`, () => {
      const { verdict } = judge({ window: aWindow({ oracle: { ...record, ...over } }), requiredWitnesses: ['wire', 'oracle'], oracleEvents: [] });

      assert.deepEqual([verdict.verdict, verdict.witnesses.oracle], ['inconclusive', state]);
      assert.match(verdict.reasons[0] ?? '', new RegExp(`oracle witness is required on this phone and was ${state}`));
    });
  }
});
