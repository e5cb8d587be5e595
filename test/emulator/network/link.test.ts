import assert from 'node:assert/strict';
import { Link } from '../../../emulator/phone/network/link.ts';

describe('a link', () => {
  it('keeps the order of a connection while it gets better and worse', async () => {
    const link = new Link(() => 0.5);
    const lane = link.lane();
    const came: number[] = [];
    const last = await new Promise<number>((resolve) => {
      for (let index = 0; index < 200; index += 1) {
        link.set({ latencyMs: index % 7, bytesPerSecond: 50_000_000 });
        lane.pass(1000, () => {
          came.push(index);
          if (came.length === 200) resolve(index);
        });
      }
    });

    assert.equal(last, 199);
    assert.deepEqual(came, came.toSorted((a, b) => a - b));
  });

  it('hands over at once what nothing slows down', () => {
    let isThere = false;
    new Link().lane().pass(1000, () => (isThere = true));

    assert.ok(isThere);
  });
});
