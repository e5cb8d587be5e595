import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { ShellProcess } from '../../../emulator/phone/system/services.ts';
import { aPhone, PNG, run, runBytes } from './a-phone.ts';

/** Waits until the output of a running command matches. */
function outputOf(process: ShellProcess, expected: RegExp): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    process.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (expected.test(text)) resolve(text);
    });
  });
}

describe('a long-lived command of the emulated phone', () => {
  it('prints log lines as they come, the way adb logcat asks for them, and ends when it is killed', async () => {
    const phone = aPhone();
    const logcat = phone.shell.spawn(`export ANDROID_LOG_TAGS="''"; exec logcat '-v' 'threadtime'`);
    await outputOf(logcat, /Boot is finished\n/);

    const live = outputOf(logcat, /live\n/);
    phone.system.logcat.write({ level: 'W', tag: 'Test', message: 'live' });
    await live;
    logcat.kill();

    assert.equal(await logcat.exited, 129);
  });

  it('is never silent at its start, though no line passes the filter', async () => {
    const phone = aPhone();
    phone.system.logcat.clear();
    const logcat = phone.shell.spawn('logcat -s Nobody');

    assert.equal(await outputOf(logcat, /\n/), '--------- beginning of main\n');
    logcat.kill();
    await logcat.exited;
  });

  it('stops when the next in the pipe has enough', async () => {
    assert.equal((await run(aPhone(), 'logcat | head -1')).stdout, '--------- beginning of system\n');
  });

  it('filters a running log by lines', async () => {
    const phone = aPhone();
    const process = phone.shell.spawn('logcat | grep wanted');
    const output = outputOf(process, /\n/);

    phone.system.logcat.write({ level: 'I', tag: 'T', message: 'other' });
    phone.system.logcat.write({ level: 'I', tag: 'T', message: 'wanted line' });

    assert.match(await output, /^[^\n]*wanted line\n$/);
    process.kill();
    await process.exited;
  });

  it('ends children with the shell: sleep does not outlive it', async () => {
    const process = aPhone().shell.spawn('sleep 1000; echo never');

    process.kill();

    assert.equal(await process.exited, 129);
  });

  it('talks to a server on the loopback and ends with it', async () => {
    const phone = aPhone();
    const server = createServer((request, response) => response.end(`you asked for ${request.url ?? ''}`));
    phone.system.loopback.listen(8899, (socket) => server.emit('connection', socket));

    const piped = await run(phone, "printf 'GET /a HTTP/1.0\\r\\n\\r\\n' | nc 127.0.0.1 8899");
    const held = await run(phone, "{ printf 'GET /b HTTP/1.0\\r\\n\\r\\n'; sleep 0.01; } | timeout 4 nc 127.0.0.1 8899");

    assert.match(piped.stdout, /you asked for \/a$/);
    assert.match(held.stdout, /you asked for \/b$/);
    assert.deepEqual(await run(phone, 'nc 127.0.0.1 9'), { stdout: '', stderr: 'nc: connect: Connection refused\n', exitCode: 1 });
  });

  it('reaches other hosts only through the network it was given', async () => {
    const without = await run(aPhone(), 'nc world.test 80');
    const refused = await run(aPhone({}, { connect: () => Promise.reject(Object.assign(new Error('x'), { code: 'ETIMEDOUT' })) }), 'nc world.test 80');

    assert.equal(without.stderr, 'nc: connect: Network is unreachable\n');
    assert.equal(refused.stderr, 'nc: connect: Connection timed out\n');
  });

  it('carries a screenshot byte for byte: alone, after other output, through a pipe and into a file', async () => {
    const phone = aPhone();

    assert.deepEqual((await runBytes(phone, 'screencap -p')).stdout, PNG);
    assert.deepEqual((await runBytes(phone, 'echo && screencap -p 2>/dev/null')).stdout, Buffer.concat([Buffer.from('\n'), PNG]));
    assert.deepEqual((await runBytes(phone, 'screencap -p | cat')).stdout, PNG);
    assert.deepEqual((await runBytes(phone, 'screencap -p /sdcard/a.png; cat /sdcard/a.png')).stdout, PNG);
    assert.deepEqual((await runBytes(phone, 'cat > /data/local/tmp/x; cat /data/local/tmp/x', PNG)).stdout, PNG);
  });
});
