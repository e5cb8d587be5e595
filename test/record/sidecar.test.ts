import assert from 'node:assert/strict';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { Agent, request as httpRequest } from 'node:http';

import type { Flow } from '../../src/flow/flow.ts';
import { bodyReader, readFlows } from '../../src/record/ledger.ts';
import { startRig, type Rig } from './sidecar-rig.ts';

const finished = (count: number) => (flows: Flow[]): boolean => flows.filter((flow) => flow.state !== 'open').length >= count;

describe('sidecar', () => {
  let rig: Rig;

  beforeEach(async () => {
    rig = await startRig({
      answer: (request, response) => {
        request.resume().on('end', () => response.setHeader('X-Mixed', 'Case').end(`you asked for ${request.url ?? ''}`));
      },
    });
  });

  afterEach(() => rig.close());

  it('has the whole exchange on disk when the answer arrives, inside TLS', async () => {
    const answer = await rig.phone.fetch('https://a.world.test/up?x=1', { method: 'POST', body: 'secret', headers: { 'X-Sent': 'yes' } });

    const [flow] = readFlows(rig.ledgerDir);
    assert.deepEqual(answer, { status: 200, body: 'you asked for /up?x=1' });
    assert.equal(flow?.state, 'complete');
    assert.equal(flow.host, 'a.world.test');
    assert.equal(flow.port, 443);
    assert.equal(flow.secure, true);
    assert.equal(flow.recorder, rig.sidecar.recorder);
    assert.equal(flow.request?.method, 'POST');
    assert.equal(flow.request.url, 'https://a.world.test/up?x=1');
    assert.ok(flow.request.headers.some(([name, value]) => name === 'X-Sent' && value === 'yes'));
    assert.equal(bodyReader(rig.ledgerDir)(flow.request.body!).toString(), 'secret');
    assert.equal(flow.response?.status, 200);
    assert.ok(flow.response.headers.some(([name, value]) => name === 'X-Mixed' && value === 'Case'));
    assert.equal(bodyReader(rig.ledgerDir)(flow.response.body!).toString(), 'you asked for /up?x=1');
  });

  it('records plain HTTP and HTTP/2', async () => {
    const plain = await rig.phone.fetch('http://b.world.test/plain');
    const second = await rig.phone.fetchHttp2('c.world.test', '/two');
    await rig.sidecar.close(); // What it would record late, it records at its end.

    const flows = readFlows(rig.ledgerDir);
    assert.deepEqual([plain.body, second.body], ['you asked for /plain', 'you asked for /two']);
    assert.deepEqual(flows.map((flow) => [flow.id, flow.host, flow.port, flow.secure, flow.request?.httpVersion, flow.state]), [
      ['f000001', 'b.world.test', 80, false, '1.1', 'complete'],
      ['f000002', 'c.world.test', 443, true, '2.0', 'complete'],
    ]);
  });

  it('answers the liveness probe itself', async () => {
    const answer = await rig.phone.fetch('http://probe.earshot.invalid/tok-1');

    const [flow] = readFlows(rig.ledgerDir);
    assert.deepEqual(answer, { status: 200, body: `earshot-probe tok-1 ${rig.sidecar.recorder}` });
    assert.equal(flow?.probe, 'tok-1');
    assert.equal(flow.state, 'complete');
    assert.deepEqual(rig.world.asked, []);
  });

  it('listens on one port of the loopback and nowhere else', function () {
    if (process.platform !== 'linux') this.skip();

    assert.deepEqual(listeningAddresses(rig.sidecar.pid), [`0100007F:${rig.sidecar.port.toString(16).toUpperCase().padStart(4, '0')}`]);
  });

  it('keeps apart the exchanges of one connection', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const get = (path: string) => new Promise<string>((resolve, reject) => {
      httpRequest({ host: '127.0.0.1', port: rig.sidecar.port, path: `http://a.world.test${path}`, headers: { host: 'a.world.test' }, agent }, (response) => {
        response.setEncoding('utf8').once('data', resolve).on('error', reject);
      }).once('error', reject).end();
    });

    const answers = [await get('/1'), await get('/2'), await get('/3')];
    agent.destroy();

    const flows = readFlows(rig.ledgerDir);
    assert.deepEqual(answers, ['you asked for /1', 'you asked for /2', 'you asked for /3']);
    assert.deepEqual(flows.map((flow) => flow.request?.url), ['http://a.world.test/1', 'http://a.world.test/2', 'http://a.world.test/3']);
  });

  it('records what the upstream refused, as the phone got it', async () => {
    const answer = await rig.phone.fetch('https://refused.world.test/');

    const [flow] = readFlows(rig.ledgerDir);
    assert.equal(answer.status, 502);
    assert.equal(flow?.response?.status, 502);
    assert.equal(flow.state, 'complete');
  });

  it('breaks off and records an exchange whose server shows a certificate nobody vouches for', async () => {
    await assert.rejects(rig.phone.fetch('https://x.stranger.test/'));

    const [flow] = await rig.flowsWhen(finished(1));
    assert.equal(flow?.state, 'aborted');
    assert.match(flow.error ?? '', /self-signed certificate/);
    assert.equal(flow.request?.url, 'https://x.stranger.test/');
  });

  it('numbers on after a restart, under a new recorder id', async () => {
    await rig.phone.fetch('http://a.world.test/');
    const first = rig.sidecar.recorder;
    rig = await rig.restart();
    await rig.phone.fetch('http://b.world.test/');

    const flows = readFlows(rig.ledgerDir);
    assert.deepEqual(flows.map((flow) => flow.id), ['f000001', 'f000002']);
    assert.notEqual(flows[1]?.recorder, first);
    assert.equal(flows[0]?.recorder, first);
  });
});

/** Local addresses on which a process listens, as the kernel writes them. */
function listeningAddresses(pid: number): string[] {
  const inodes = new Set(readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
    } catch {
      return []; // Closed since the folder was read.
    }
  }));
  const LISTEN = '0A';
  return ['tcp', 'tcp6'].flatMap((table) => readFileSync(`/proc/net/${table}`, 'utf8').split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter((columns) => columns[3] === LISTEN && inodes.has(columns[9] ?? ''))
    .map((columns) => columns[1] ?? '');
}
