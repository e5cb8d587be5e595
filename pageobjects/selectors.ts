import { EarshotError } from '../src/flow/errors.ts';
import type { PhoneFacts } from '../src/flow/phone-facts.ts';
import table from './selectors.json' with { type: 'json' };
import { SelectorTableSchema, type SelectorRow } from './selectors-schema.ts';
import { isWithinVersions } from './versions.ts';

/** A full resource id (`package:id/name`), and the text or description of one view where several share it or none has an id. */
export interface Selector {
  readonly id?: string;
  readonly text?: string;
  readonly description?: string;
}

/** An app of the table. `any-app` has what looks the same in all of them: dialogs, web pages. */
export type SelectorApp = Exclude<keyof typeof table, '$schema'>;

/** A view of an app, by the name the table gives it. */
export type ViewName<App extends SelectorApp = SelectorApp> = Extract<keyof (typeof table)[App], string>;

/** Names of the views that the table calls `<Kind> of <name>`: the `Camera` of `icon of Camera`. */
export type NameOf<Kind extends string, App extends SelectorApp> = ViewName<App> extends infer View ? (View extends `${Kind} of ${infer Name}` ? Name : never) : never;

/** How each view of an app is found on this phone. One that no row of the table fits says so when it is used. */
export type Selectors<App extends SelectorApp> = { readonly [View in ViewName<App>]: Selector };

/** What of a phone chooses among the rows of a view. */
export type SelectorFacts = Pick<PhoneFacts, 'id' | 'packages' | 'language'>;

/** What the table knows of a view on one phone: how it is found, and how sure that is. */
export interface KnownView {
  readonly selector: Selector;
  /** Without its package: `TextView`. */
  readonly class?: string;
  readonly confidence: SelectorRow['confidence'];
  readonly source: string;
}

const TABLE_FILE = 'pageobjects/selectors.json';
const TABLE = SelectorTableSchema.parse(table);

/** Selectors of an app on this phone, where it lives under this package. */
export function selectorsOf<App extends SelectorApp>(app: App, facts: SelectorFacts, packageName: string): Selectors<App> {
  const selectors = {};
  for (const view of viewNames(app)) {
    Object.defineProperty(selectors, view, { enumerable: true, get: () => knownView({ app, view, packageName }, facts).selector });
  }
  return selectors as Selectors<App>;
}

/** Names of an app's views, in the order of the table. */
export function viewNames(app: string): readonly string[] {
  return Object.keys(viewsOf(app));
}

/**
 * The first row of the table that fits this phone.
 *
 * @throws {EarshotError} BAD_INPUT naming view, app, version and file when none does.
 */
export function knownView(
  { app, view, packageName }: { readonly app: string; readonly view: string; readonly packageName: string }, facts: SelectorFacts,
): KnownView {
  const version = facts.packages[packageName]?.versionName;
  const rows = viewsOf(app)[view] ?? [];
  const row = rows.find((candidate) => fits(candidate, { packageName, version, language: facts.language }));
  if (row === undefined) {
    throw new EarshotError('BAD_INPUT', `looked up the view "${view}" of ${app} for ${packageName} ${version ?? 'of unknown version'} on ${facts.id}, found `
      + `${rows.length === 0 ? 'no row' : `${rows.length} row${rows.length === 1 ? '' : 's'}, none that fits`} in ${TABLE_FILE}, expected one`, {
      hint: `Look the view up on the phone (adb shell uiautomator dump) and add a row for it to ${TABLE_FILE}.`,
    });
  }
  return { selector: selectorOf(row, packageName), ...(row.class === undefined ? {} : { class: row.class }), confidence: row.confidence, source: row.source };
}

function viewsOf(app: string): Readonly<Record<string, readonly SelectorRow[]>> {
  const views = TABLE[app];
  return typeof views === 'object' ? views : {};
}

function fits(row: SelectorRow, phone: { readonly packageName: string; readonly version: string | undefined; readonly language: string | undefined }): boolean {
  if (row.package !== undefined && row.package !== phone.packageName) return false;
  if (row.language !== undefined && row.language !== phone.language) return false;
  if (row.versions === undefined) return true;
  return phone.version !== undefined && isWithinVersions(phone.version, row.versions);
}

function selectorOf({ id, text, description }: SelectorRow, packageName: string): Selector {
  return {
    ...(id === undefined ? {} : { id: id.includes(':') ? id : `${packageName}:id/${id}` }),
    ...(text === undefined ? {} : { text }),
    ...(description === undefined ? {} : { description }),
  };
}
