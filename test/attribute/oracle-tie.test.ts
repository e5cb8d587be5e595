import assert from 'node:assert/strict';
import { createCipheriv } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { ownersByOracle, tieOracle, type TieFacts } from '../../src/attribute/oracle-tie.ts';
import type { Flow } from '../../src/flow/flow.ts';
import type { OracleEvent } from '../../src/flow/oracle.ts';

const APP = 'com.mi.android.globalFileexplorer';
const ANALYTICS = 'com.miui.analytics';
const T0 = 1_600_000_000_000;
const OFFSET_MS = 3_600_000;

const item = (name: string, atMs: number, pkg = APP): object => ({ H: { event: name, pkg, e_ts: atMs }, B: { folder: name } });
const handed = (name: string, atMs: number): OracleEvent =>
  ({ atMs, kind: 'handed over', tag: 'OneTrackSystemImp', package: APP, event: name, data: item(name, atMs), eventTimeMs: atMs, text: `track name:${name} data :${JSON.stringify(item(name, atMs))} tid1` });
const upload = (items: readonly object[], atMs: number): OracleEvent =>
  ({ atMs, kind: 'uploading', tag: 'UploaderEngine', package: ANALYTICS, data: items, text: ` payload:${JSON.stringify(items)}` });
const sealed = (items: readonly object[]): number => {
  const cipher = createCipheriv('aes-128-ecb', Buffer.alloc(16), null);
  return Buffer.concat([cipher.update(gzipSync(JSON.stringify(items))), cipher.final()]).length;
};
const posted = (id: string, hostMs: number, byteCount: number, { sender = ANALYTICS, path = '/track/v4' } = {}): Flow => ({
  id, device: 'd', kind: 'http', state: 'complete', startMs: hostMs, endMs: hostMs + 50, host: 'tracking.miui.com', port: 443, secure: true, recorder: 'r',
  request: { method: 'POST', url: `https://tracking.miui.com${path}`, httpVersion: '1.1', headers: [['OT_sender', sender], ['OT_protocol', '3.0']], body: { sha256: id, byteCount } },
});
const facts: TieFacts = { clockOffsetMs: OFFSET_MS, endMs: T0 + 60_000, withinMs: 30_000, record: { packages: { [APP]: 'on', [ANALYTICS]: 'on' } } };
const phone = (ms: number): number => T0 + OFFSET_MS + ms;

describe('an event of the log and the wire', () => {
  const items = [item('view', phone(100)), item('click', phone(200))];
  const events = [handed('view', phone(100)), handed('click', phone(200)), upload(items, phone(15_000))];

  it('are tied for certain by the upload that holds it, its size and its sender, over the clocks\' difference', () => {
    const { ties, unsent } = tieOracle(events, [posted('f1', T0 + 15_200, sealed(items))], facts);

    assert.deepEqual(ties.map(({ event, flow, confidence }) => [event.event, flow, confidence]), [['view', 'f1', 'certain'], ['click', 'f1', 'certain']]);
    assert.deepEqual(unsent, []);
    assert.deepEqual(ownersByOracle(tieOracle(events, [posted('f1', T0 + 15_200, sealed(items))], facts))(posted('f1', 0, 0))?.package, APP);
  });

  for (const [what, flows, because] of [
    ['no flow is the upload', [], `${ANALYTICS} said that it uploads it, and no flow is that upload`],
    ['the flow is another size', [posted('f1', T0 + 15_200, sealed(items) * 3)], `${ANALYTICS} said that it uploads it, and no flow is that upload`],
    ['the flow is of another sender', [posted('f1', T0 + 15_200, sealed(items), { sender: 'com.miui.player' })], `${ANALYTICS} said that it uploads it, and no flow is that upload`],
    ['the flow asks for a key', [posted('f1', T0 + 15_200, sealed(items), { path: '/track/key_get' })], `${ANALYTICS} said that it uploads it, and no flow is that upload`],
    ['the flow was before it', [posted('f1', T0 + 1_000, sealed(items))], `${ANALYTICS} said that it uploads it, and no flow is that upload`],
  ] as const) {
    it(`are not tied where ${what}: emitted, not sent`, () => {
      const { ties, unsent } = tieOracle(events, flows, facts);
      assert.deepEqual([ties.length, unsent.map(({ event, waitedMs, because: why }) => [event.event, waitedMs, why])], [0, [['view', 59_900, because], ['click', 59_800, because]]]);
    });
  }

  it('say of an event that is in no upload that it was not sent', () => {
    const { ties, unsent } = tieOracle([...events, handed('late', phone(16_000))], [posted('f1', T0 + 15_200, sealed(items))], facts);
    assert.deepEqual([ties.length, unsent.map(({ event, because }) => [event.event, because])], [2, [['late', 'handed over and in no upload that was seen']]]);
  });

  it('are tied once for each attempt when an upload is tried again', () => {
    const again = [...events, upload(items, phone(25_000))];
    const { ties } = tieOracle(again, [posted('f1', T0 + 15_200, sealed(items)), posted('f2', T0 + 25_200, sealed(items))], facts);
    assert.deepEqual(ties.map(({ event, flow }) => `${event.event} ${flow}`).toSorted(), ['click f1', 'click f2', 'view f1', 'view f2']);
  });

  it('may be tied where the sender does not tell what it sends, and the time allows it', () => {
    const quiet: TieFacts = { ...facts, record: { packages: { [APP]: 'on', [ANALYTICS]: 'off' } } };
    const tied = (hostMs: number): readonly unknown[] => tieOracle([handed('view', phone(100))], [posted('f1', hostMs, 999)], quiet).ties.map(({ confidence }) => confidence);
    assert.deepEqual([tied(T0 + 20_000), tied(T0 + 40_000)], [['possible'], []]);
  });

  it('are either tied or unsent, each flow one upload at most, whatever the order of both lists', () => {
    const name = fc.constantFrom('a', 'b');
    const at = fc.integer({ min: 0, max: 4 }).map((step) => step * 5_000);
    const told = fc.record({ name, at }).map(({ name: event, at: ms }) => handed(event, phone(ms)));
    const uploads = fc.record({ at, items: fc.array(fc.record({ name, at }), { minLength: 1, maxLength: 3 }), torn: fc.boolean() })
      .map(({ at: ms, items: list, torn }) => {
        const whole = upload(list.map((one) => item(one.name, phone(one.at))), phone(ms));
        return torn ? { atMs: whole.atMs, kind: whole.kind, tag: whole.tag, package: ANALYTICS, text: whole.text } : whole;
      });
    const flow = fc.record({ at, size: fc.constantFrom(96, 112, 128, 208), sender: fc.constantFrom(ANALYTICS, APP) });
    const shuffled = <T>(list: readonly T[], key: number): T[] => list.map((one, index) => ({ one, by: (index * 7919 + key) % 31 })).sort((a, b) => a.by - b.by).map(({ one }) => one);
    fc.assert(fc.property(fc.array(told, { maxLength: 5 }), fc.array(uploads, { maxLength: 3 }), fc.array(flow, { maxLength: 4 }), fc.nat(1000), (list, sending, wire, key) => {
      const all = [...list, ...sending];
      const flows = wire.map(({ at: ms, size, sender }, index) => posted(`f${index}`, T0 + ms + 100, size, { sender }));
      const found = tieOracle(all, flows, facts);
      const tied = new Set(found.ties.map(({ event }) => event));
      assert.ok(found.unsent.every(({ event }) => !tied.has(event)));
      assert.equal(tied.size + found.unsent.length, list.length);
      assert.equal(new Set(found.uploads.map(({ flow: { id } }) => id)).size, found.uploads.length);
      assert.equal(new Set(found.ties.map(({ event, flow: id }) => `${list.indexOf(event)} ${id}`)).size, found.ties.length);
      const told2 = tieOracle(shuffled(all, key), shuffled(flows, key + 1), facts);
      const plain = ({ ties, unsent }: typeof found): unknown => [
        ties.map(({ event, flow: id, confidence }) => `${event.text} ${id} ${confidence}`).toSorted(), unsent.map(({ event, because }) => `${event.text} ${because}`).toSorted(),
      ];
      assert.deepEqual(plain(told2), plain(found));
    }), { numRuns: 200 });
  });
});
