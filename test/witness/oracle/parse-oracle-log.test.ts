import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { joinMessages } from '../../../src/witness/oracle/join-messages.ts';
import { decodeLog, parseLogLine, type LogLine } from '../../../src/witness/oracle/log-line.ts';
import { parseOracleLog } from '../../../src/witness/oracle/parse-oracle-log.ts';
import { parseProcessList, processStarted } from '../../../src/witness/oracle/processes.ts';

const sample = (name: string): Buffer => readFileSync(path.join(import.meta.dirname, 'samples', name));
const PIECE = 3000;
const TAG = 'OneTrack-Api-UploaderEngine';

/** As the SDK cuts a message and logcat prints the pieces. */
const said = (message: string, { pid = 3402, tid = 3422, tag = TAG } = {}): LogLine[] => {
  const pieces = message === '' ? [''] : Array.from({ length: Math.ceil(message.length / PIECE) }, (_, index) => message.slice(index * PIECE, (index + 1) * PIECE));
  return pieces.map((piece) => ({ atMs: 1_588_291_200_000, pid, tid, level: 'D', tag, message: piece }));
};
const printed = ({ atMs, pid, tid, level, tag, message }: LogLine): string =>
  `${String(Math.floor(atMs / 1000)).padStart(19)}.${String(atMs % 1000).padStart(3, '0')} ${String(pid).padStart(5)} ${String(tid).padStart(5)} ${level} ${tag.padEnd(8)}: ${message}`;

describe('a line of the log', () => {
  for (const [what, line, expected] of [
    ['padded as Android 7 and later print it', `${' '.repeat(9)}1588291200.101  3310  3355 D log     :  two blanks`, { atMs: 1_588_291_200_101, pid: 3310, tid: 3355, level: 'D', tag: 'log', message: ' two blanks' }],
    ['with microseconds and CR', '1588291200.101999 1 2 I a: b: c\r', { atMs: 1_588_291_200_101, pid: 1, tid: 2, level: 'I', tag: 'a', message: 'b: c' }],
    ['with a date and no zone', '05-01 00:00:00.101  3310  3355 D log: text', undefined],
    ['a divider', '--------- beginning of main', undefined],
  ] as const) {
    it(`reads one ${what}: ${expected === undefined ? 'it is none' : 'all of it'}`, () => {
      assert.deepEqual(parseLogLine(line), expected);
    });
  }

  it('keeps half a character, so that the pieces make it whole again', () => {
    const [high, low] = [Buffer.from([0x61, 0xed, 0xa0, 0xbd]), Buffer.from([0xed, 0xb8, 0x80, 0x7a])];
    assert.equal(decodeLog(high) + decodeLog(low), 'a😀z');
    assert.equal(decodeLog(Buffer.from('文件 ok')), '文件 ok');
  });
});

describe('a message cut into pieces', () => {
  it('is joined whatever it holds, wherever it is cut and whoever speaks in between', () => {
    const word = fc.oneof(fc.string({ maxLength: 20 }), fc.constantFrom('track data:{', ' payload:[', '},{', ']', 'x'.repeat(2990), 'y'.repeat(3000)));
    const value = fc.array(fc.record({ H: fc.record({ event: word, pkg: word }), B: fc.dictionary(word, word, { maxKeys: 4 }) }), { minLength: 1, maxLength: 4 });
    const between = fc.array(fc.record({ at: fc.nat(40), line: fc.constantFrom(...said('chatter', { pid: 77, tid: 78 }), ...said('x'.repeat(PIECE), { pid: 3402, tid: 9 })) }), { maxLength: 6 });
    fc.assert(fc.property(fc.array(value, { minLength: 1, maxLength: 3 }), between, (documents, interleaved) => {
      const messages = documents.map((document) => ` payload:${JSON.stringify(document)}`);
      const lines = messages.flatMap((message) => said(message));
      for (const { at, line } of interleaved) lines.splice(Math.min(at, lines.length), 0, line);
      assert.deepEqual(joinMessages(lines).filter(({ tid }) => tid === 3422).map(({ message }) => message), messages);
    }), { numRuns: 150 });
  });

  it('does not swallow what the thread says next, under the same tag or another', () => {
    const full = ` payload:${JSON.stringify(['z'.repeat(PIECE - 13)])}`;
    assert.equal(full.length, PIECE);
    const lines = [...said(full), ...said('before zip and encrypt, len=2991'), ...said('{"torn":"'.padEnd(PIECE, 'x')), ...said('other', { tag: 'OneTrack-Api-HttpUtil' }), ...said('tail')];
    assert.deepEqual(joinMessages(lines).map(({ message }) => message.length), [PIECE, 32, PIECE, 5, 4]);
  });

  it('goes on behind a piece that the log itself cut short, and stays torn', () => {
    const piece = '件'.repeat(1340);
    const lines = [...said(`track data:{"B":"${piece}`), ...said('rest"}')];
    assert.deepEqual(parseOracleLog(lines.map(printed).join('\n'), { processes: {} }).map(({ kind, data, text }) => [kind, data === undefined, text.endsWith('rest"}')]), [['tracked', false, true]]);
  });
});

describe("the SDK's events", () => {
  const events = parseOracleLog(sample('published.epoch.txt'), { processes: { '3310': 'com.mi.android.globalFileexplorer', '3402': 'com.miui.analytics' } });

  it('are read in the wording of 2.0.2 and 2.0.4, with package, name and own time', () => {
    const [files, analytics] = ['com.mi.android.globalFileexplorer', 'com.miui.analytics'];
    assert.deepEqual(events.map(({ kind, package: name, event, eventTimeMs }) => [kind, name, event, eventTimeMs]), [
      ['started', files, undefined, undefined],
      ['started', analytics, undefined, undefined],
      ['handed over', files, 'onetrack_pa', 1_588_291_200_990],
      ['tracked', analytics, 'view', 1_588_291_201_999],
      ['uploading', analytics, undefined, undefined],
      ['answered', analytics, undefined, undefined],
      ['tracked', analytics, undefined, undefined],
    ]);
  });

  it('of a recorded window are joined to the length that the SDK itself says', () => {
    const text = sample('umi-2020.epoch.txt').toString();
    const uploads = parseOracleLog(text, { processes: {} }).filter(({ kind }) => kind === 'uploading');
    assert.deepEqual(uploads.map(({ text: said }) => said.length - ' payload:'.length), [...text.matchAll(/before zip and encrypt, len=(\d+)/g)].map(([, size]) => Number(size)));
    assert.ok(uploads.length === 2 && uploads.every(({ data }) => Array.isArray(data)));
  });

  it('stay events with their text where their JSON is torn', () => {
    const torn = events.at(-1)!;
    assert.deepEqual([torn.kind, torn.data, torn.text.endsWith('"e_ts":15'), torn.tag], ['tracked', undefined, true, 'OneTrackLocalImp']);
  });

  it('name their own package where nobody knows the process any more', () => {
    assert.deepEqual(parseOracleLog(sample('published.epoch.txt'), { processes: {} }).map(({ package: name }) => name ?? '?'),
      ['?', '?', 'com.mi.android.globalFileexplorer', 'com.miui.analytics', '?', '?', '?']);
  });

  it('count an upload once, by its size alone where its payload is not told', () => {
    const size = said('before zip and encrypt, len=137').map(printed);
    const payload = said(' payload:[{"H":{}}]').map(printed);
    const kinds = (lines: readonly string[]): readonly unknown[] => parseOracleLog(lines.join('\n'), { processes: {} }).map(({ kind, data }) => [kind, data !== undefined]);
    assert.deepEqual(kinds([...payload, ...size]), [['uploading', true]]);
    assert.deepEqual(kinds(size), [['uploading', false]]);
  });

  it('are read from any text without complaint', () => {
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (noise) => {
      parseOracleLog(printed(said(`track data:${noise.replaceAll('\n', ' ')}`)[0]!) + `\n${noise}`, { processes: {} });
    }), { numRuns: 100 });
  });
});

describe('processes', () => {
  it('are listed by toybox and by toolbox, and told of by ActivityManager', () => {
    assert.deepEqual([...parseProcessList('USER PID PPID VSZ RSS WCHAN ADDR S NAME\nu0_a86 2034 571 1 2 0 0 S com.miui.home\n')], [[2034, 'com.miui.home']]);
    assert.deepEqual([...parseProcessList('USER      PID   PPID  VSIZE  RSS   WCHAN              PC  NAME\r\nsystem    1248  571   1  2 SyS_epoll_ 0 S system_server\r\n')], [[1248, 'system_server']]);
    assert.deepEqual(processStarted({ tag: 'am_proc_start', message: '[0,3402,10104,com.miui.analytics,service,com.miui.analytics/.onetrack.OneTrackService]' }), { pid: 3402, name: 'com.miui.analytics' });
  });
});
