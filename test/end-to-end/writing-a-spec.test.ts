import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Verdicts } from '../../src/flow/verdict.ts';
import { Stage, shell, type Ended } from './earshot.ts';

const CHECKOUT = resolve(import.meta.dirname, '../..');
const GUIDE = join(CHECKOUT, 'docs/writing-a-spec.md');
/** What somebody who writes a spec has in front of them. */
const COPIED = ['src', 'specs', 'pageobjects', 'emulator', 'devices.json', 'package.json', 'tsconfig.json'];

/** A block of the guide: a file with its contents, or a command. */
interface Block {
  readonly language: string;
  readonly file: string | undefined;
  readonly text: string;
}

describe("the guide to a new app's first spec", function () {
  this.timeout(240_000);
  let stage: Stage;
  let checkout: string;
  let blocks: readonly Block[];
  let silent: Ended;
  let tattling: Ended;

  before('follows it to the letter', async () => {
    stage = new Stage();
    checkout = join(stage.folder, 'checkout');
    mkdirSync(checkout);
    for (const name of COPIED) cpSync(join(CHECKOUT, name), join(checkout, name), { recursive: true });
    symlinkSync(join(CHECKOUT, 'node_modules'), join(checkout, 'node_modules'));
    blocks = blocksOf(readFileSync(GUIDE, 'utf8'));
    for (const { file, text } of blocks) if (file !== undefined) write(join(checkout, file), text);
    const [onSilent, onTattling] = blocks.filter(({ language }) => language === 'sh').map(({ text }) => text);
    // One after the other they would take twice as long, and neither needs what the other leaves.
    [silent, tattling] = await Promise.all([shell(onSilent ?? '', checkout, stage), shell(onTattling ?? '', checkout, stage)]);
  });

  after(() => { stage.remove(); });

  it('needs a page object, rows of the table and a spec, and nothing in src', () => {
    const written = blocks.flatMap(({ file }) => (file === undefined ? [] : [file]));

    assert.deepEqual(written, [
      'pageobjects/selectors.json', 'pageobjects/security/security.page.ts', 'specs/security/care.spec.ts',
      'tattling-security.json', 'tattling-devices.json',
    ]);
  });

  it('leads to a silent action and a control that was seen', () => {
    assert.equal(silent.code, 0, silent.stderr);
    assert.match(silent.stdout, /redmi-note-8-silent +1 +0 +0 +0 +1 of 1/);
  });

  it('leads to a test that turns red on a phone that tells', () => {
    assert.equal(tattling.code, 1, tattling.stderr);
    const { verdicts } = verdictsOf(tattling);
    assert.deepEqual(verdicts.map(({ action, verdict }) => [action, verdict]), [['looks for what could be better', 'leaked']]);
    assert.ok(verdicts[0]?.findings.some(({ host }) => host === 'collector.example'));
  });

  /** The run a command made, by the path it printed: both wrote into one reports folder. */
  function verdictsOf({ stdout }: Ended): Verdicts {
    const path = /^verdicts +(.+)$/m.exec(stdout)?.[1];
    assert.ok(path !== undefined, stdout);
    return JSON.parse(readFileSync(resolve(checkout, path), 'utf8')) as Verdicts;
  }
});

/** Fenced blocks that name a file or are a command; of a table of selectors, its one app is laid beside the others. */
function blocksOf(guide: string): readonly Block[] {
  return [...guide.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm)].map(([, language = '', file, text = '']) => ({ language, file, text }));
}

/** Writes what the guide says; what it says is to be put beside something is put there. */
function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  if (!file.endsWith('selectors.json')) { writeFileSync(file, text); return; }
  const table = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  writeFileSync(file, JSON.stringify({ ...table, ...(JSON.parse(text) as Record<string, unknown>) }, null, 2));
}
