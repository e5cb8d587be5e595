import assert from 'node:assert/strict';
import { once } from 'node:events';
import { duplexPair } from 'node:stream';
import { aView, DisplayDouble } from '../display-double.ts';
import { Uia2Client } from '../uia2-client.ts';

describe('the UiAutomator2 server', () => {
  it('is ready before there is a session', async () => {
    const client = new Uia2Client(new DisplayDouble(aView()));

    const status = await client.send('GET', '/status');
    const sessions = await client.send('GET', '/sessions');

    assert.deepEqual(status.value, {
      ready: true,
      message: 'UiAutomator2 Server is ready to accept commands',
      build: { version: '10.6.6', versionCode: 278 },
    });
    assert.deepEqual(sessions.value, []);
  });

  it('creates a session, lists it and answers for it by its id', async () => {
    const client = await Uia2Client.inSession(new DisplayDouble(aView()), { 'appium:appPackage': 'a.b' });

    const sessions = await client.send('GET', '/sessions');
    const details = await client.command('GET', '');

    const { sessionId } = client;
    assert.deepEqual(sessions.value, [{ id: sessionId, sessionId, capabilities: { appPackage: 'a.b' } }]);
    assert.equal(details.sessionId, sessionId);
    assert.deepEqual(details.value, { lastScrollData: null });
  });

  it('ends with its session and says so to the phone', async () => {
    let ended = 0;
    const client = new Uia2Client(new DisplayDouble(aView()), { onSessionDeleted: () => (ended += 1) });
    await client.open({});

    const deleted = await client.command('DELETE', '');
    const after = await client.command('GET', 'source');

    assert.equal(deleted.value, null);
    assert.equal(ended, 1);
    assert.equal(after.status, 404);
    assert.equal(after.error, 'invalid session id');
  });

  it('answers several requests on one connection, each in one piece', async () => {
    const { server } = new Uia2Client(new DisplayDouble(aView()));
    const [clientSide, phoneSide] = duplexPair();
    server.accept(phoneSide);
    const pieces: string[] = [];

    for (let request = 1; request <= 3; request += 1) {
      clientSide.write('GET /status HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: keep-alive\r\n\r\n');
      const [piece] = (await once(clientSide, 'data')) as [Buffer];
      pieces.push(piece.toString('utf8'));
    }
    const closed = once(clientSide, 'end');
    server.close();
    await closed;

    for (const piece of pieces) assert.match(piece, /^HTTP\/1\.1 200 OK\r\n.*\r\n\r\n\{"sessionId":null,"value":\{"ready":true.*\}\}$/su);
  });

  it('refuses what it does not know', async () => {
    const client = await Uia2Client.inSession(new DisplayDouble(aView()));

    const replies = [
      await client.command('POST', 'no/such/thing', {}),
      await client.command('PUT', 'source'),
      await client.send('GET', '/'),
    ];

    for (const reply of replies) {
      assert.equal(reply.status, 404);
      assert.equal(reply.error, 'unknown command');
      assert.match(JSON.stringify(reply.value), /"message":"The requested resource could not be found.*"stacktrace":"/u);
    }
  });

  it('refuses a session without capabilities and a body with a field of the wrong kind', async () => {
    const client = await Uia2Client.inSession(new DisplayDouble(aView()));

    const created = await client.send('POST', '/session', {});
    const found = await client.command('POST', 'element', { strategy: 'id' });

    assert.equal(created.error, 'session not created');
    assert.equal(found.status, 400);
    assert.equal(found.error, 'invalid argument');
  });

  it('keeps settings for the session and passes over unknown ones', async () => {
    const client = await Uia2Client.inSession(new DisplayDouble(aView()));

    await client.command('POST', 'appium/settings', { settings: { waitForIdleTimeout: 5, nonsense: 1 } });
    const settings = Object(await client.get('appium/settings')) as Record<string, unknown>;

    assert.equal(settings['waitForIdleTimeout'], 5);
    assert.equal(settings['mjpegServerPort'], 7810);
    assert.equal('nonsense' in settings, false);
  });
});
