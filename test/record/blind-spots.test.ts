import assert from 'node:assert/strict';

import { blindSpotsOf, type WatchedPhone } from '../../src/record/blind-spots.ts';

const watched: WatchedPhone = {
  proxy: { kind: 'http_proxy', caInstalled: true, caDetail: '' },
  counters: { loopback: 'told apart', source: 'ebpf map' },
  oracle: true,
  socketTables: true,
};
const alone: WatchedPhone = { proxy: { kind: 'http_proxy', caInstalled: false, caDetail: 'no su' }, oracle: false, socketTables: false };

describe('blindSpotsOf', () => {
  it('names who else watches, and says so where nobody does', () => {
    assert.ok(blindSpotsOf(watched).every((spot) => !spot.includes('nobody')));
    assert.ok(blindSpotsOf(alone).every((spot) => spot.endsWith('nobody else watches it')));
  });

  const cases: readonly (readonly [string, Partial<WatchedPhone>, RegExp, RegExp | undefined])[] = [
    ['counters that tell loopback apart', {}, /apart from loopback \(ebpf map\)/, undefined],
    ['counters that mix loopback in', { counters: { loopback: 'counted', source: 'uid_stat' } }, /hide within the tolerance/, /apart from loopback/],
    ['counters whose convention is unknown', { counters: { loopback: 'unknown', source: 'uid_stat' }, socketTables: false }, /UDP .* nobody else watches it/, /kernel/],
    ['a phone without the CA', { proxy: { kind: 'http_proxy', caInstalled: false, caDetail: 'no su' } }, /only that a handshake was tried .*\(no su\)/, /certificates only/],
    ['a phone led by its routes', { proxy: { kind: 'transparent', caInstalled: true, caDetail: '' } }, /redirected TCP/, /goes past the recorder/],
    ['a phone led by SOCKS', { proxy: { kind: 'socks', caInstalled: true, caDetail: '' } }, /does not speak SOCKS/, /http_proxy/],
    ['a phone without the SDKs\' log', { oracle: false }, /keeps for later .* nobody else watches it/, /own log/],
  ];
  for (const [what, news, has, hasNot] of cases) {
    it(`computes them for ${what}`, () => {
      const spots = blindSpotsOf({ ...watched, ...news }).join('\n');
      assert.match(spots, has);
      if (hasNot !== undefined) assert.doesNotMatch(spots, hasNot);
    });
  }
});
