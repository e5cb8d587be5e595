import type { ClaimSheet, ClaimSource } from './claim-sheet.ts';

/** What a spec file declares, as far as the document of claims is about it. */
export interface DeclaredSpec {
  /** `file-manager/folders`. */
  readonly spec: string;
  readonly tests: readonly DeclaredTest[];
}

/** One `it`, and the action it is about. */
export interface DeclaredTest {
  readonly title: string;
  readonly action: string;
  readonly kind: 'action' | 'control';
  readonly claims: readonly string[];
}

const HEAD = `# The claims under test

This page is generated: \`npx earshot claims > docs/claims.md\`. What a claim says, who said it, what must never happen and what cannot be told stand in
[specs/claims.json](../specs/claims.json) and [specs/sources.json](../specs/sources.json); actions, tests and controls are those of the specs. A test fails when
they differ from this page.

A run says of each claim on each phone: **confirmed**, **refuted** or **not told**, with why. *Reported* claims were measured and published; *inferred* ones were said of it
and not shown; *feared* ones are one article's word. All are judged the same way.
`;

/** The page `docs/claims.md`: a table of all claims, the tests of each, the sources. */
export function claimsDocument(sheets: readonly ClaimSheet[], sources: Readonly<Record<string, ClaimSource>>, specs: readonly DeclaredSpec[]): string {
  const rows = sheets.map((sheet) => row(sheet, sources, specs));
  const head = ['claim', 'source', 'actions', 'what must never happen', 'positive control', 'what cannot be told'];
  return [
    HEAD,
    line(head),
    line(head.map(() => '---')),
    ...rows.map(line),
    '\n## The tests of each claim\n',
    sheets.map((sheet) => testsOf(sheet, specs)).join('\n'),
    '## Sources\n',
    ...Object.values(sources).map(({ who, date, title, url }) => `* ${who}, ${date}: [${title}](${url})`),
    '',
  ].join('\n');
}

function row(sheet: ClaimSheet, sources: Readonly<Record<string, ClaimSource>>, specs: readonly DeclaredSpec[]): readonly string[] {
  const about = specsAbout(sheet.claim, specs);
  const actions = about.map(({ spec, tests }) => `\`${spec}\`: ${tests.map(({ action }) => action).join(', ')}`);
  const controls = [...new Set(about.flatMap(({ spec }) => controlsOf(spec, specs)))];
  return [
    `**${sheet.claim}** ${sheet.says} (${sheet.status}; ${sheet.apps.join(', ')})`,
    sheet.sources.map((name) => shortSource(name, sources)).join('<br>'),
    [...actions, ...(sheet.toldFrom === undefined ? [] : [`told from ${sheet.toldFrom}`])].join('<br>'),
    sheet.mustNeverHappen,
    about.length === 0 ? 'those of the specs it is told from' : controls.join('<br>'),
    sheet.cannotBeTold,
  ];
}

function testsOf(sheet: ClaimSheet, specs: readonly DeclaredSpec[]): string {
  const lines = specsAbout(sheet.claim, specs).flatMap(({ spec, tests }) => tests.map(({ title }) => `* ${title} (\`${spec}\`)`));
  const told = sheet.toldFrom === undefined ? [] : [`* told from ${sheet.toldFrom}`];
  return [`### ${sheet.claim}: ${sheet.says}\n`, ...lines, ...told, ''].join('\n');
}

/** Specs with actions about a claim, each with the tests of those actions only. */
function specsAbout(claim: string, specs: readonly DeclaredSpec[]): readonly DeclaredSpec[] {
  return specs
    .map(({ spec, tests }) => ({ spec, tests: tests.filter(({ kind, claims }) => kind === 'action' && claims.includes(claim)) }))
    .filter(({ tests }) => tests.length > 0);
}

function controlsOf(spec: string, specs: readonly DeclaredSpec[]): readonly string[] {
  const declared = specs.find((candidate) => candidate.spec === spec);
  return (declared?.tests ?? []).filter(({ kind }) => kind === 'control').map(({ action }) => action);
}

function shortSource(name: string, sources: Readonly<Record<string, ClaimSource>>): string {
  const source = sources[name];
  if (source === undefined) throw new TypeError(`The claims name the source "${name}", which specs/sources.json does not have.`);
  return `[${source.short}](${source.url})`;
}

/** A line of a table; a bar would end its cell. */
function line(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
