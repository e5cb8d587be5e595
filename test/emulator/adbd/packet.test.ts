import assert from 'node:assert/strict';
import fc from 'fast-check';
import { COMMAND, encodePacket, PacketReader } from '../../../emulator/phone/adbd/packet.ts';
import type { Packet } from '../../../emulator/phone/adbd/packet.ts';

const uint32 = fc.integer({ min: 0, max: 0xffffffff });
const aPacket: fc.Arbitrary<Packet> = fc.record({
  command: fc.constantFrom(...Object.values(COMMAND)),
  arg0: uint32,
  arg1: uint32,
  payload: fc.uint8Array({ maxLength: 2000 }).map((bytes) => Buffer.from(bytes)),
}, { noNullPrototype: true });

describe('adb packets', () => {
  it('writes a header of 24 bytes: command, arguments, length, sum, magic', () => {
    const bytes = encodePacket({ command: COMMAND.OPEN, arg0: 1, arg1: 2, payload: Buffer.from('ab\0') }, { checksum: true });

    assert.equal(bytes.toString('hex'), '4f50454e' + '01000000' + '02000000' + '03000000' + 'c3000000' + 'b0afbab1' + '616200');
  });

  it('reads back what was written, however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(aPacket, { maxLength: 5 }), fc.boolean(), fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1 }), (packets, checksum, cuts) => {
        const bytes = Buffer.concat(packets.map((packet) => encodePacket(packet, { checksum })));
        const reader = new PacketReader(1 << 20);
        reader.checksum = checksum;
        const read: Packet[] = [];

        for (let start = 0, turn = 0; start < bytes.length; turn += 1) {
          const length = cuts[turn % cuts.length]!;
          read.push(...reader.feed(bytes.subarray(start, start + length)));
          start += length;
        }

        assert.deepEqual(read, packets);
      }),
    );
  });

  it('either reads garbage as packets or throws, and never takes a payload above the limit', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 24, maxLength: 200 }), (garbage) => {
        try {
          for (const packet of new PacketReader(100).feed(Buffer.from(garbage))) assert.ok(packet.payload.length <= 100);
        } catch (error) {
          assert.match(String(error), /^Error: Reading an adb packet: /);
        }
      }),
    );
  });

  it('says what was found when the sum is wrong', () => {
    const bytes = encodePacket({ command: COMMAND.WRTE, arg0: 1, arg1: 2, payload: Buffer.from([1, 2]) }, { checksum: true });
    bytes[24] = 9;

    assert.throws(() => [...new PacketReader(100).feed(bytes)], { message: 'Reading an adb packet: payload sums to 11, its header says 3.' });
  });
});
