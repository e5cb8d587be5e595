import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Cable } from '../../../emulator/phone/cable.ts';
import { socketPair } from '../../../emulator/phone/system/loopback.ts';

/** Both ends of a connection through a cable, and how long a byte takes to the phone and back. */
function aConnection(cable: Cable) {
  const [host, wire] = socketPair();
  const phone = cable.lead(wire);
  phone.on('data', (chunk: Buffer) => phone.write(chunk));
  const roundTripMs = async (bytes: Buffer): Promise<number> => {
    const beganMs = performance.now();
    let left = bytes.length;
    host.write(bytes);
    while (left > 0) left -= ((await once(host, 'data')) as [Buffer])[0].length;
    return performance.now() - beganMs;
  };
  return { host, phone, roundTripMs };
}

describe('a cable', () => {
  it('adds its latency in each direction, also to connections that were there before', async () => {
    const cable = new Cable();
    const { roundTripMs } = aConnection(cable);

    await roundTripMs(Buffer.from('x'));
    cable.conditions = { latencyMs: 60, bytesPerSecond: 0, lossPercent: 0 };
    const slowMs = await roundTripMs(Buffer.from('x'));
    cable.conditions = undefined;
    const mendedMs = await roundTripMs(Buffer.from('x'));

    assert.ok(slowMs >= 118, `${slowMs} ms`);
    assert.ok(mendedMs < 60, `${mendedMs} ms`);
  });

  it('lets only so many bytes a second through', async () => {
    const cable = new Cable();
    cable.conditions = { latencyMs: 0, bytesPerSecond: 100_000, lossPercent: 0 };
    const { roundTripMs } = aConnection(cable);

    const ms = await roundTripMs(Buffer.alloc(10_000));

    assert.ok(ms >= 195, `${ms} ms for 10 kB there and back at 100 kB/s`);
  });

  it('delays what is lost and keeps the order', async () => {
    const draws = [0, 1, 1];
    const cable = new Cable(() => draws.shift() ?? 1);
    cable.conditions = { latencyMs: 0, bytesPerSecond: 0, lossPercent: 50 };
    const { host, phone } = aConnection(cable);
    const beganMs = performance.now();
    const heard: string[] = [];
    phone.removeAllListeners('data').on('data', (chunk: Buffer) => heard.push(chunk.toString()));

    host.write('first');
    await once(phone, 'data');
    const firstMs = performance.now() - beganMs;
    host.write('second');
    await once(phone, 'data');

    assert.ok(firstMs >= 195, `${firstMs} ms, a retransmission takes 200`);
    assert.equal(heard.join(' '), 'first second');
  });

  it('breaks with its connection', async () => {
    const { host, phone } = aConnection(new Cable());

    host.destroy();

    await once(phone, 'close');
  });
});
