import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { decodeCommand } from '../../src/cli/decode-command.ts';
import type { ToldFinding } from '../../src/cli/decode/decoded-report.ts';
import type { ToldLayer } from '../../src/cli/decode/layer-tree.ts';

const EARSHOT = fileURLToPath(new URL('../../src/cli/earshot.mjs', import.meta.url));
const SENSORS = (JSON.parse(readFileSync(new URL('../fixtures/telemetry-payloads.json', import.meta.url), 'utf8')) as { sensors: { body: string } }).sensors.body;
const SENTENCE = /^The address of the page visited \(canary:url\) was sent by an unknown sender to .* as part of field data_list in the body of a request, wrapped in base64 and gzip/;

describe('earshot decode', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'earshot-decode-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('prints the layers of a file as a tree, with what was found below', () => {
    const { status, stdout } = earshot([file('sensors', SENSORS), '--indicator', 'canary:url=canary-7f3a9c']);

    assert.equal(status, 0);
    assert.match(stdout, /^Sensors Analytics, known by fields data_list, gzip\.\n {2}crc matches\n/);
    assert.match(stdout, /\nbody {2}form, \d+ B\n└─ form:data_list {2}[^\n]*\n {3}└─ base64 {2}gzip, 213 B\n {6}└─ gzip {2}json, 285 B/);
    assert.match(stdout, /\nFound:\n {2}The address of the page visited \(canary:url\) was sent/);
    assert.match(stdout, /body > form:data_list > base64 > gzip > json:\$\[0\]\.properties\.url/);
  });

  it('prints one JSON document of the standard input, its findings as in verdicts.json', () => {
    const { status, stdout } = earshot(['-', '--json', '--indicator', 'canary:url=canary-7f3a9c', '--indicators', file('phone.json', '{"android_id":"3f2a90cd11e4b7f8"}')], SENSORS);
    const { layers, findings } = JSON.parse(stdout) as { layers: ToldLayer[]; findings: ToldFinding[] };

    assert.equal(status, 0);
    assert.deepEqual(layers.map(({ step, format, state }) => [step, format, state]), [['body', 'form', 'decoded']]);
    const [{ sample, sentence, ...finding }] = findings as [ToldFinding];
    assert.match(sentence, SENTENCE);
    assert.ok(sample!.includes('canary-7f3a9c'));
    assert.equal(findings.length, 1);
    assert.deepEqual({ ...finding, eventTimeMs: undefined, offset: undefined }, {
      indicator: 'canary:url', class: 'planted', host: 'unknown', owner: 'unknown', flow: 'stdin', eventTimeMs: undefined, offset: undefined,
      path: ['body', 'form:data_list', 'base64', 'gzip', 'json:$[0].properties.url'],
    });
  });

  it('ends with 3 and says why when there is no such file', () => {
    const { status, stdout, stderr } = earshot([join(folder, 'none')]);

    assert.deepEqual([status, stdout], [3, '']);
    assert.match(stderr, /^earshot: Cannot read .*none: ENOENT/);
  });

  it('says of an empty folder that nothing was decoded, which would otherwise look like nothing found', () => {
    const empty = join(folder, 'no-files');
    mkdirSync(empty);
    const { status, stdout, stderr } = earshot(['--batch', empty]);

    assert.deepEqual([status, stdout], [0, '']);
    assert.match(stderr, /holds no file; nothing was decoded/);
  });

  for (const [what, args, message] of [
    ['a folder in place of a file', () => [folder], /is a folder; a file was expected/],
    ['neither a file nor a folder', () => [], /nothing to decode/],
    ['both', () => [file('a', 'a'), '--batch', folder], /at once/],
    ['an indicator without "="', () => [file('a', 'a'), '--indicator', 'imei'], /no "=" in it/],
    ['an indicator without a value', () => [file('a', 'a'), '--indicator', 'imei='], /value is empty/],
    ['indicators that are not JSON', () => [file('a', 'a'), '--indicators', file('b', '{')], /not JSON/],
    ['a folder that is not there', () => ['--batch', join(folder, 'none')], /Cannot list the folder/],
  ] as const) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(decode(args()), { code: 'BAD_INPUT', message });
    });
  }

  it('takes an empty file for a payload of no bytes', async () => {
    const { layers, findings } = await asJson([file('empty', '')]);

    assert.deepEqual([layers.map(({ sizeBytes, state }) => [sizeBytes, state]), findings], [[[0, 'text']], []]);
  });

  it('says what it cannot read, in the tree and below', async () => {
    const told = await decode([file('noise', Buffer.from(Array.from({ length: 4000 }, (_, at) => (Math.imul(at + 1, 2_654_435_761) >>> 13) & 255)))]);

    assert.match(told, /^body {2}4\.0 kB, OPAQUE/m);
    assert.match(told, /Not everything could be read: \d+ layers? (is|are) opaque or cut off/);
  });

  it('reads a whole HTTP request: address, headers, and the body under its Content-Encoding', async () => {
    const head = 'POST /track?u=zq7xquery123 HTTP/1.1\r\nHost: Collector.example:443\r\nReferer: https://site.test/zq7xtitle456\r\nContent-Encoding: gzip\r\n\r\n';
    const request = Buffer.concat([Buffer.from(head), gzipSync('{"note":"zq7xfolder789"}')]);
    const given = ['canary:query=zq7xquery123', 'canary:title=zq7xtitle456', 'canary:folder=zq7xfolder789'].flatMap((pair) => ['--indicator', pair]);
    const { findings } = await asJson([file('request', request), ...given]);

    assert.deepEqual(findings.map(({ indicator, host, path }) => [indicator, host, path.join(' > ')]).sort(), [
      ['canary:folder', 'collector.example', 'body > content-encoding:gzip > json:$.note'],
      ['canary:query', 'collector.example', 'url > query:u'],
      ['canary:title', 'collector.example', 'header:referer > path[0]'],
    ]);
  });

  it('undoes a Content-Encoding it is told of', async () => {
    const { findings, layers } = await asJson([file('encoded', gzipSync('a=zq7xfolder789')), '--content-encoding', 'gzip', '--indicator', 'canary:folder=zq7xfolder789']);

    assert.deepEqual(layers.map(({ step }) => step), ['body']);
    assert.deepEqual(findings[0]?.path, ['body', 'content-encoding:gzip', 'form:a']);
  });

  it('finds every value it is given: short ones, ones other phones have too, ones without the prefix of canaries', async () => {
    const { findings } = await asJson([file('short', '{"a":"q7z1","b":"02:00:00:00:00:00","c":"Hello World","d":"WifiSettings"}'),
      '--indicator', 'pin=q7z1', '--indicator', 'mac=02:00:00:00:00:00', '--indicator', 'canary:title=hello world', '--indicator', 'subject:wlan=WifiSettings']);

    assert.deepEqual(findings.map(({ indicator, class: kind, path }) => [indicator, kind, path.at(-1)]).sort(), [
      ['canary:title', 'planted', 'json:$.c'], ['mac', 'personal', 'json:$.b'], ['pin', 'personal', 'json:$.a'], ['subject:wlan', 'subject', 'json:$.d'],
    ]);
  });

  it('does not print what is personal again', async () => {
    const told = await decode([file('personal', 'imei=863214058830137&x=1'), '--indicator', 'imei=863214058830137']);

    assert.match(told, /Found:\n {2}The phone's IMEI \(imei\)/);
    assert.doesNotMatch(told.replace(/Found:[^]*/, ''), /863214058830137/);
  });

  describe('of a folder', () => {
    it('tells each file in a line of JSON, by name, and passes over folders in it', async () => {
      const batch = join(folder, 'batch');
      mkdirSync(join(batch, 'inner'), { recursive: true });
      writeFileSync(join(batch, 'b'), 'nothing of ours');
      writeFileSync(join(batch, 'a'), gzipSync('zq7xfolder789'));
      writeFileSync(join(batch, 'c'), Buffer.from(Array.from({ length: 4000 }, (_, at) => (Math.imul(at + 1, 2_654_435_761) >>> 13) & 255)));
      const lines = parsed(await decode(['--batch', batch, '--indicator', 'canary:folder=zq7xfolder789']));

      assert.deepEqual(lines.map(({ file: name, findings, opaque, ms }) => [name, findings?.length, opaque, typeof ms]), [
        ['a', 1, false, 'number'], ['b', 0, false, 'number'], ['c', 0, true, 'number'],
      ]);
      assert.deepEqual(lines[0]?.findings?.[0]?.path, ['body', 'gzip']);
    });

    it('ends with 3 when one could not be read, once all others are done', async () => {
      const batch = join(folder, 'broken');
      mkdirSync(batch);
      writeFileSync(join(batch, 'z'), 'fine');
      // A link that leads nowhere: root may read everything else.
      const { symlinkSync } = await import('node:fs');
      symlinkSync(join(batch, 'gone'), join(batch, 'a'));
      try {
        const lines = parsed(await decode(['--batch', batch]));

        assert.deepEqual(lines.map(({ file: name, error }) => [name, error === undefined]), [['a', false], ['z', true]]);
        assert.equal(process.exitCode, 3);
      } finally {
        process.exitCode = undefined;
      }
    });

    it('is done when nobody reads any more', async () => {
      const output = new Writable({ write: (_chunk, _encoding, done) => done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })) });

      await run(['--batch', folder], output);
    });
  });

  function file(name: string, content: string | Buffer): string {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  }
});

function earshot(args: readonly string[], input = ''): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  return spawnSync(process.execPath, [EARSHOT, 'decode', ...args], { input, encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } });
}

async function decode(args: readonly string[]): Promise<string> {
  const output = new PassThrough();
  const chunks: Buffer[] = [];
  output.on('data', (chunk: Buffer) => chunks.push(chunk));
  await run(args, output);
  return Buffer.concat(chunks).toString();
}

async function run(args: readonly string[], output: Writable): Promise<void> {
  await decodeCommand({ input: Readable.from([]), output, errors: new PassThrough().resume() }).parseAsync([...args], { from: 'user' });
}

async function asJson(args: readonly string[]): Promise<{ readonly layers: readonly ToldLayer[]; readonly findings: readonly ToldFinding[] }> {
  return JSON.parse(await decode([...args, '--json'])) as { layers: ToldLayer[]; findings: ToldFinding[] };
}

interface Line {
  readonly file: string;
  readonly findings?: readonly ToldFinding[];
  readonly opaque?: boolean;
  readonly ms?: number;
  readonly error?: string;
}

function parsed(ndjson: string): readonly Line[] {
  return ndjson.trim().split('\n').map((line) => JSON.parse(line) as Line);
}
