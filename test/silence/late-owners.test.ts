import assert from 'node:assert/strict';
import type { Flow } from '../../src/flow/flow.ts';
import type { SocketSighting, SocketWatch } from '../../src/flow/socket.ts';
import type { Verdict } from '../../src/flow/verdict.ts';
import { loadRegister } from '../../src/silence/register.ts';
import { Bodies, T0, aControl, aFlow, aPhone, aWindow, anAction, judge } from './factories.ts';
import { opaqueBytes } from './simulated-spec.ts';
import { raiseLate } from './raise-late.ts';

const NEXT = T0 + 100_000;
const PROXY_PORT = 8080;
const FILES = 'com.mi.android.globalFileexplorer';
const BROWSER = 'com.android.browser';
const UIDS = { [FILES]: 10_088, [BROWSER]: 10_090, 'com.miui.analytics': 10_081, 'org.example.maps': 10_111, 'com.miui.weather2': 10_066 };
const HEAD_MS = NEXT + 3_000;

const bodies = new Bodies();
const files = aWindow();
const browser = aWindow({
  id: 'note8/browser/search', spec: 'browser/search', package: BROWSER, startMs: NEXT, endMs: NEXT + 60_000,
  sockets: { file: 'sockets.ndjson', readable: true, detail: '', proxyPort: PROXY_PORT },
  actions: [anAction({ name: 'searches', act: { startMs: NEXT + 12_000, endMs: NEXT + 13_000 } }), aControl({ act: { startMs: NEXT + 40_000, endMs: NEXT + 41_000 } })],
});
const verdicts: readonly Verdict[] = [judge().verdict, { ...judge().verdict, spec: browser.spec, action: 'searches', window: browser.id }];

/** An opaque upload before anything was performed in the browser's window; the tables were looked at while it was under way. */
function headUpload(over: Partial<Flow> = {}): Flow {
  const connection = { id: 'c1', from: 1, openedMs: HEAD_MS, by: 'connect' } as const;
  return aFlow({ url: 'https://x.unseen.example/u', method: 'POST', body: bodies.put(opaqueBytes(96)), startMs: HEAD_MS, endMs: HEAD_MS + 600, connection, ...over });
}

function seenOf(...uids: readonly number[]): SocketWatch {
  const rows = uids.map((uid, at) => ({ protocol: 'tcp', uid, local: `127.0.0.1:${40_000 + at}`, remote: `127.0.0.1:${PROXY_PORT}` } as const));
  const look = (atMs: number, state: string): readonly SocketSighting[] => rows.map((row) => ({ ...row, atMs, state }));
  return { looksMs: [NEXT, HEAD_MS + 300, HEAD_MS + 900], sightings: [...look(HEAD_MS + 300, 'ESTABLISHED'), ...look(HEAD_MS + 900, 'gone')] };
}

function after(flow: Flow, sockets: SocketWatch | undefined, uids: Readonly<Record<string, number>> = UIDS): readonly string[] {
  const watched = [{ window: browser, phone: aPhone({ uids }), readSockets: () => sockets }];
  const input = { windows: [files, browser], watched, flows: [flow], readBody: bodies.read, installed: [BROWSER, FILES], register: loadRegister(), phone: aPhone() };
  return raiseLate({ ...input, verdicts }).map(({ verdict }) => verdict);
}

describe('what came before anything was performed in a window', () => {
  for (const [whose, sockets] of [
    ["a stranger's", seenOf(UIDS['org.example.maps'])],
    ["the next spec's own app's", seenOf(UIDS[BROWSER])],
  ] as const) {
    it(`leaves nobody in doubt who was performed before when the socket tables prove that it is ${whose}`, () => {
      assert.deepEqual(after(headUpload(), sockets), ['silent', 'silent']);
    });
  }

  for (const [what, sockets, flow] of [
    ['nobody looked', undefined, headUpload()],
    ["it is the first spec's app's", seenOf(UIDS[FILES]), headUpload()],
    ['it is of a package that sends for others', seenOf(UIDS['com.miui.analytics']), headUpload()],
    ["it is another of the vendor's", seenOf(UIDS['com.miui.weather2']), headUpload()],
    ['it is of a UID nobody knows', seenOf(10_999), headUpload()],
    ['it is of a UID the system shares', seenOf(1000), headUpload()],
    ['two had a connection', seenOf(UIDS['org.example.maps'], UIDS[FILES]), headUpload()],
    ['it was over before the look', seenOf(UIDS['org.example.maps']), headUpload({ endMs: HEAD_MS + 50 })],
    ['it came in no window', seenOf(UIDS['org.example.maps']), headUpload({ startMs: T0 + 80_000 })],
  ] as const) {
    it(`leaves it in doubt who was performed before when ${what}`, () => {
      assert.deepEqual(after(flow, sockets), ['inconclusive', 'silent']);
    });
  }

  it("leaves it in doubt who was performed before when it says to be its app's and the tables contradict it", () => {
    const named = headUpload();
    const request = { ...named.request!, headers: [...named.request!.headers, ['User-Agent', `${FILES}/1`]] as const };

    assert.deepEqual(after({ ...named, request }, seenOf(UIDS[BROWSER])), ['inconclusive', 'silent']);
  });

  it('leaves it in doubt who was performed before when its app shares the UID', () => {
    assert.deepEqual(after(headUpload(), seenOf(10_077), { ...UIDS, [FILES]: 10_077, [BROWSER]: 10_077 }), ['inconclusive', 'silent']);
  });
});
