import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { AdbClient } from '../../src/farm/adb-client.ts';
import { findFreePort } from '../../src/farm/free-port.ts';
import { connectOverTcp } from '../../src/farm/lease.ts';
import { readFlows } from '../../src/record/ledger.ts';
import { waitUntil } from '../../src/farm/wait-until.ts';
import { allureResults } from './allure-results.ts';
import { adb, shippedProfile, Stage, until, type Earshot, type Ended } from './earshot.ts';
import { processesNaming } from './processes.ts';
import { readVerdictsFile } from './verdicts-format.ts';

/** On the phone's own loopback, where nobody listens: the user's proxy, as far as the phone knows. */
const FORMER_PROXY = '127.0.0.1:9';

const SPEC = 'browser/news@mi-browser';
const FILES = 'file-manager/folders';

/** A phone that outlives the runs, on an adb server that belongs to the user. */
class Bench {
  readonly stage: Stage;
  readonly phone: Earshot;
  readonly port: number;
  readonly server: ChildProcess;
  readonly serial: string;
  readonly devicesFile: string;

  static async set(stage: Stage): Promise<Bench> {
    const phone = stage.start(['phone', '--profile', shippedProfile('ginkgo-silent'), '--time-scale', '0.01']);
    const port = await findFreePort();
    const server = spawn('adb', ['-P', String(port), 'nodaemon', 'server'], {
      env: { ...stage.environment(), ADB_LOCAL_TRANSPORT_MAX_PORT: '5553', ADB_MDNS_AUTO_CONNECT: '0' }, stdio: 'ignore',
    });
    const [, proxy = '', ca = ''] = await phone.says(/^world (\S+) (.+)$/m);
    const [, serial = ''] = await phone.says(/^ready (\S+) ginkgo-silent$/m);
    const client = new AdbClient(port);
    await waitUntil(() => client.ask('host:version').catch(() => undefined), { timeoutMs: 20_000 });
    await connectOverTcp(client, serial);
    return new Bench({ stage, phone, port, server, serial, world: { proxy, ca } });
  }

  constructor(parts: { stage: Stage; phone: Earshot; port: number; server: ChildProcess; serial: string; world: { proxy: string; ca: string } }) {
    ({ stage: this.stage, phone: this.phone, port: this.port, server: this.server, serial: this.serial } = parts);
    this.devicesFile = this.stage.devices([{
      id: 'desk', model: 'Redmi Note 8', kind: 'usb', serial: this.serial, adbServerPort: this.port,
      // Without it the recorder would reach for the internet, where an emulated phone has no business.
      upstreamProxy: `http://${parts.world.proxy}`, upstreamCa: parts.world.ca,
    }]);
    this.shell(`settings put global http_proxy ${FORMER_PROXY}`);
  }

  start(...specs: readonly string[]): Earshot {
    return this.stage.start(['run', '--specs', specs.join(','), '--devices-file', this.devicesFile]);
  }

  shell(command: string): string {
    return adb(this.port, this.stage.environment(), '-s', this.serial, 'shell', command).stdout.trim();
  }

  /** What a run has changed on the phone and not put back, as far as a shell can see. */
  traces(): Record<string, string> {
    return {
      proxy: this.shell('settings get global http_proxy'),
      tunnels: adb(this.port, this.stage.environment(), '-s', this.serial, 'reverse', '--list').stdout.trim(),
      mounts: this.shell('cat /proc/mounts | grep cacerts'),
      planted: this.shell('ls /sdcard /sdcard/Music | grep zq7x'),
      staged: this.shell("ls /data/local/tmp | grep -e earshot -e '[.]0$'"),
      forwards: adb(this.port, this.stage.environment(), 'forward', '--list').stdout.trim(),
    };
  }

  journals(): readonly string[] {
    const phones = join(this.stage.state, 'phones');
    return existsSync(phones) ? readdirSync(phones, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('undo.json')) : [];
  }

  /** Ends phone and server, and waits for it. */
  async clear(): Promise<void> {
    this.phone.kill('SIGTERM');
    this.server.kill('SIGTERM');
    await Promise.all([this.phone.ended, this.server.exitCode === null ? once(this.server, 'exit') : undefined]);
  }
}

describe('earshot run, on a phone of kind usb', function () {
  this.timeout(180_000);
  const stage = new Stage();
  let bench: Bench;
  let untouched: Record<string, string>;
  let interrupted: Ended;
  let second: Ended;

  before(async () => {
    bench = await Bench.set(stage);
    untouched = bench.traces();
    const run = bench.start('browser/news');
    await run.says(/recording; the CA of this run is trusted/);
    second = await bench.stage.run(['run', '--specs', 'music', '--devices-file', bench.devicesFile, '--reports', join(stage.folder, 'second')]);
    // A real phone's windows are not shortened: this one ends here.
    await stage.midWindow(run, 'desk', SPEC);
    run.interrupt();
    interrupted = await run.ended;
  });

  after(() => stage.remove());

  it('takes the same road, out through the proxy its network needs', () => {
    const flows = readFlows(join(stage.newestRun(), 'ledger', 'desk'));
    const read = flows.filter(({ kind, secure, state, response }) => kind === 'http' && secure && state === 'complete' && response?.status === 200);
    assert.ok(read.length > 0, JSON.stringify(flows.map(({ kind, host, state }) => [kind, host, state])));
    assert.ok(flows.some(({ probe }) => probe !== undefined));
  });

  it('says who has the phone to a second run, which ends with 3', () => {
    assert.equal(second.code, 3);
    assert.match(second.stdout, /FAILED {2}desk: took the phone 127\.0\.0\.1:\d+ for this run, found it with the run with process id \d+, expected it free/);
  });

  it('leaves the link to the latest run to those that come to their end', () => {
    assert.match(interrupted.stdout, /^latest +stays where it was: this run was interrupted$/m);
    assert.match(second.stdout, /^latest +stays where it was: this run judged nothing$/m);
    for (const reports of [stage.reports, join(stage.folder, 'second')]) assert.deepEqual(readdirSync(reports).filter((name) => name === 'latest'), []);
  });

  it('stops at Ctrl-C with 130 and says of every action that nobody knows, and on which build', () => {
    assert.equal(interrupted.code, 130, interrupted.stderr);
    const { verdicts, controls } = readVerdictsFile(stage.newestRun());
    assert.deepEqual(verdicts.map(({ action }) => action), ['opens a news item', 'opens a news item incognito']);
    assert.equal(controls.length, 1);
    for (const { verdict, reasons, build, profile } of verdicts) {
      assert.equal(verdict, 'inconclusive');
      assert.match(reasons[0] ?? '', /interrupted/);
      assert.match(build ?? '', /^xiaomi\/ginkgo\/ginkgo:9\//);
      assert.equal(profile, undefined);
    }
  });

  it('calls the tests that were never run broken in Allure', () => {
    // A browser that the phone does not carry is skipped, and says so.
    const results = allureResults(stage.newestRun()).filter(({ status }) => status !== 'skipped');
    assert.deepEqual(results.map(({ status, verdict, device }) => [status, verdict, device]), Array(3).fill(['broken', 'inconclusive', 'desk']));
  });

  it('has put everything on the phone back', () => {
    assert.equal(untouched['proxy'], FORMER_PROXY);
    assert.deepEqual(bench.traces(), untouched);
    assert.deepEqual(bench.journals(), []);
  });

  it("leaves the user's adb server and the phone running, and nothing else", async () => {
    assert.equal(bench.server.exitCode, null);
    await until('the processes of the run to end', () => (others(bench).length === 0 ? true : undefined), 10_000)
      .catch(() => assert.fail(others(bench).join('\n')));
  });

  it('when it is killed, ends what it started, removes its keys, and restores the phone at the next command', async () => {
    const killed = bench.start(FILES);
    await killed.says(/looking through files/);
    await until('a folder to be planted', () => (bench.traces()['planted'] === '' ? undefined : true));
    killed.kill('SIGKILL');
    await killed.ended;
    await until('its processes to end', () => (others(bench).length === 0 ? true : undefined), 10_000)
      .catch(() => assert.fail(others(bench).join('\n')));
    assert.deepEqual(readdirSync(stage.newestRun()).filter((name) => name === 'private'), []);
    assert.notDeepEqual(bench.traces(), untouched);

    const restored = await stage.run(['restore', '--adb-port', String(bench.port)]);
    assert.equal(restored.code, 0, restored.stdout + restored.stderr);
    assert.match(restored.stdout, /^127\.0\.0\.1:\d+: \d+ changes undone$/m);
    assert.deepEqual(bench.traces(), untouched);
    assert.deepEqual(bench.journals(), []);
    assert.equal((await stage.run(['restore', '--adb-port', String(bench.port)])).stdout, 'nothing to put back\n');
  });

  it('puts the phone back also where the doctor is interrupted, who then ends with 130', async () => {
    const doctor = stage.start(['doctor', '--selectors', '--apps', 'music', '--devices-file', bench.devicesFile]);
    await until('the doctor to put a song there', () => {
      if (doctor.hasEnded) throw new Error(`the doctor ended:\n${doctor.stdout}${doctor.stderr}`);
      return bench.shell('ls /sdcard/Music').includes('Earshot.mp3') ? true : undefined;
    });
    assert.equal(bench.journals().length, 1);
    doctor.interrupt();
    const { code, stdout, stderr } = await doctor.ended;

    assert.equal(code, 130, stdout + stderr);
    assert.match(stdout, /^desk {2}could not be looked at: interrupted$/m);
    assert.doesNotMatch(bench.shell('ls /sdcard/Music'), /Earshot/);
    assert.match(bench.shell('dumpsys window'), /mCurrentFocus=.* com\.miui\.home\//);
    assert.deepEqual(bench.traces(), untouched);
    assert.deepEqual(bench.journals(), []);
    assert.deepEqual(others(bench), []);
  });

  it('leaves nothing behind', async () => {
    await bench.clear();
    await stage.assertTidy();
  });
});

/** What lives of this test's beside the phone and the user's adb server. */
function others(bench: Bench): readonly string[] {
  const own = new Set([bench.server.pid, bench.phone.pid, ...bench.phone.children(/./)]);
  return processesNaming(bench.stage.folder).filter(({ pid }) => !own.has(pid)).map(({ pid, commandLine }) => `${pid} ${commandLine}`);
}
