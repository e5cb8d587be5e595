import assert from 'node:assert/strict';
import { within } from '../../src/farm/wait-until.ts';

const late = (): Error => new Error('late');

function beBusy(ms: number): void {
  const endMs = performance.now() + ms;
  while (performance.now() < endMs);
}

describe('waiting for an answer within a time', () => {
  it('takes one that came while this process was busy for longer than that', async () => {
    // Answers of sockets are taken after timers.
    const answer = new Promise<string>((resolve) => setImmediate(() => setImmediate(() => { resolve('here'); })));
    const told = within(answer, 40, late);
    beBusy(60);

    assert.equal(await told, 'here');
  });

  it('ends it when the time is up', async () => {
    const startMs = performance.now();

    await assert.rejects(within(new Promise(() => undefined), 40, late), /late/);
    assert.ok(performance.now() - startMs >= 35);
  });

  it('gives what the promise fails with', async () => {
    await assert.rejects(within(Promise.reject(new Error('refused')), 40, late), /refused/);
  });
});
