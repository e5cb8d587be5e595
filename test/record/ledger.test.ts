import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import fc from 'fast-check';

import type { Flow } from '../../src/flow/flow.ts';
import { EarshotError } from '../../src/flow/errors.ts';
import { examineLedger } from '../../src/record/ledger-integrity.ts';
import { bodyReader, LedgerTail, readFlows } from '../../src/record/ledger.ts';
import { FLOWS_FILE, FlowFold, parseLine } from '../../src/record/ledger-lines.ts';
import { FlowBook } from '../../src/record/sidecar/flow-book.ts';
import { LedgerWriter } from '../../src/record/sidecar/ledger-writer.ts';
import { aFlow } from './flow-factory.ts';

const mustNotFail = (what: string, cause: unknown): never => assert.fail(`${what}: ${String(cause)}`);

describe('ledger', () => {
  let dir: string;
  let writer: LedgerWriter;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'earshot-ledger-'));
    writer = new LedgerWriter(dir, mustNotFail);
  });

  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it('lets the last line of an id win, and orders flows by their start', () => {
    writer.line(aFlow({ id: 'f000002' }));
    writer.line(aFlow({ id: 'f000001', state: 'open' }));
    writer.line(aFlow({ id: 'f000001', state: 'aborted' }));

    assert.deepEqual(readFlows(dir), [aFlow({ id: 'f000001', state: 'aborted' }), aFlow({ id: 'f000002' })]);
  });

  it('tolerates a torn last line, and a successor does not glue its own to it', () => {
    writer.line(aFlow());
    appendFileSync(join(dir, FLOWS_FILE), '{"id":"f000002","kind":"ht');

    new LedgerWriter(dir, mustNotFail).line(aFlow({ id: 'f000003' }));

    assert.deepEqual(readFlows(dir).map((flow) => flow.id), ['f000001', 'f000003']);
  });

  it('is empty where nothing was recorded', () => {
    assert.deepEqual(readFlows(join(dir, 'nowhere')), []);
  });

  it('reads on from where it stopped, leaving a half-written line for later', () => {
    const tail = new LedgerTail(dir);
    const second = JSON.stringify(aFlow({ id: 'f000002' }));
    writer.line(aFlow());

    const first = tail.flows().length;
    appendFileSync(join(dir, FLOWS_FILE), second.slice(0, 20));
    const half = tail.flows().length;
    appendFileSync(join(dir, FLOWS_FILE), `${second.slice(20)}\n`);

    assert.deepEqual([first, half, tail.flows().length], [1, 1, 2]);
  });

  it('stores equal bodies once and reads them back', () => {
    const body = writer.body(Buffer.from('bytes'));
    writer.body(Buffer.from('bytes'));

    assert.equal(bodyReader(dir)(body).toString(), 'bytes');
    assert.deepEqual(body, { sha256: '277089d91c0bdf4f2e6862ba7e4a07605119431f5d13f726dd352b06f1b206a9', byteCount: 5 });
  });

  it('says which body is lost or changed', () => {
    const body = writer.body(Buffer.from('bytes'));
    const path = join(dir, 'bodies', body.sha256);

    writeFileSync(path, 'byte');
    assert.throws(() => bodyReader(dir)(body), (error) => error instanceof EarshotError && error.message.includes('has 4 bytes, expected 5'));
    unlinkSync(path);
    assert.throws(() => bodyReader(dir)(body), (error) => error instanceof EarshotError && error.message.includes('cannot be read'));
  });

  it('names the flow whose body is lost', () => {
    const body = writer.body(Buffer.from('bytes'));
    writer.line(aFlow({ request: { method: 'POST', url: 'https://a.world.test/', httpVersion: '1.1', headers: [], body } }));
    unlinkSync(join(dir, 'bodies', body.sha256));

    assert.throws(() => bodyReader(dir)(body), (error) => error instanceof EarshotError && error.message.includes('of flow f000001'));
    assert.match(examineLedger(dir).faults.join(), /flow f000001: body 277089d\w+ is missing, expected 5 bytes/);
  });

  const written = (change: (lines: string[]) => string[]): ReturnType<typeof examineLedger> => {
    writer.begun('r1');
    for (const id of ['f000001', 'f000002', 'f000003']) writer.line(aFlow({ id }));
    writer.ended('r1');
    const path = join(dir, FLOWS_FILE);
    writeFileSync(path, change(readFileSync(path, 'utf8').split('\n')).join('\n'));
    return examineLedger(dir);
  };
  const without = (...indexes: number[]) => (lines: string[]): string[] => lines.filter((_line, index) => !indexes.includes(index));
  const losses: readonly (readonly [string, (lines: string[]) => string[], RegExp | undefined])[] = [
    ['nothing', (lines) => lines, undefined],
    ['one line', without(2), /^recorder r1: lines 2 to 2 are missing$/],
    ['its last lines before the end', without(2, 3), /^recorder r1: lines 2 to 3 are missing$/],
    ['its tail', without(3, 4), /^recorder r1 has not ended, or was killed/],
    ['its beginning', without(0), /belongs to no recorder/],
    ['half a line', (lines) => lines.with(2, lines[2]!.slice(0, 20)), /lines 2 to 2 are missing/],
    ['the order of its lines', (lines) => lines.with(1, lines[2]!).with(2, lines[1]!), /lines 1 to 1 are missing/],
  ];
  for (const [what, change, fault] of losses) {
    it(`notices when it has lost ${what}`, () => {
      const { complete, faults } = written(change);
      assert.equal(complete, fault === undefined);
      if (fault === undefined) assert.deepEqual(faults, []);
      else assert.match(faults[0] ?? '', fault);
    });
  }

  it('takes a recorder that has not ended yet for whole as far as it was read', () => {
    writer.begun('r1');
    writer.line(aFlow());
    const soFar = readFileSync(join(dir, FLOWS_FILE)).length;
    writer.begun('r2'); // The first was killed.
    writer.line(aFlow({ id: 'f000002' }));

    assert.deepEqual([examineLedger(dir, soFar).complete, examineLedger(dir, soFar).flows.length], [true, 1]);
    assert.match(examineLedger(dir).faults[0] ?? '', /^recorder r1 was not ended but killed/);
  });

  it('reports what it cannot write', () => {
    const failures: string[] = [];
    const unwritable = join(dir, FLOWS_FILE, 'below-a-file');

    assert.throws(() => new LedgerWriter(unwritable, (what) => { failures.push(what); throw new Error('failed'); }));

    assert.deepEqual(failures, [`open ${FLOWS_FILE}`]);
  });

  it('adds WebSocket messages to their flow, a line each', () => {
    const book = new FlowBook(writer, { device: 'phone-1', recorder: 'r1', earlier: [] });
    const open = book.begin({ kind: 'websocket', startMs: 1, host: 'a', port: 443, secure: true, messages: [] });
    const message = (text: string) => ({ atMs: 2, from: 'phone' as const, body: writer.body(Buffer.from(text)) });

    open.message(message('one'));
    open.message(message('two'));

    const read = bodyReader(dir);
    assert.deepEqual(readFlows(dir)[0]?.messages?.map(({ body }) => read(body).toString()), ['one', 'two']);
    assert.equal(readFileSync(join(dir, FLOWS_FILE), 'utf8').trim().split('\n').length, 3);
  });
});

describe('FlowFold', () => {
  const flows = fc.array(fc.record({
    number: fc.integer({ min: 1, max: 20 }),
    state: fc.constantFrom<Flow['state']>('open', 'complete', 'aborted'),
  }));

  it('says the same however the text is cut at line ends', () => {
    fc.assert(fc.property(flows, fc.nat(), (drawn, cut) => {
      const lines = drawn.map(({ number, state }) => `${JSON.stringify(aFlow({ id: `f${String(number).padStart(6, '0')}`, state }))}\n`);
      const whole = new FlowFold();
      const pieces = new FlowFold();
      const at = lines.length === 0 ? 0 : cut % lines.length;

      whole.take(lines.join(''));
      pieces.take(lines.slice(0, at).join(''));
      pieces.take(lines.slice(at).join(''));

      assert.deepEqual(pieces.flows(), whole.flows());
      assert.equal(whole.flows().length, new Set(drawn.map(({ number }) => number)).size);
    }));
  });

  it('takes nothing from a line that is no flow', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (line) => { assert.equal(parseLine(line), undefined); }));
  });
});
