import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseSocketRow, parseSocketTable } from '../../../src/witness/sockets/proc-net.ts';

// A rooted phone, OWASP MASTG-TECH-0028 (blanks as published there).
const OF_A_PHONE = `sl local_address rem_address st tx_queue rx_queue tr tm->when retrnsmt uid timeout inode
...
69: 1101A8C0:BB2F 9A447D4A:01BB 01 00000000:00000000 00:00000000 00000000 10093 0 75412 1 0000000000000000 20 3 19 10 -1
70: 1101A8C0:917C E3CB3AD8:01BB 01 00000000:00000000 00:00000000 00000000 10093 0 75553 1 0000000000000000 20 3 23 10 -1`;
// "Why does /proc/net/tcp6 represent ::1 as ::100:0", a question of 2012, three of its rows; TIME_WAIT and v4-mapped rows
// as kernel 4.14 prints them.
const TCP6 = `  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000000000000000000000000000:006F 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 19587 1 ffff880262630000 100 0 0 10 -1
   3: 00000000000000000000000001000000:0277 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 28592 1 ffff88024eea0000 100 0 0 10 -1
   4: 0000000000000000FFFF00000100007F:9092 0000000000000000FFFF00000100007F:1F90 01 00000000:00000000 00:00000000 00000000 10081        0 40015 1 0000000000000000 20 4 30 10 -1
   5: 0000000000000000FFFF00009D1FA8C0:9094 0000000000000000FFFF0000498212C6:01BB 06 00000000:00000000 03:00001770 00000000     0        0 0 3 0000000000000000
   6: B80D01200000000067452301EFCDAB89:D431 B80D0120000000000000000001000000:01BB 02 00000001:00000000 01:00000064 00000001 99910123        0 51 2 0000000000000000`;
// Documentation/networking/proc_net_tcp.rst, its three parts in one line.
const OF_THE_KERNEL = '  46: 010310AC:9C4C 030310AC:1770 01 00000150:00000000 01:00000019 00000000  1000        0 54165785 4 cd1e6040 25 4 27 3 -1';

describe('a socket table', () => {
  it('gives addresses in network order, states by name, uid and inode', () => {
    const rows = parseSocketTable(OF_A_PHONE, 'tcp');

    assert.deepEqual(rows, [
      { protocol: 'tcp', local: '192.168.1.17:47919', remote: '74.125.68.154:443', state: 'ESTABLISHED', uid: 10093, inode: 75412 },
      { protocol: 'tcp', local: '192.168.1.17:37244', remote: '216.58.203.227:443', state: 'ESTABLISHED', uid: 10093, inode: 75553 },
    ]);
  });

  it('reads IPv6, and IPv4 in it as IPv4', () => {
    const rows = parseSocketTable(TCP6, 'tcp').map(({ local, remote, state, uid }) => `${local} ${remote} ${state} ${uid}`);

    assert.deepEqual(rows, [
      '[::]:111 [::]:0 LISTEN 0',
      '[::1]:631 [::]:0 LISTEN 0',
      '127.0.0.1:37010 127.0.0.1:8080 ESTABLISHED 10081',
      '192.168.31.157:37012 198.18.130.73:443 TIME_WAIT 0',
      '[2001:db8::123:4567:89ab:cdef]:54321 [2001:db8::1]:443 SYN_SENT 99910123',
    ]);
  });

  it('reads a row with a long queue and a timer', () => {
    const { local, remote, uid, inode } = parseSocketRow(OF_THE_KERNEL, 'tcp')!;

    assert.deepEqual([local, remote, uid, inode], ['172.16.3.1:40012', '172.16.3.3:6000', 1000, 54165785]);
  });

  it('gives nothing for a torn, wrapped or foreign row, and never a wrong one', () => {
    const wrapped = OF_THE_KERNEL.replace('00000150', '\n00000150');
    assert.deepEqual(parseSocketTable(wrapped, 'tcp'), []);
    // Cut within the last column needed, a row would have another inode: only whole lines are given.
    for (let end = 0; end < OF_THE_KERNEL.indexOf(' 54165785'); end += 1) {
      assert.equal(parseSocketRow(OF_THE_KERNEL.slice(0, end), 'tcp'), undefined);
    }
    fc.assert(fc.property(fc.string(), (text) => parseSocketTable(text, 'udp').length === 0));
  });

  it('gives back any address it was written with', () => {
    const word = (bytes: readonly number[]): string => bytes.toReversed().map((byte) => byte.toString(16).padStart(2, '0')).join('').toUpperCase();
    const quad = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255));
    fc.assert(fc.property(quad, fc.nat(65_535), fc.nat(2 ** 31), fc.boolean(), (bytes, port, uid, mapped) => {
      const end = `${mapped ? '0000000000000000FFFF0000' : ''}${word(bytes)}:${port.toString(16).padStart(4, '0').toUpperCase()}`;
      const row = parseSocketRow(`   0: ${end} ${end} 01 00000000:00000000 00:00000000 00000000 ${uid}        0 7 1`, 'tcp');
      assert.deepEqual(row, { protocol: 'tcp', local: `${bytes.join('.')}:${port}`, remote: `${bytes.join('.')}:${port}`, state: 'ESTABLISHED', uid, inode: 7 });
    }));
  });
});
