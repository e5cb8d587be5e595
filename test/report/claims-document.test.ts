import assert from 'node:assert/strict';
import { claimsDocument, type DeclaredSpec } from '../../src/report/claims-document.ts';
import type { ClaimSheet } from '../../src/report/claim-sheet.ts';

const SOURCES = { paper: { short: 'Reader, 2020', who: 'A. Reader', date: '2020-04-30', title: 'What was read', url: 'https://example.org/read' } };
const FOLDERS: ClaimSheet = {
  claim: 'C6', says: 'folders opened are reported', apps: ['File Manager'], status: 'reported', sources: ['paper'],
  mustNeverHappen: 'Somebody hears of it.', cannotBeTold: 'What is kept | for good.',
};
const SPEC: DeclaredSpec = {
  spec: 'files/folders',
  tests: [
    { title: 'opening a folder never produces a network event', action: 'opens a folder', kind: 'action', claims: ['C6'] },
    { title: 'closing a folder never produces a network event', action: 'closes a folder', kind: 'action', claims: ['C7'] },
    { title: 'opening the help is seen on the wire (positive control)', action: 'opens the help', kind: 'control', claims: [] },
  ],
};

describe('the document of claims', () => {
  it('has a row for each claim with its source, its actions and their control', () => {
    const document = claimsDocument([FOLDERS], SOURCES, [SPEC]);

    assert.match(document, /\| \*\*C6\*\* folders opened are reported \(reported; File Manager\) \| \[Reader, 2020\]\(https:\/\/example\.org\/read\) \| `files\/folders`: opens a folder \| Somebody hears of it\. \| opens the help \|/);
  });

  it('lists the tests that are about a claim and no others', () => {
    const document = claimsDocument([FOLDERS], SOURCES, [SPEC]);

    assert.match(document, /### C6: folders opened are reported\n\n\* opening a folder never produces a network event \(`files\/folders`\)\n/);
    assert.doesNotMatch(document, /closing a folder/);
  });

  it('says what a claim without an action of its own is told from', () => {
    const document = claimsDocument([{ ...FOLDERS, claim: 'C11', toldFrom: 'all that was found' }], SOURCES, [SPEC]);

    assert.match(document, /told from all that was found \| Somebody hears of it\. \| those of the specs it is told from \|/);
  });

  it('keeps a bar in a sentence from ending its cell', () => {
    assert.match(claimsDocument([FOLDERS], SOURCES, [SPEC]), /kept \\\| for good/);
  });

  it('refuses a claim whose source nobody wrote down', () => {
    assert.throws(() => claimsDocument([{ ...FOLDERS, sources: ['rumour'] }], SOURCES, []), /name the source "rumour"/);
  });
});
