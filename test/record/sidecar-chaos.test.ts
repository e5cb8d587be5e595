import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { EarshotError } from '../../src/flow/errors.ts';
import { createCa } from '../../src/record/ca.ts';
import { examineLedger } from '../../src/record/ledger-integrity.ts';
import { readFlows } from '../../src/record/ledger.ts';
import { readWireBytes } from '../../src/record/wire-bytes.ts';
import { BODIES_FOLDER, FLOWS_FILE } from '../../src/record/ledger-lines.ts';
import { startSidecar } from '../../src/record/sidecar.ts';
import { startRig } from './sidecar-rig.ts';

describe('sidecar, when things go wrong', () => {
  it('has every acknowledged exchange on disk after kill -9 in mid-traffic', async () => {
    const rig = await startRig({ answer: (request, response) => { request.resume().on('end', () => response.end('ok')); } });
    const acknowledged: string[] = [];
    const startMs = Date.now();
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
    const { complete: whole, faults } = examineLedger(rig.ledgerDir);
    assert.equal(whole, false);
    assert.deepEqual(faults, [`recorder ${rig.sidecar.recorder} has not ended, or was killed: what it had under way has no end`]);
    assert.equal(readWireBytes(rig.ledgerDir).covers(startMs, Date.now() + 60_000), false);
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
    assert.deepEqual(examineLedger(rig.ledgerDir).faults, []);
    assert.equal(readWireBytes(rig.ledgerDir).readings.at(-1)?.ended, true);
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
    const rig = await startRig();
    const bodies = join(rig.ledgerDir, BODIES_FOLDER);
    rmSync(bodies, { recursive: true });
    writeFileSync(bodies, 'in the way'); // Every body fails from now on, as on a full disk.

    const answer = await rig.phone.fetch('http://a.world.test/', { method: 'POST', body: 'secret' }).then(() => 'answered', () => 'broken');
    const exit = await rig.sidecar.exited;

    assert.equal(answer, 'broken');
    assert.deepEqual(rig.world.asked, []);
    assert.equal(exit.code, 74);
    assert.match(exit.detail, /cannot write body \w+ in .*: ENOTDIR.*Nothing is forwarded that is not recorded/);
    await rig.close();
  });

  it('does not start on a full disk', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'earshot-full-'));
    const ledgerDir = join(folder, 'ledger');
    mkdirSync(ledgerDir);
    symlinkSync('/dev/full', join(ledgerDir, FLOWS_FILE)); // Every write to it fails as on a full disk.
    const ca = await createCa({ folder: join(folder, 'ca'), device: 'phone-1', run: 'run-1' });

    await assert.rejects(startSidecar({ device: 'phone-1', ledgerDir, ca, upstream: { kind: 'direct' } }), /cannot write the beginning in .*: ENOSPC/);
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
