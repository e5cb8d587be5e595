import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { EarshotError } from '../../src/flow/errors.ts';
import { createCa } from '../../src/record/ca.ts';
import { readFlows } from '../../src/record/ledger.ts';
import { FLOWS_FILE } from '../../src/record/ledger-lines.ts';
import { startSidecar } from '../../src/record/sidecar.ts';
import { PhoneDouble } from './phone-double.ts';
import { startRig } from './sidecar-rig.ts';

describe('sidecar, when things go wrong', () => {
  it('has every acknowledged exchange on disk after kill -9 in mid-traffic', async () => {
    const rig = await startRig({ answer: (request, response) => { request.resume().on('end', () => response.end('ok')); } });
    const acknowledged: string[] = [];
    let going = true;
    const client = async (name: string): Promise<void> => {
      for (let count = 0; going; count += 1) {
        const url = `http://a.world.test/${name}/${count}`;
        await rig.phone.fetch(url, { method: 'POST', body: `body of ${name}/${count}` });
        acknowledged.push(url);
        if (acknowledged.length === 60) process.kill(rig.sidecar.pid, 'SIGKILL');
      }
    };

    await Promise.allSettled(['a', 'b', 'c', 'd'].map((name) => client(name)));
    going = false;
    const exit = await rig.sidecar.exited;

    const complete = readFlows(rig.ledgerDir).filter((flow) => flow.state === 'complete').map((flow) => flow.request?.url);
    assert.equal(exit.signal, 'SIGKILL');
    assert.ok(acknowledged.length >= 60);
    assert.deepEqual(acknowledged.filter((url) => !complete.includes(url)), []);
    await rig.close();
  });

  it('gives what a killed predecessor left open its last line', async () => {
    const rig = await startRig({ answer: () => undefined });
    const unanswered = rig.phone.fetch('http://a.world.test/slow');
    unanswered.catch(() => undefined);
    await rig.flowsWhen((flows) => flows.length === 1);
    process.kill(rig.sidecar.pid, 'SIGKILL');
    await assert.rejects(unanswered);

    const after = await rig.restart();

    const [flow] = readFlows(rig.ledgerDir);
    assert.equal(flow?.state, 'aborted');
    assert.equal(flow.error, `recorder ${rig.sidecar.recorder} ended while this was under way`);
    await after.close();
  });

  it('ends open flows when it is closed', async () => {
    const rig = await startRig({ answer: () => undefined });
    rig.phone.fetch('http://a.world.test/slow').catch(() => undefined);
    await rig.flowsWhen((flows) => flows.length === 1);

    await rig.sidecar.close();

    const [flow] = readFlows(rig.ledgerDir);
    assert.equal(flow?.state, 'aborted');
    assert.match(flow.error ?? '', /the recorder was ended/);
    assert.equal((await rig.sidecar.exited).code, 0);
    await rig.close();
  });

  it('goes on recording after it was stopped for a while', async () => {
    const rig = await startRig();
    process.kill(rig.sidecar.pid, 'SIGSTOP');
    const waiting = rig.phone.fetch('http://a.world.test/while-stopped');
    const nothing = await Promise.race([waiting, new Promise((resolve) => { setTimeout(resolve, 100, 'nothing'); })]);

    process.kill(rig.sidecar.pid, 'SIGCONT');
    const answer = await waiting;

    assert.equal(nothing, 'nothing');
    assert.equal(answer.body, 'hello');
    assert.equal(readFlows(rig.ledgerDir).length, 1);
    await rig.close();
  });

  it('forwards nothing and ends when the ledger cannot take the record', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'earshot-full-'));
    const ledgerDir = join(folder, 'ledger');
    mkdirSync(ledgerDir);
    symlinkSync('/dev/full', join(ledgerDir, FLOWS_FILE)); // Every write to it fails as on a full disk.
    let forwarded = 0;
    const world = createServer((_request, response) => { forwarded += 1; response.end(); }).listen(0, '127.0.0.1');
    await once(world, 'listening');
    const address = world.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const ca = await createCa({ folder: join(folder, 'ca'), device: 'phone-1', run: 'run-1' });
    const sidecar = await startSidecar({ device: 'phone-1', ledgerDir, ca, upstream: { kind: 'direct' } });

    const answer = await new PhoneDouble(sidecar.port).fetch(`http://127.0.0.1:${port}/`).then(() => 'answered', () => 'broken');
    const exit = await sidecar.exited;

    assert.equal(answer, 'broken');
    assert.equal(forwarded, 0);
    assert.equal(exit.code, 74);
    assert.match(exit.detail, /cannot write flow f000001 in .*: ENOSPC.*Nothing is forwarded that is not recorded/);
    world.close();
    rmSync(folder, { recursive: true });
  });

  it('says why it did not start', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'earshot-start-'));
    const ca = { certPath: join(folder, 'no.pem'), keyPath: join(folder, 'no.key') };

    await assert.rejects(
      startSidecar({ device: 'phone-1', ledgerDir: join(folder, 'ledger'), ca, upstream: { kind: 'direct' } }),
      (error) => error instanceof EarshotError && error.code === 'RECORDER_DOWN' && /no\.(pem|key)/.test(error.message),
    );
    rmSync(folder, { recursive: true });
  });
});
