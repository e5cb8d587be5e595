import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LookReader } from '../../../src/witness/sockets/looks.ts';
import { SightingsOf } from '../../../src/witness/sockets/sightings.ts';
import { UptimeClock } from '../../../src/witness/sockets/uptime-clock.ts';
import { parseSocketWatch } from '../../../src/witness/sockets/watch-file.ts';

const row = (uid: number, state = '01'): string =>
  `   0: 0100007F:9092 0100007F:1F90 ${state} 00000000:00000000 00:00000000 00000000 ${uid}        0 ${40_000 + uid} 1 0000000000000000 20 4 30 10 -1`;
const OUTPUT = [
  'grep: left over from before', '@ 10.25', '/proc/net/tcp:  sl  local_address rem_address   st', `/proc/net/tcp:${row(10081)}`, 'grep: /proc/net/tcp6: No such file or directory', `/proc/net/udp6:${row(1051)}`, '. 10.27',
  '@ ', '. ', '@ 11.00', `/proc/net/tcp:${row(10081)}`,
].join('\n');

describe('looks at the socket tables', () => {
  it('come whole, however the output is cut and whichever way its lines end', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), fc.boolean(), (cuts, terminal) => {
      const text = terminal ? OUTPUT.replaceAll('\n', '\r\n') : OUTPUT;
      const reader = new LookReader();
      const looks = [];
      for (let at = 0, turn = 0; at < text.length; turn += 1) {
        const size = cuts[turn % cuts.length]!;
        looks.push(...reader.push(text.slice(at, at + size)));
        at += size;
      }

      assert.deepEqual(looks.map(({ rows, uptimeMs, complaints, tables }) => [rows.map(({ protocol, uid }) => `${protocol} ${uid}`), uptimeMs, complaints.length, tables]), [
        [['tcp 10081', 'udp 1051'], { start: 10_250, end: 10_270 }, 1, ['tcp']],
        [[], undefined, 0, []],
      ]);
    }));
  });

  it('tell what is new, what changed and what is gone', () => {
    const told = new SightingsOf();
    const at = { protocol: 'tcp', local: '127.0.0.1:1', remote: '127.0.0.1:2', inode: 1 } as const;
    const looks = [[{ ...at, uid: 7, state: 'SYN_SENT' }], [{ ...at, uid: 7, state: 'ESTABLISHED' }], [{ ...at, uid: 7, state: 'ESTABLISHED' }], [{ ...at, uid: 7, state: 'ESTABLISHED', inode: 2 }], []];

    const states = looks.map((rows, index) => told.look(rows, index).map(({ state }) => state));

    assert.deepEqual(states, [['SYN_SENT'], ['ESTABLISHED'], [], ['ESTABLISHED'], ['gone']]);
  });

  it('have the host time of the shortest way, and never go back', () => {
    const clock = new UptimeClock();

    const times = [[1000, 5300], [1300, 5310], [1600, 5990]].map(([uptime, arrived]) => clock.hostTime({ start: uptime!, end: uptime! }, arrived!));

    assert.deepEqual(times, [5300, 5310, 5610]);
    assert.equal(clock.hostTime(undefined, 7000), 7000);
  });

  it('are read back from the file, without what no whole look confirms', () => {
    const sighting = { atMs: 5, protocol: 'tcp', uid: 7, local: '127.0.0.1:1', remote: '127.0.0.1:2', state: 'ESTABLISHED' };
    const text = `${JSON.stringify(sighting)}\n{"lookMs":5}\n{"lookMs":6}\nnonsense\n${JSON.stringify(sighting)}\n{"look`;

    assert.deepEqual(parseSocketWatch(text), { looksMs: [5, 6], sightings: [sighting] });
  });
});
