import assert from 'node:assert/strict';
import { once } from 'node:events';
import { rootCertificates } from 'node:tls';
import { createAuthorisation } from '../../../emulator/phone/system/authorisation.ts';
import { createClock } from '../../../emulator/phone/system/clock.ts';
import { caFileName } from '../../../emulator/phone/system/files/ca-file-name.ts';
import { createLogcat } from '../../../emulator/phone/system/logcat.ts';
import { createLoopback } from '../../../emulator/phone/system/loopback.ts';
import { createProcesses } from '../../../emulator/phone/system/processes.ts';
import { createProperties } from '../../../emulator/phone/system/properties.ts';
import { songFile } from '../../../emulator/phone/song.ts';
import { createSettings, type SettingChange } from '../../../emulator/phone/system/settings.ts';
import { aPhone } from '../shell/a-phone.ts';

describe('the settings provider', () => {
  it('tells its observers of each change until they leave', () => {
    const settings = createSettings({ global: { http_proxy: ':0' } });
    const seen: SettingChange[] = [];
    const leave = settings.observe((change) => seen.push(change));

    settings.put('global', 'http_proxy', '127.0.0.1:8080');
    settings.delete('global', 'http_proxy');
    settings.delete('global', 'http_proxy');
    leave();
    settings.put('secure', 'x', '1');

    assert.deepEqual(seen.map(({ key, value }) => [key, value]), [['http_proxy', '127.0.0.1:8080'], ['http_proxy', undefined]]);
    assert.equal(settings.get('global', 'http_proxy'), undefined);
  });
});

describe('the property store', () => {
  it('gives the empty string for what is not set, and lets ro.* be set once', () => {
    const properties = createProperties({ 'ro.product.model': 'Redmi Note 8' });

    properties.set('ro.new', '1');

    assert.equal(properties.get('nothing'), '');
    assert.throws(() => properties.set('ro.product.model', 'Mi 10'), /read-only/);
    assert.throws(() => properties.set('ro.new', '2'), /read-only/);
  });
});

describe('the loopback', () => {
  it('connects both ways, ends one half at a time and frees its port', async () => {
    const loopback = createLoopback();
    const listener = loopback.listen(8080, (socket) => {
      socket.once('end', () => socket.end('bye'));
      socket.on('data', (chunk: Buffer) => socket.write(`echo ${chunk.toString()}`));
    });
    const client = loopback.connect(8080);
    assert.ok(client !== undefined);
    const received: string[] = [];
    client.on('data', (chunk: Buffer) => received.push(chunk.toString()));

    client.write('hello');
    client.end();
    await once(client, 'end');

    assert.equal(received.join(''), 'echo hellobye');
    assert.throws(() => loopback.listen(8080, () => undefined), /8080.*taken/);
    listener.close();
    assert.equal(loopback.isOpen(8080), false);
    assert.equal(loopback.connect(8080), undefined);
  });

  it('carries megabytes intact, with back pressure', async () => {
    const loopback = createLoopback();
    const sent = Buffer.alloc(3_000_000, 'abcdefg');
    loopback.listen(1, (socket) => socket.end(sent));
    const client = loopback.connect(1);
    assert.ok(client !== undefined);
    client.end();

    const chunks = await client.toArray();

    assert.ok(Buffer.concat(chunks).equals(sent));
  });

  it('closes one end when the other is destroyed', async () => {
    const loopback = createLoopback();
    const served = new Promise<void>((resolve) => {
      loopback.listen(1, (socket) => {
        socket.resume();
        socket.once('close', resolve);
      });
    });

    loopback.connect(1)?.destroy();

    await served;
  });
});

describe('the authorisation dialog', () => {
  it('waits for a person, and remembers the keys they allowed', async () => {
    const authorisation = createAuthorisation({ owner: 'ignores', trusted: ['old'] });
    const asked = authorisation.ask('new');

    assert.deepEqual(authorisation.trusted(), ['old']);
    authorisation.accept();

    assert.equal(await asked, true);
    assert.equal(await authorisation.ask('newer'), true);
    assert.deepEqual(authorisation.trusted(), ['old', 'new', 'newer']);
  });
});

describe('the process table', () => {
  it('tells a process of the signal that ended it', () => {
    const processes = createProcesses();
    const signals: number[] = [];
    const { pid } = processes.start('com.x', 10_100, { onKilled: (signal) => signals.push(signal) });

    assert.equal(processes.kill(pid, 0), true);
    processes.kill(pid, 2);

    assert.deepEqual(signals, [2]);
    assert.equal(processes.byName('com.x'), undefined);
    assert.equal(processes.kill(pid, 9), false);
  });
});

describe('the log', () => {
  it('forgets its oldest lines before it grows without end', () => {
    const logcat = createLogcat(createClock());

    for (let at = 0; at < 20_001; at++) logcat.write({ level: 'I', tag: 'T', message: String(at) });

    assert.equal(logcat.lines().length, 10_000);
    assert.equal(logcat.lines().at(-1)?.message, '20000');
  });
});

describe('the clock', () => {
  it('is apart from the host\'s by its offset, and can be set', () => {
    const clock = createClock(-5000, () => 100_000);

    assert.equal(clock.now(), 95_000);
    clock.set(1);
    assert.equal(clock.now(), 1);
  });
});

describe('the name of a CA\'s file', () => {
  it('is its old subject hash, as in the names Android itself uses', () => {
    // ISRG Root X1, 6187b673 by `openssl x509 -subject_hash_old` and in
    // https://android.googlesource.com/platform/system/ca-certificates/+/refs/heads/main/files/
    const names = rootCertificates.map(caFileName);

    assert.ok(names.includes('6187b673.0'));
    assert.ok(names.every((name) => /^[0-9a-f]{8}\.0$/.test(name)));
  });
});

describe('the media provider', () => {
  it('knows what was scanned: tags when there are any, else file and folder names', async () => {
    const { system } = aPhone();
    await system.files.writeFile('/sdcard/Music/a song.mp3', songFile({ title: 'Zq Title', artist: 'Zq Artist', album: 'Zq Album', durationMs: 2000 }));
    await system.files.writeFile('/sdcard/Music/plain.mp3', 'no music');
    await system.files.writeFile('/sdcard/Music/note.txt', 'x');

    await system.media.scanAll();

    assert.deepEqual(system.media.audio().map(({ title, artist, album }) => [title, artist, album]), [['Zq Title', 'Zq Artist', 'Zq Album'], ['plain', '<unknown>', 'Music']]);
    await system.files.rm('/sdcard/Music/plain.mp3');
    await system.media.scanFile('file:///sdcard/Music/plain.mp3');
    assert.equal(system.media.audio().length, 1);
  });
});
