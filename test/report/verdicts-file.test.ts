import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EarshotError } from '../../src/flow/errors.ts';
import type { Verdicts } from '../../src/flow/verdict.ts';
import { parseVerdicts, readVerdicts, writeVerdicts } from '../../src/report/verdicts-file.ts';
import { T0, aFlow, judge } from '../silence/factories.ts';

describe('verdicts.json', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'earshot-verdicts-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('reads back as it was written, fields it does not know included', () => {
    const verdicts = { ...someVerdicts(), claims: [{ claim: 'C1', device: 'note8', result: 'refuted', because: 'All were silent.', since: '1.2' }] } as const;

    writeVerdicts(folder, verdicts);

    assert.deepEqual(readVerdicts(folder), verdicts);
  });

  it('begins with the run, then verdicts, controls and claims', () => {
    const { run, verdicts, controls, claims } = someVerdicts();

    writeVerdicts(folder, { claims, controls, verdicts, run });

    assert.deepEqual(Object.keys(JSON.parse(readFileSync(join(folder, 'verdicts.json'), 'utf8')) as object), ['run', 'verdicts', 'controls', 'claims']);
  });

  for (const [what, text, message] of [
    ['is not JSON', '{', /are not JSON/],
    ['lacks its controls', '{"run":"r","verdicts":[],"claims":[]}', /controls/],
    ['has a fifth kind of verdict', JSON.stringify(someVerdicts()).replace('"leaked"', '"red"'), /verdicts\[0\]\.verdict/],
  ] as const) {
    it(`is refused when it ${what}`, () => {
      assert.throws(() => parseVerdicts(text, 'verdicts.json'), (error) => error instanceof EarshotError && error.code === 'BAD_INPUT' && message.test(error.message));
    });
  }

  it('is missed by its path', () => {
    assert.throws(() => readVerdicts(folder), /Cannot read the verdicts at .*verdicts\.json/);
  });
});

function someVerdicts(): Verdicts {
  const { verdicts, controls } = judge({ extra: [aFlow({ url: 'https://a.example/zq7xfolder00001', startMs: T0 + 12_400 })] });
  return { run: '2026-11-21T03-00-00', verdicts, controls, claims: [] };
}
