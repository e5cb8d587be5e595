import assert from 'node:assert/strict';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AdbServerClient } from '@yume-chan/adb';
import { AdbServerNodeTcpConnector } from '@yume-chan/adb-server-node-tcp';
import { adbkitDevice } from './adbkit-device.ts';
import { startAdbServer } from './adb-server.ts';
import type { AdbServer } from './adb-server.ts';
import { startPhoneDouble } from './phone-double.ts';
import type { PhoneDouble } from './phone-double.ts';

async function collect(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

describe('adbd, as other clients see it', function () {
  this.timeout(20_000);
  let adb: AdbServer;
  let phone: PhoneDouble;

  before(async () => {
    [adb, phone] = await Promise.all([startAdbServer(), startPhoneDouble()]);
    await adb.connect(phone.serial);
    await adb.run('-s', phone.serial, 'wait-for-device');
  });

  after(async () => {
    await Promise.all([adb.close(), phone.adbd.close()]);
  });

  it('answers adbkit: shell, files, folder listing, reverse', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'adbkit-'));
    const content = Buffer.alloc(200_000, 'earshot');
    await writeFile(join(folder, 'file'), content);
    const device = adbkitDevice(adb.port, phone.serial);

    const shell = await collect(await device.shell('echo "a b"; exit 3'));
    const transfer = await device.push(createReadStream(join(folder, 'file')), '/data/local/tmp/kit.bin', 0o644);
    await new Promise((resolve, reject) => transfer.on('end', resolve).on('error', reject));
    const pulled = await collect(await device.pull('/data/local/tmp/kit.bin'));
    const names = (await device.readdir('/data/local/tmp')).map((entry) => entry.name);
    await device.reverse('tcp:4000', 'tcp:5000');
    const reverses = await device.listReverses();
    await rm(folder, { recursive: true });

    assert.equal(String(shell), 'a b\n');
    assert.deepEqual(pulled, content);
    assert.ok(names.includes('kit.bin'));
    assert.deepEqual(reverses.map((rule) => [rule.remote, rule.local]), [['tcp:4000', 'tcp:5000']]);
  });

  it('answers Tango: features, shell protocol, files with their status', async () => {
    const client = new AdbServerClient(new AdbServerNodeTcpConnector({ host: '127.0.0.1', port: adb.port }));
    const device = await client.createAdb({ serial: phone.serial });

    const result = await device.subprocess.shellProtocol!.spawnWaitText('echo out; echo err >&2; exit 7');
    const sync = await device.sync();
    await phone.files.writeFile('/sdcard/tango.txt', 'tango');
    const status = await sync.stat('/sdcard/tango.txt');
    const read = await collect(sync.read('/sdcard/tango.txt'));
    const names: string[] = [];
    for await (const entry of sync.opendir('/sdcard')) names.push(entry.name);
    await sync.dispose();
    await device.close();

    assert.deepEqual([result.exitCode, result.stdout, result.stderr], [7, 'out\n', 'err\n']);
    assert.equal(status.size, 5n);
    assert.equal(String(read), 'tango');
    assert.ok(names.includes('tango.txt'));
  });
});
