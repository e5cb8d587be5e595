import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { gunzipSync } from 'node:zlib';
import { generateCACertificate, getLocal, type Mockttp } from 'mockttp';
import { bootPhone, type Phone } from '../../emulator/phone/phone.ts';
import { loadProfile } from '../../emulator/phone/profile/load-profile.ts';
import type { TruthLine } from '../../emulator/phone/telemetry/truth-log.ts';
import { startWorld, type World } from '../../emulator/world/world.ts';
import { startAdbServer, type AdbServer } from './adbd/adb-server.ts';
import { profilePath } from './emulator-rig.ts';

const BROWSER = 'com.mi.globalbrowser';
const PROXY_PORT = 8899;
const COLLECTOR = 'sa.api.intl.miui.com';

interface Heard {
  readonly method: string;
  readonly url: URL;
  readonly userAgent: string;
  readonly body: Buffer;
}

/** A proxy this project did not write, which reads TLS under a CA of its own and answers for everybody. */
async function aRecorder(heard: Heard[]): Promise<{ readonly caPem: string; readonly server: Mockttp }> {
  const ca = await generateCACertificate();
  const server = getLocal({ https: ca });
  await server.start();
  await server.forAnyRequest().thenCallback(async (request) => {
    const url = new URL(request.url);
    heard.push({ method: request.method, url, userAgent: request.headers['user-agent'] ?? '', body: (await request.body.getDecodedBuffer()) ?? Buffer.alloc(0) });
    return url.hostname.endsWith('.visited.test')
      ? { statusCode: 200, headers: { 'content-type': 'text/html' }, body: `<title>The page at ${url.pathname}</title><p>Seen by Chromium.</p>` }
      : { statusCode: 200, body: '' };
  });
  return { caPem: ca.cert, server };
}

describe('a phone whose browser is made of programs this project did not write', function () {
  this.timeout(60_000);
  let world: World;
  let phone: Phone;
  let recorder: Awaited<ReturnType<typeof aRecorder>>;
  let adb: AdbServer;
  const serial = (): string => `127.0.0.1:${phone.port}`;
  const shell = async (command: string): Promise<string> => {
    const { code, stdout, stderr } = await adb.run('-s', serial(), 'shell', command);
    assert.equal(code, 0, `${command}: ${stdout}${stderr}`);
    return stdout;
  };
  const heard: Heard[] = [];
  const truth: TruthLine[] = [];

  before(async () => {
    for (const program of ['chromium', 'certutil']) {
      assert.doesNotThrow(() => execFileSync('which', [program]), `${program} is needed; on Debian: apt-get install chromium libnss3-tools`);
    }
    [world, recorder] = await Promise.all([startWorld(), aRecorder(heard)]);
    phone = await bootPhone({
      profile: await loadProfile(profilePath('ginkgo-foreign')), internet: world, timeScale: 0.1,
      truth: { write: (line) => truth.push(line), close: () => undefined },
    });
    adb = await startAdbServer();
    await adb.connect(serial());
    await adb.run('-s', serial(), 'wait-for-device');
    await shell(`echo '${recorder.caPem}' > /data/local/tmp/recorder.0`);
    const store = '/system/etc/security/cacerts';
    await shell(`su -c 'mount -t tmpfs tmpfs ${store} && cp /data/local/tmp/recorder.0 ${store}/'`);
    await adb.run('-s', serial(), 'reverse', `tcp:${PROXY_PORT}`, `tcp:${recorder.server.port}`);
    await shell(`settings put global http_proxy 127.0.0.1:${PROXY_PORT}`);
  });

  after(async () => {
    await adb.close();
    await phone.close();
    await recorder.server.stop();
    await world.close();
  });

  /** Waits for something the phone sends by itself; mocha's limit ends it. */
  async function eventually<T>(look: () => T | undefined): Promise<T> {
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  const reports = () => heard.filter(({ url }) => url.hostname === COLLECTOR).map(({ url, method, userAgent, body }) => {
    const form = new URLSearchParams(body.toString());
    const items = JSON.parse(gunzipSync(Buffer.from(form.get('data_list') ?? '', 'base64')).toString()) as readonly { event: string; properties: Readonly<Record<string, unknown>> }[];
    return { path: `${url.pathname}${url.search}`, method, userAgent, fields: [...form.keys()], items };
  });

  it('has a page loaded by Chromium, and the visit reported by sa-sdk-node, both through its proxy', async () => {
    const visited = 'https://zq7xforeign.visited.test/secret';

    await shell(`am start -a android.intent.action.VIEW -d '${visited}' ${BROWSER}`);

    const page = await eventually(() => heard.find(({ url }) => url.href === visited));
    assert.match(page.userAgent, /Chrome\/\d+/);
    const finished = await eventually(() => reports().find(({ items }) => items.some(({ event }) => event === 'page_load_event_finish')));
    assert.deepEqual({ ...finished, items: [] }, { path: '/sa?project=global_browser&r=SG', method: 'POST', userAgent: 'SensorsAnalytics Node SDK', fields: ['data_list', 'gzip'], items: [] });
    const items = reports().flatMap((report) => report.items);
    assert.deepEqual(items.map(({ event, properties }) => [event, properties['url'], properties['$lib'], properties['android_id']]), [
      ['page_load_event_start', visited, 'Node', '8d1f6c3ae90b4275'],
      ['page_load_event_finish', visited, 'Node', '8d1f6c3ae90b4275'],
    ]);
  });

  it('writes the truth about it, and counts it for the browser', async () => {
    const lines = await eventually(() => {
      const told = truth.filter(({ what, package: name }) => what === 'telemetry' && name === BROWSER);
      return told.length === 2 ? told : undefined;
    });

    assert.deepEqual(lines.map(({ rule, outcome, status, host, transport, sender }) => ({ rule, outcome, status, host, transport, sender })), ['visits, normal mode', 'visits, once loaded'].map((rule) => (
      { rule, outcome: 'sent', status: 200, host: COLLECTOR, transport: 'proxy', sender: BROWSER })));
    // What is in Chromium's tunnels is not the phone's to read.
    assert.ok(truth.some(({ what, package: name, url, outcome }) => what === 'page' && name === BROWSER && url === 'tcp://zq7xforeign.visited.test:443' && outcome === 'sent'));
    // A proxy behind `adb reverse` is on lo: a table of the kernel's has it under the uid, `dumpsys netstats` has not.
    const rows = (await shell("su -c 'cat /proc/net/xt_qtaguid/stats || dumpsys netd trafficcontroller'")).split('\n').filter((row) => /\b10102\b/.test(row));
    assert.notDeepEqual(rows, []);
  });
});
