import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { placeResults } from '../../src/report/place-results.ts';

const LABELS = [{ name: 'host', value: 'a-laptop' }, { name: 'thread', value: 'pid-1' }, { name: 'parentSuite', value: 'Mi 10 (mi-10)' }, { name: 'suite', value: 'music/playing' }];
const PLACED = [{ name: 'parentSuite', value: 'Mi 10 (mi-10)' }, { name: 'suite', value: 'music/playing' }, { name: 'host', value: 'Mi 10 (mi-10)' }, { name: 'thread', value: 'music/playing' }];

describe('the tests of a report', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'earshot-placed-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('stand on their phone, when their action was performed, however often they are placed', () => {
    write('a-result.json', { uuid: 'a', status: 'passed', start: 90_000, stop: 90_005, labels: LABELS, steps: [{ name: 'verdict', attachments: [{ name: 'verdict', source: 'verdict.json' }], steps: [] }] });
    write('verdict.json', { act: { start: '1970-01-01T00:00:10.000Z', end: '1970-01-01T00:00:12.500Z' } });

    placeResults(folder);
    placeResults(folder);

    const { uuid, start, stop, labels } = read('a-result.json');
    assert.deepEqual([uuid, start, stop, labels], ['a', 10_000, 12_500, PLACED]);
  });

  it('keep their time where nothing was performed, and are left alone where they are of something else', () => {
    write('skipped-result.json', { status: 'skipped', start: 5, stop: 5, labels: LABELS });
    write('odd-result.json', { labels: 'none' });
    writeFileSync(join(folder, 'torn-result.json'), '{"labels": [');

    placeResults(folder);

    const { start, labels } = read('skipped-result.json');
    assert.deepEqual([start, labels, read('odd-result.json')], [5, PLACED, { labels: 'none' }]);
  });

  function write(name: string, content: object): void {
    writeFileSync(join(folder, name), JSON.stringify(content));
  }

  function read(name: string): Record<string, unknown> {
    return JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, unknown>;
  }
});
