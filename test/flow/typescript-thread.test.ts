import assert from 'node:assert/strict';
import { Worker } from 'node:worker_threads';
import { firstAnswer } from '../../src/flow/typescript-thread.ts';

describe('the first answer of a thread', () => {
  const answerOf = (program: string): Promise<unknown> => firstAnswer(new Worker(program, { eval: true }));

  it('is what it posts first', async () => {
    assert.deepEqual(await answerOf("const { parentPort } = require('node:worker_threads'); parentPort.postMessage({ code: 7 }); parentPort.postMessage('more');"), { code: 7 });
  });

  it('is how it failed, where it fails before', async () => {
    assert.deepEqual(await answerOf("throw new Error('no memory');"), { failed: 'the thread failed (no memory)' });
  });

  it('is that there is none, where it ends without a word', async () => {
    assert.deepEqual(await answerOf(''), { failed: 'the thread ended without an answer' });
  });
});
