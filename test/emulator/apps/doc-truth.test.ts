import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { keyOf, loadCatalogue } from '../../../emulator/phone/apps/catalogue.ts';
import type { AppDefinition, ScreenSpec, ViewSpec } from '../../../emulator/phone/apps/app-definition.ts';

const DOC = readFileSync(new URL('../../../docs/emulator/screens.md', import.meta.url), 'utf8');
const SOURCES = new URL('../../../emulator/phone/apps/', import.meta.url);

describe('docs/emulator/screens.md', () => {
  const sections = readSections(DOC);
  const shared = new Set(sections.filter((section) => section.packages.length === 0).flatMap((section) => section.ids));

  let apps: readonly AppDefinition[] = [];

  before(async () => { apps = [...(await loadCatalogue()).values()]; });

  it('names every view id of each app, and no other', () => {
    for (const app of apps) {
      const own = new Set(sections.filter(({ packages }) => packages.includes(app.packageName) || packages.includes(keyOf(app))).flatMap((section) => section.ids));
      const inData = idsOf(app);

      assert.deepEqual(missing(inData, new Set([...own, ...shared])), [], `${keyOf(app)}: in the data, not on the page`);
      if (app.key === undefined) assert.deepEqual(missing(own, inData), [], `${keyOf(app)}: on the page, not in the data`);
    }
  });

  it('names every activity of each app', () => {
    const unnamed = apps.flatMap(screensOf).flatMap((screen) => screen.activity ?? []).filter((activity) => !DOC.includes(activity));

    assert.deepEqual(unnamed, []);
  });

  it('shares no id between apps that no app has', () => {
    const inData = new Set(apps.flatMap((app) => [...idsOf(app)]));

    assert.deepEqual(missing(shared, inData), []);
  });

  it('names every event the apps emit, and no other', () => {
    const documented = new Set([...DOC.matchAll(/^\| (?:any|com\.[\w.]+) \| `([\w.]+)` \|/gmu)].map(([, name]) => name ?? ''));
    const emitted = emittedNames();

    assert.deepEqual(missing(emitted, documented), [], 'emitted, not on the page');
    assert.deepEqual(missing(documented, emitted), [], 'on the page, never emitted');
  });

  it('gives every id a mark', () => {
    const [before = '', after = ''] = DOC.split(/^## Writing an app$.*?(?=^## )/msu);
    const unmarked = `${before}${after}`.split('\n').filter((line) => /^\| `[^`]+` \|/u.test(line) && !/\| (?:rec|cn|aosp|inv) \|/u.test(line));

    assert.deepEqual(unmarked, []);
  });
});

interface Section {
  /** None for what all apps share. */
  readonly packages: readonly string[];
  readonly ids: readonly string[];
}

/** A level-2 heading that names packages in backticks is those apps', with all below it. */
function readSections(doc: string): readonly Section[] {
  return doc.split(/^(?=## )/mu).map((text) => ({
    packages: [...(text.split('\n')[0] ?? '').matchAll(/`([\w.]+)`/gu)].map(([, name]) => name ?? ''),
    ids: [...text.matchAll(/^\| `([^`]+)` \|.*\| (?:rec|cn|aosp|inv) \|/gmu)].map(([, id]) => id ?? ''),
  }));
}

function idsOf(app: AppDefinition): ReadonlySet<string> {
  return new Set(screensOf(app).flatMap((screen) => viewsOf(screen.view).flatMap(({ id }) => {
    if (id === undefined) return [];
    return [screen.packageName === undefined || id.includes(':id/') ? id : `${screen.packageName}:id/${id}`];
  })));
}

function screensOf(app: AppDefinition): readonly ScreenSpec[] {
  return Object.values(app.screens);
}

function viewsOf(view: ViewSpec): readonly ViewSpec[] {
  return [view, ...(view.children ?? []).flatMap(viewsOf), ...(view.rows === undefined ? [] : viewsOf(view.rows.view))];
}

function emittedNames(): ReadonlySet<string> {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const text = files.map((file) => readFileSync(new URL(file, SOURCES), 'utf8')).join('\n');
  const calls = [...text.matchAll(/\b#?emit\w*\((.*)/gu)].map(([, rest]) => rest ?? '');
  const named = calls.flatMap((rest) => [...rest.split(/[{[]/u)[0]!.matchAll(/'([a-z]+(?:\.[a-z]+)*)'/gu)].map(([, name]) => name ?? ''));
  return new Set([...named, ...[...text.matchAll(/event: '([\w.]+)'/gu)].map(([, name]) => name ?? '')]);
}

function missing(wanted: ReadonlySet<string>, there: ReadonlySet<string>): readonly string[] {
  return [...wanted].filter((one) => !there.has(one)).sort();
}
