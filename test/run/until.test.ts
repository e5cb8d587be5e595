import assert from 'node:assert/strict';
import { until } from '../../src/run/until.ts';

describe('until', () => {
  it('is true as soon as the condition is', async () => {
    let asked = 0;

    assert.equal(await until(() => Promise.resolve((asked += 1) === 2), 5_000), true);
    assert.equal(asked, 2);
  });

  it('is false when the limit passes', async () => {
    assert.equal(await until(() => Promise.resolve(false), 50), false);
  });

  it('forgives an error that goes away', async () => {
    let asked = 0;
    const condition = (): Promise<boolean> => {
      asked += 1;
      return asked === 1 ? Promise.reject(new Error('not there yet')) : Promise.resolve(true);
    };

    assert.equal(await until(condition, 5_000), true);
  });

  it('throws the last error when there was never an answer', async () => {
    await assert.rejects(until(() => Promise.reject(new Error('gone')), 50), /gone/);
  });
});
