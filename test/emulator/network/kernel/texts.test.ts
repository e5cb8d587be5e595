import assert from 'node:assert/strict';
import { netstatsMapsText, trafficControllerText } from '../../../../emulator/phone/network/kernel/bpf-text.ts';
import type { SocketRow, UidRow } from '../../../../emulator/phone/network/kernel/kernel.ts';
import { identText, netstatsText } from '../../../../emulator/phone/network/kernel/netstats-text.ts';
import type { NetstatsState, NetworkIdentity } from '../../../../emulator/phone/network/kernel/netstats.ts';
import { arpTable, hexAddress, inet6Table, interfaceTable, qtaguidTable, routeTable, socketTable } from '../../../../emulator/phone/network/kernel/proc-net.ts';

const wifi = (name: string): NetworkIdentity => ({ interfaceName: 'wlan0', kind: 'wifi', name });

describe('the kernel’s tables', () => {
  const row = (more: Partial<UidRow>): UidRow => ({
    uid: 10_027, interfaceName: 'wlan0', set: 'foreground', tag: 0, protocol: 'tcp',
    receivedBytes: 0, receivedPackets: 0, sentBytes: 0, sentPackets: 0, ...more,
  });

  it('xt_qtaguid: the lines of a Nexus in a public bug report, but for their index', () => {
    const rows = [
      row({ receivedBytes: 38_829, receivedPackets: 166, sentBytes: 77_083, sentPackets: 208 }),
      row({ uid: 10_229, set: 'default', tag: 0xffff_ff04, receivedBytes: 18_079, receivedPackets: 17, sentBytes: 1444, sentPackets: 14 }),
    ];

    const lines = qtaguidTable(rows).split('\n');

    assert.equal(lines[0]!.split(' ').length, 21);
    assert.equal(lines[1], '2 wlan0 0x0 10027 1 38829 166 77083 208 38829 166 0 0 0 0 77083 208 0 0 0 0');
    assert.match(lines[2]!, /^3 wlan0 0xffffff0400000000 10229 0 18079 17 1444 14 /);
    assert.ok(lines.slice(0, 3).every((line) => line.split(' ').length === 21));
  });

  const bpfRows = [
    row({ uid: 10_707, receivedBytes: 5_210_000_000, receivedPackets: 90_000, sentBytes: 48_000_000, sentPackets: 12_000 }),
    row({ uid: 1000, set: 'default', tag: 0xffff_ff82, protocol: 'udp', receivedBytes: 76, receivedPackets: 1, sentBytes: 60, sentPackets: 1 }),
  ];

  for (const [sdk, first, second, status] of [
    [28, 'mUidStatsMap', 'mTagStatsMap', 'BPF module status: ON'],
    [30, 'mStatsMapA', 'mStatsMapB', 'BPF module status: enabled'],
  ] as const) {
    it(`netd’s traffic controller on API ${sdk}: its maps, the table of uids under a heading with two colons`, () => {
      const text = trafficControllerText(bpfRows, sdk);

      assert.ok(text.includes(`    ${status}\n`));
      assert.ok(text.includes('      mAppUidStatsMap::\n      uid rxBytes rxPackets txBytes txPackets\n      10707 5210000000 90000 48000000 12000\n\n'));
      assert.ok(text.indexOf(`${first}:`) < text.indexOf(`${second}:`));
      assert.match(text, /31 wlan0 0xffffff82 1000 0 76 1 60 1/);
    });
  }

  it('netstats on Android 13: a line on each map’s health, then the map', () => {
    const text = netstatsMapsText(bpfRows);

    assert.ok(text.indexOf('  mAppUidStatsMap: OK\n') < text.indexOf('  mAppUidStatsMap:\n    uid rxBytes rxPackets txBytes txPackets\n    10707 5210000000 90000 48000000 12000\n  mStatsMapA:\n'));
    assert.match(text, /mAppUidStatsMap: OK/);
  });

  const socket: SocketRow = {
    protocol: 'tcp', family: 6, local: { address: '192.168.31.157', port: 40_000 }, remote: { address: '198.18.3.4', port: 443 },
    state: 'established', uid: 10_123, inode: 54_321,
  };

  it('tcp6: IPv4 is v4-mapped, in words of a little-endian machine', () => {
    assert.equal(hexAddress('127.0.0.1', 4), '0100007F');
    assert.deepEqual(socketTable([socket], 'tcp', 6).split('\n'), [
      '  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
      '   0: 0000000000000000FFFF00009D1FA8C0:9C40 0000000000000000FFFF0000040312C6:01BB 01 00000000:00000000 00:00000000 00000000 10123        0 54321 1 0000000000000000 20 4 30 10 -1',
      '',
    ]);
  });

  it('tcp: padded lines, listeners and what waits for its end', () => {
    const at = { address: '127.0.0.1', port: 8080 };
    const rows: SocketRow[] = [
      { ...socket, family: 4, local: at, remote: { address: '0.0.0.0', port: 0 }, state: 'listen', uid: 2000 },
      { ...socket, family: 4, state: 'timeWait', uid: 0, inode: 0 },
    ];

    const [heading, listening, waiting] = socketTable(rows, 'tcp', 4).split('\n');

    assert.equal(heading!.length, 149);
    assert.match(listening!, /^ {3}0: 0100007F:1F90 00000000:0000 0A .* {2}2000 {8}0 54321 1 /);
    assert.match(waiting!, /^ {3}1: 9D1FA8C0:9C40 040312C6:01BB 06 00000000:00000000 03:00001770 00000000 {5}0 {8}0 0 3 /);
    assert.match(socketTable([{ ...socket, protocol: 'udp', family: 4 }], 'udp', 4), / inode ref pointer drops .*\n.* 2 0000000000000000 0 *\n$/);
  });

  it('dev, if_inet6, route and arp, with a network and without', () => {
    const total = { receivedBytes: 1234, receivedPackets: 5, sentBytes: 678, sentPackets: 9 };
    assert.match(interfaceTable([['wlan0', total]]), /\n wlan0: {4}1234 {7}5 {4}0 .* 678 {7}9 /);
    assert.match(inet6Table('28:6c:07:aa:bb:cc'), /^fe800000000000002a6c07fffeaabbcc 14 40 20 80 {4}wlan0\n/);
    assert.equal(inet6Table(undefined), '00000000000000000000000000000001 01 80 10 80       lo\n');
    assert.match(routeTable('192.168.31.157'), /\nwlan0\t001FA8C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0 *\n$/);
    assert.equal(routeTable(undefined).split('\n').length, 2);
    assert.match(arpTable({ address: '192.168.31.1', mac: '28:6c:07:3e:51:a2' }), /\n192\.168\.31\.1 {5}0x1 {9}0x2 {9}28:6c:07:3e:51:a2 {5}\* {8}wlan0\n$/);
  });
});

describe('the text of netstats', () => {
  // Appium's Android driver (emulator, 7.1), AOSP-based test data of several public parsers (9, 12 and later).
  for (const [sdk, name, text] of [
    [23, 'WiredSSID', '[[type=WIFI, subType=COMBINED, networkId="WiredSSID"]]'],
    [26, 'trojan64', '[{type=WIFI, subType=COMBINED, networkId="trojan64", metered=false}]'],
    [28, '1107', '[{type=WIFI, subType=COMBINED, networkId="1107", metered=false, defaultNetwork=true}]'],
    [30, 'MyNet', '[{type=WIFI, subType=COMBINED, networkId="MyNet", metered=false, defaultNetwork=true}]'],
    [33, 'MyNet', '[{type=1, ratType=COMBINED, wifiNetworkKey="MyNet"wpa2-psk, metered=false, defaultNetwork=true, oemManaged=OEM_NONE, subId=-1}]'],
  ] as const) {
    it(`names a network on API ${sdk} as recorded`, () => assert.equal(identText(wifi(name), sdk), text));
  }

  const traffic = { receivedBytes: 3533, receivedPackets: 60, sentBytes: 6247, sentPackets: 106 };
  const state: NetstatsState = {
    active: wifi('1107'),
    dev: [{ identity: wifi('1107'), uid: -1, set: 'all', tag: 0, buckets: [{ startMs: 1_626_933_600_000, ...traffic }] }],
    uid: [{ identity: wifi('1107'), uid: 10_142, set: 'foreground', tag: 0, buckets: [{ startMs: 1_626_933_600_000, ...traffic }] }],
    tag: [],
  };

  it('has the recorded lines of a Redmi’s uid', () => {
    const text = netstatsText(state, { full: false, uid: true, tag: true }, 28);

    assert.ok(text.includes(`UID stats:
  Pending bytes: 0
  History since boot:
  ident=[{type=WIFI, subType=COMBINED, networkId="1107", metered=false, defaultNetwork=true}] uid=10142 set=FOREGROUND tag=0x0
    NetworkStatsHistory: bucketDuration=7200
      st=1626933600 rb=3533 rp=60 tb=6247 tp=106 op=0
UID tag stats:
`));
  });

  it('counts in milliseconds and says it in full on Android 6', () => {
    const text = netstatsText(state, { full: true, uid: true, tag: false }, 23);

    assert.ok(text.includes('NetworkStatsHistory: bucketDuration=7200000\n      bucketStart=1626933600000 activeTime=0 rxBytes=3533 rxPackets=60 txBytes=6247 txPackets=106 operations=0\n'));
    assert.ok(text.includes('  Complete history:\n'));
    assert.ok(!text.includes('UID tag stats'));
  });

  it('leaves uids out unless it is asked for them, and has new headings in new versions', () => {
    const headings = (sdk: number): readonly string[] =>
      netstatsText(state, { full: false, uid: false, tag: false }, sdk).split('\n').filter((line) => /^\S.*:$/.test(line));

    assert.deepEqual(headings(26), ['Active interfaces:', 'Active UID interfaces:', 'Dev stats:', 'Xt stats:']);
    assert.deepEqual(headings(30), [
      'Configs:', 'Active interfaces:', 'Active UID interfaces:', 'Top openSession callers (uid=count):', 'Stats Providers:', 'Dev stats:', 'Xt stats:',
    ]);
  });
});
