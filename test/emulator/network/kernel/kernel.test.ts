import assert from 'node:assert/strict';
import { kernelFacts } from '../../../../emulator/phone/network/kernel/kernel-facts.ts';
import { Kernel, type KernelFacts, type UidRow } from '../../../../emulator/phone/network/kernel/kernel.ts';
import { Netstats } from '../../../../emulator/phone/network/kernel/netstats.ts';

const FACTS: KernelFacts = { sdk: 28, counters: 'xt_qtaguid', loopback: true, dnsUid: 'app', uidStat: false, procNet: 'readable' };
const SERVER = { address: '198.18.3.4', port: 443 };

function aKernel(facts: Partial<KernelFacts> = {}) {
  const now = { ms: 0 };
  const foreground = new Set<number>();
  const kernel = new Kernel({
    facts: { ...FACTS, ...facts },
    nowMs: () => now.ms,
    address: () => '192.168.31.157',
    connectedBy: () => 'wlan0',
    isForeground: (uid) => foreground.has(uid),
    listeningPorts: () => [8080],
  });
  const counted = (more: Partial<UidRow> = {}): readonly number[] => {
    const row = kernel.rows().find((each) => Object.entries(more).every(([key, value]) => each[key as keyof UidRow] === value));
    return row === undefined ? [] : [row.receivedBytes, row.receivedPackets, row.sentBytes, row.sentPackets];
  };
  return { kernel, now, foreground, counted };
}

describe('the kernel', () => {
  // Worked out by hand: SYN 60, SYN-ACK 60, ACK 52; 500 bytes in one segment of 552, acknowledged by what comes back;
  // 3000 bytes in three segments (1448 at most), every second one acknowledged at once, the last after 40 ms; FIN, FIN-ACK, ACK.
  it('counts a short exchange packet by packet, headers, handshake and acknowledgements included', () => {
    const { kernel, now, counted } = aKernel();
    const socket = kernel.openTcp({ uid: 10_123, interfaceName: 'wlan0', remote: SERVER });
    assert.deepEqual(counted(), [60, 1, 112, 2]);

    socket.sent(500);
    socket.received(3000);
    assert.deepEqual(counted(), [60 + 3000 + 3 * 52, 4, 112 + 552 + 52, 4]);

    now.ms = 40;
    assert.deepEqual(counted(), [3216, 4, 768, 5]);
    socket.close('finished');
    assert.deepEqual(counted(), [3216 + 52, 5, 768 + 104, 7]);
  });

  for (const [title, request, expected] of [
    ['IPv6 has larger headers', { remote: { address: '2001:db8::1', port: 443 } }, [80, 1, 152, 2]],
    ['a segment over lo is large', { interfaceName: 'lo' }, [60, 1, 112, 2]],
  ] as const) {
    it(title, () => {
      const { kernel, counted } = aKernel();

      kernel.openTcp({ uid: 10_123, interfaceName: 'wlan0', remote: SERVER, ...request });

      assert.deepEqual(counted({ uid: 10_123 }), expected);
    });
  }

  it('counts datagrams with 28 bytes of headers, under their tag as well', () => {
    const { kernel, counted } = aKernel();
    const socket = kernel.openUdp({ uid: 10_123, interfaceName: 'wlan0', remote: { address: '192.168.31.1', port: 53 }, tag: 0xffff_ff82 });

    socket.sent(40);
    socket.received(56);

    assert.deepEqual(counted({ tag: 0 }), [84, 1, 68, 1]);
    assert.deepEqual(counted({ tag: 0xffff_ff82 }), [84, 1, 68, 1]);
  });

  it('counts lo for both ends, or for nobody', () => {
    for (const loopback of [true, false]) {
      const { kernel, counted } = aKernel({ loopback });
      kernel.openTcp({ uid: 10_123, interfaceName: 'lo', remote: { address: '127.0.0.1', port: 8080 } }).sent(100);

      assert.deepEqual(counted({ uid: 10_123 }), loopback ? [60, 1, 264, 3] : []);
      assert.deepEqual(counted({ uid: 2000 }), loopback ? [264, 3, 60, 1] : []);
    }
  });

  it('puts traffic into the set the app is in at that moment', () => {
    const { kernel, foreground, counted } = aKernel();
    const socket = kernel.openUdp({ uid: 10_123, interfaceName: 'wlan0', remote: SERVER });

    socket.sent(10);
    foreground.add(10_123);
    socket.sent(20);

    assert.deepEqual(counted({ set: 'default' }), [0, 0, 38, 1]);
    assert.deepEqual(counted({ set: 'foreground' }), [0, 0, 48, 1]);
  });

  it('knows the sockets that are open, and for a minute those that were', () => {
    const { kernel } = aKernel();
    const socket = kernel.openTcp({ uid: 10_123, interfaceName: 'wlan0', remote: SERVER });
    const states = (): readonly unknown[] => kernel.sockets().map(({ state, uid }) => [state, uid]);
    assert.deepEqual(states(), [['listen', 2000], ['established', 10_123]]);

    socket.close('finished');
    assert.deepEqual(states(), [['listen', 2000], ['timeWait', 0]]);
  });

  for (const [properties, kernel, expected] of [
    [{ 'ro.build.version.sdk': '28' }, {}, 'ebpf'],
    [{ 'ro.build.version.sdk': '28', 'ro.kernel.version': '4.4.192-perf' }, {}, 'xt_qtaguid'],
    [{ 'ro.build.version.sdk': '27', 'ro.kernel.version': '4.9.112' }, {}, 'xt_qtaguid'],
    [{ 'ro.build.version.sdk': '30' }, { counters: 'xt_qtaguid' }, 'xt_qtaguid'],
  ] as const) {
    it(`has ${expected} counters by ${JSON.stringify({ ...properties, ...kernel })}`, () => {
      assert.equal(kernelFacts({ properties, kernel }).counters, expected);
    });
  }
});

describe('netstats', () => {
  const identity = { interfaceName: 'wlan0', kind: 'wifi', name: 'home' } as const;
  const sums = (netstats: Netstats) => netstats.state().uid.map(({ uid, buckets }) => [uid, buckets.map(({ sentBytes }) => sentBytes)]);

  it('knows nothing new between two polls, for half an hour', () => {
    const { kernel } = aKernel();
    const clock = { ms: 1_000_000_000 };
    const netstats = new Netstats(kernel, { nowMs: () => clock.ms, identity: () => identity });
    kernel.openUdp({ uid: 10_123, interfaceName: 'wlan0', remote: SERVER }).sent(72);
    assert.deepEqual(sums(netstats), []);

    clock.ms += 30 * 60_000;
    assert.deepEqual(sums(netstats), [[10_123, [100]]]);
  });

  it('keeps two hours apart, and leaves lo out', () => {
    const { kernel } = aKernel();
    const clock = { ms: 0 };
    const netstats = new Netstats(kernel, { nowMs: () => clock.ms, identity: () => identity });
    const socket = kernel.openUdp({ uid: 10_123, interfaceName: 'wlan0', remote: SERVER });
    kernel.openTcp({ uid: 10_124, interfaceName: 'lo', remote: { address: '127.0.0.1', port: 8080 } });

    for (const hour of [0, 1, 2]) {
      clock.ms = hour * 3_600_000;
      socket.sent(72);
      netstats.poll();
    }

    assert.deepEqual(sums(netstats), [[10_123, [200, 100]]]);
    assert.deepEqual(netstats.state().dev.map(({ buckets }) => buckets.length), [3]);
  });
});
