import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import type { UidTraffic } from '../../../src/flow/counters.ts';
import { isUnreadable, type CounterTables, type Unreadable } from '../../../src/witness/kernel/counter-tables.ts';
import { parseNetstatsHistory } from '../../../src/witness/kernel/netstats-history.ts';
import { parseNetstatsMaps } from '../../../src/witness/kernel/netstats-maps.ts';
import { parseTrafficController } from '../../../src/witness/kernel/traffic-controller.ts';
import { parseUidStat } from '../../../src/witness/kernel/uid-stat.ts';
import { parseXtQtaguid } from '../../../src/witness/kernel/xt-qtaguid.ts';

type Parser = (text: string) => CounterTables | Unreadable;

const sample = (file: string): string => readFileSync(path.join(import.meta.dirname, 'samples', file), 'utf8');
const traffic = (receivedBytes: number, receivedPackets: number, sentBytes: number, sentPackets: number): UidTraffic =>
  ({ receivedBytes, receivedPackets, sentBytes, sentPackets });

const UID_STAT = '/proc/uid_stat/10063/tcp_rcv 1200\n/proc/uid_stat/10063/tcp_snd 340\nend\n';

const SAMPLES: readonly (readonly [file: string, parse: Parser, tables: CounterTables])[] = [
  ['xt-qtaguid-l2k.txt', parseXtQtaguid, { all: { 10027: traffic(490_491, 2486, 1_271_031, 4096) }, beyondLoopback: { 10027: traffic(490_491, 2486, 1_271_031, 4096) } }],
  ['xt-qtaguid-with-lo.txt', parseXtQtaguid, { all: { 10344: traffic(673_840_792, 590_018, 675_530_382, 590_571) }, beyondLoopback: { 10344: traffic(6_110_328, 54_597, 7_761_478, 55_128) } }],
  ['xt-qtaguid-tagged.txt', parseXtQtaguid, { all: { 1000: traffic(27_729, 29, 1477, 27), 10005: traffic(46_407, 57, 8008, 64) }, beyondLoopback: { 1000: traffic(27_729, 29, 1477, 27), 10005: traffic(46_407, 57, 8008, 64) } }],
  ['netstats-5.txt', parseNetstatsHistory, { beyondLoopback: { 10007: traffic(20_514_816, 20_072, 2_135_698, 12_569) } }],
  ['netstats-9.txt', parseNetstatsHistory, { beyondLoopback: { 10142: traffic(14_660, 260, 28_252, 495) } }],
  ['netstats-13.txt', parseNetstatsHistory, { beyondLoopback: { 1005009: traffic(14_480, 31, 7302, 31) } }],
  ['netstats-15.txt', parseNetstatsHistory, { beyondLoopback: { 10144: traffic(63_623_203, 51_606, 1_594_753, 9557) } }],
  ['maps-16.txt', parseNetstatsMaps, { all: { 10502: traffic(131_259_371, 87_762, 796_372, 15_107), 10140: traffic(489_026, 831, 288_329, 842) } }],
  ['maps-fy928x.txt', parseNetstatsMaps, { all: { 10096: traffic(2_170_864_477, 1_600_852, 231_078_772, 252_088) } }],
  ['controller-9.txt', parseTrafficController, { all: { 10123: traffic(9000, 30, 4000, 20) }, beyondLoopback: { 10123: traffic(1000, 10, 500, 5) } }],
  ['controller-11.txt', parseTrafficController, { all: { 10123: traffic(9000, 30, 4000, 20) } }],
];

describe('the parsers of the kernel’s counters', () => {
  for (const [file, parse, tables] of SAMPLES) {
    it(`${file}: it is read as recorded`, () => assert.deepEqual(parse(sample(file)), tables));

    it(`${file}: it is read the same with line ends of a terminal`, () => {
      assert.deepEqual(parse(sample(file).replaceAll('\n', '\r\n')), tables);
    });
  }

  it('uid_stat is bytes of TCP, and no packets', () => {
    assert.deepEqual(parseUidStat(UID_STAT), { all: { 10063: traffic(1200, 0, 340, 0) } });
  });

  const netstats = sample('netstats-9.txt');
  const maps = sample('maps-16.txt');
  const controller = sample('controller-9.txt');
  const qtaguid = sample('xt-qtaguid-with-lo.txt');
  for (const [what, parse, text] of [
    ['nothing at all', parseXtQtaguid, ''],
    ['the message of a missing file', parseXtQtaguid, 'cat: /proc/net/xt_qtaguid/stats: No such file or directory\n'],
    ['a table cut within a line', parseXtQtaguid, qtaguid.slice(0, -20)],
    ['a row with a column too few', parseXtQtaguid, qtaguid.replace(' 7429053 52608 0 0 0 0\n', ' 7429053 52608 0 0 0\n')],
    ['a negative counter', parseXtQtaguid, qtaguid.replace('4624181 52100 7429053', '-4624181 52100 7429053')],
    ['a counter no double can hold', parseXtQtaguid, qtaguid.replace('4624181 52100 7429053', '9007199254740993 52100 7429053')],
    ['a service that is not there', parseNetstatsHistory, "Can't find service: netstats\n"],
    ['a dump without UIDs', parseNetstatsHistory, netstats.slice(0, netstats.indexOf('UID stats:'))],
    ['a dump dumpsys gave up on', parseNetstatsHistory, netstats.replace('UID tag stats:', "*** SERVICE 'netstats' DUMP TIMEOUT (10000ms) EXPIRED ***")],
    ['buckets left out', parseNetstatsHistory, netstats.replace('      st=1626933600 rb=3533', '      (omitting 4 buckets)\n      st=1626933600 rb=3533')],
    ['buckets of another form', parseNetstatsHistory, netstats.replace(' rb=3533 ', ' received=3533 ')],
    ['a key with another field', parseNetstatsHistory, netstats.replace('uid=10142 set=', 'uid=10142 user=0 set=')],
    ['a key without its history', parseNetstatsHistory, netstats.replace(/ {4}NetworkStatsHistory: bucketDuration=7200\n/, '')],
    ['a health line without a table', parseTrafficController, '  mAppUidStatsMap: OK\n  mStatsMapA: OK\n'],
    ['a table without its heading', parseNetstatsMaps, maps.replace(/ {4}uid rx.*\n/, '')],
    ['a table at the end of the text', parseNetstatsMaps, maps.slice(0, maps.lastIndexOf('  mStatsMapA:'))],
    ['an iteration that broke off', parseTrafficController, controller.replace('      10123 9000', '      mAppUidStatsMap print end with error: Permission denied\n      10123 9000')],
    ['a row of other columns', parseTrafficController, controller.replace('31 wlan0 0x0 10123 0 400', '31 wlan0 0x0 10123 400')],
    ['no file of any UID', parseUidStat, 'end\n'],
    ['a pattern that matched nothing', parseUidStat, '/proc/uid_stat/*/tcp_rcv \nend\n'],
    ['a list without its end', parseUidStat, UID_STAT.replace('end\n', '')],
  ] as const) {
    it(`${what} is a failure, never zero`, () => {
      const parsed = parse(text);

      assert.ok(isUnreadable(parsed), JSON.stringify(parsed));
    });
  }

  it('a row that is told twice, because the map changed under its dump, counts once', () => {
    const again = maps.replace('    10140', '    Entry is deleted while dumping, iterating from first entry\n    10502 131259371 87762 796372 15107\n    10140');

    assert.deepEqual(parseNetstatsMaps(again), parseNetstatsMaps(maps));
  });

  it('a VPN’s own bookkeeping and parts under a tag are not counted', () => {
    const more = ['set=DBG_VPN_IN tag=0x0', 'set=DBG_VPN_OUT tag=0x0', 'set=DEFAULT tag=0xff000001'].map((key) =>
      `  ident=[{type=WIFI}] uid=10142 ${key}\n    NetworkStatsHistory: bucketDuration=7200\n      st=1626933600 rb=5 rp=5 tb=5 tp=5 op=0\n`);

    assert.deepEqual(parseNetstatsHistory(netstats.replace('UID tag stats:', `${more.join('')}UID tag stats:`)), parseNetstatsHistory(netstats));
  });

  it('no error message carries the name of a network', () => {
    const parsed = parseNetstatsHistory(netstats.replaceAll('networkId="redacted"', 'networkId="our home"').replace('uid=10142 set=', 'uid=10142 user=0 set='));

    assert.ok(isUnreadable(parsed) && !parsed.failed.includes('our home'), JSON.stringify(parsed));
  });

  const count = fc.nat({ max: 2 ** 40 });
  const row = fc.record({ receivedBytes: count, receivedPackets: count, sentBytes: count, sentPackets: count }, { noNullPrototype: true });
  const tables = fc.dictionary(fc.nat({ max: 2 ** 31 }).map(String), row, { noNullPrototype: true, maxKeys: 6 });
  const numbers = ({ receivedBytes, receivedPackets, sentBytes, sentPackets }: UidTraffic): string => `${receivedBytes} ${receivedPackets} ${sentBytes} ${sentPackets}`;

  it('counters come back from xt_qtaguid and from a map as they were written', () => {
    const heading = qtaguid.split('\n')[0]!;
    fc.assert(fc.property(tables, (all) => {
      const rows = Object.entries(all);
      const table = `${heading}\n${rows.map(([uid, one], index) => `${index + 2} wlan0 0x0 ${uid} 0 ${numbers(one)} ${'0 '.repeat(11)}0\n`).join('')}`;
      assert.deepEqual(parseXtQtaguid(table), { all, beyondLoopback: all });
      const map = `mAppUidStatsMap:\nuid rxBytes rxPackets txBytes txPackets\n${rows.map(([uid, one]) => `${uid} ${numbers(one)}\n`).join('')}mStatsMapA:\n`;
      assert.deepEqual(parseNetstatsMaps(map), { all });
    }), { numRuns: 60 });
  });

  it('whatever a phone says, a parser answers and does not throw', () => {
    const parsers: readonly Parser[] = [parseXtQtaguid, parseNetstatsHistory, parseNetstatsMaps, parseTrafficController, parseUidStat];
    const line = fc.constantFrom(...[netstats, maps, controller, qtaguid, UID_STAT].flatMap((text) => text.split('\n')));
    const text = fc.oneof(fc.string(), fc.array(fc.oneof({ weight: 9, arbitrary: line }, { weight: 1, arbitrary: fc.string() })).map((lines) => lines.join('\n')));
    fc.assert(fc.property(text, (said) => {
      for (const parse of parsers) {
        const parsed = parse(said);
        if (isUnreadable(parsed)) assert.notEqual(parsed.failed, '');
        else for (const one of Object.values({ ...parsed.all, ...parsed.beyondLoopback })) assert.ok(Object.values(one).every(Number.isSafeInteger));
      }
    }), { numRuns: 150 });
  });
});
