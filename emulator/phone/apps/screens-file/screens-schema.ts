import * as z from 'zod';
import type { AppDefinition } from '../app-definition.ts';
import { effectsSchema, ID, template, templates, viewSchema } from './view-schema.ts';

const value = z.union([z.string(), z.number(), z.boolean()]);
const row = z.record(z.string(), value);
const condition = z.union([z.string().min(1), z.array(z.string().min(1)).readonly()]).describe('name, !name, name=value or name!=value; all of several must hold.');

const screenSchema = z.strictObject({
  activity: z.string().regex(/^[\w.$]+\.[\w.$]+$/, 'must be a full class name').optional().describe('Full class; dialogs and menus have none.'),
  exported: z.boolean().optional().describe('Whether the shell may start it by its class.'),
  window: z.enum(['full', 'dialog', 'menu']).optional().describe('full when absent.'),
  packageName: z.string().min(1).optional().describe("Whose views these are, when not the app's."),
  cancellable: z.boolean().optional().describe('Whether back or a tap beside a dialog closes it; true when absent.'),
  local: row.optional().describe('First values of ${local.…}.'),
  focus: z.string().startsWith('local.').optional().describe('bind of the field that has the focus from the start.'),
  onShow: effectsSchema.optional().describe('When the screen is opened.'),
  onBack: effectsSchema.optional().describe('Instead of ending the screen.'),
  view: viewSchema.describe('What is on it.'),
});

const shape = z.strictObject({
  $schema: z.string().optional().describe('Where an editor finds the schema.'),
  packageName: z.string().regex(/^[a-z][\w]*(?:\.[A-Za-z][\w]*)+$/, 'must be a package name').describe('Of the package that shows it.'),
  title: z.string().min(1).describe('Name under its icon.'),
  icon: z.string().min(1).default('app').describe('Name of a drawn symbol.'),
  first: z.string().min(1).describe('The screen its launcher activity shows.'),
  screens: z.record(z.string().regex(ID, 'must be a name'), screenSchema).describe('Screens, dialogs and menus by name.'),
  state: row.default({}).describe('First values of ${state.…}, which outlive the process.'),
  consented: row.optional().describe('What consent given long ago leaves in the state.'),
  firstRun: z.array(z.strictObject({ screen: z.string(), when: condition })).optional().describe('Shown over the first screen, the first whose condition holds.'),
  intents: z.array(z.strictObject({ action: z.string().min(1), screen: z.string(), args: templates.optional() })).optional().describe('Intents that open a screen.'),
  opens: z.array(template).optional().describe('Beginnings (https:) and ends (.mp3) of the URIs it can show.'),
  lists: z.record(z.string().regex(ID, 'must be a name'), z.array(row)).default({}).describe('Rows that a list shows by rows.from.'),
});

type Screens = z.output<typeof shape>;

/** A screens file: an app as data, with the rows of its lists. */
export const screensSchema = shape.superRefine((app, context) => {
  for (const { path, message } of dangling(app)) context.addIssue({ code: 'custom', path: [...path], message });
});

/** The app a screens file describes. */
export function appOf(screens: Screens): AppDefinition {
  const { lists } = screens;
  // Zod's optional fields may hold undefined, an app's may not; the JSON they come from holds none.
  const app = JSON.parse(JSON.stringify({ ...screens, lists: undefined, $schema: undefined })) as AppDefinition;
  return { ...app, model: () => ({ rows: (source) => lists[source] ?? [] }) };
}

interface Dangling {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Names of screens that are not there, and lists nobody has. */
function dangling(app: Screens): readonly Dangling[] {
  const names = Object.keys(app.screens);
  const needs = (name: string, path: readonly (string | number)[]): readonly Dangling[] =>
    Object.hasOwn(app.screens, name) ? [] : [{ path, message: `"${name}" is not among the screens (${names.join(', ')})` }];
  const inScreens: Dangling[] = [];
  visit(app.screens, ['screens'], (node, path) => {
    if (node['do'] === 'go' && typeof node['screen'] === 'string') inScreens.push(...needs(node['screen'], [...path, 'screen']));
    const from = path.at(-1) === 'rows' ? node['from'] : undefined;
    if (typeof from === 'string' && from !== 'web.page' && !from.includes('${') && !Object.hasOwn(app.lists, from)) {
      inScreens.push({ path: [...path, 'from'], message: `"${from}" is not among the lists (${Object.keys(app.lists).join(', ')}), nor web.page` });
    }
  });
  return [
    ...needs(app.first, ['first']),
    ...(app.firstRun ?? []).flatMap(({ screen }, i) => needs(screen, ['firstRun', i, 'screen'])),
    ...(app.intents ?? []).flatMap(({ screen }, i) => needs(screen, ['intents', i, 'screen'])),
    ...inScreens,
  ];
}

function visit(node: unknown, path: readonly (string | number)[], see: (node: Readonly<Record<string, unknown>>, path: readonly (string | number)[]) => void): void {
  if (Array.isArray(node)) {
    node.forEach((entry: unknown, i) => { visit(entry, [...path, i], see); });
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  const object = Object.fromEntries(Object.entries(node));
  see(object, path);
  for (const [key, entry] of Object.entries(object)) visit(entry, [...path, key], see);
}
