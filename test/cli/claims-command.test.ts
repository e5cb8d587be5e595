import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { claimsPage } from '../../src/cli/claims-command.ts';
import { PROJECT_ROOT, SPECS_FOLDER } from '../../src/cli/project-paths.ts';

describe('earshot claims', () => {
  let page: string;

  before(async () => { page = await claimsPage(SPECS_FOLDER); });

  it('prints what docs/claims.md says', () => {
    const written = readFileSync(join(PROJECT_ROOT, 'docs/claims.md'), 'utf8');

    assert.equal(written, page, 'docs/claims.md is out of date; type: npx earshot claims > docs/claims.md');
  });

  it('has an action or what it is told from for every claim', () => {
    const rows = page.split('\n').filter((line) => line.startsWith('| **C'));

    assert.equal(rows.length, 17);
    for (const row of rows) assert.notEqual(row.split(' | ')[2]?.trim(), '', row);
  });
});
