import type { AppDefinition, ScreenSpec, ViewSpec } from './app-definition.ts';

/** Package → id as its app has it → id under which this firmware has it. */
export type ResourceIds = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * The app as a firmware has it whose resource ids are named differently: `android:id/button1` is renamed by the entry
 * `button1` of `android`, `url` by that of the app's own package.
 */
export function renameIds(app: AppDefinition, ids: ResourceIds): AppDefinition {
  if (Object.keys(ids).length === 0) return app;
  const screens = Object.entries(app.screens).map(([name, screen]) => [name, renameScreen(screen, app.packageName, ids)] as const);
  return { ...app, screens: Object.fromEntries(screens) };
}

function renameScreen(screen: ScreenSpec, packageName: string, ids: ResourceIds): ScreenSpec {
  return { ...screen, view: renameView(screen.view, screen.packageName ?? packageName, ids) };
}

function renameView(view: ViewSpec, packageName: string, ids: ResourceIds): ViewSpec {
  return {
    ...view,
    ...(view.id === undefined ? {} : { id: renameId(view.id, packageName, ids) }),
    ...(view.children === undefined ? {} : { children: view.children.map((child) => renameView(child, packageName, ids)) }),
    ...(view.rows === undefined ? {} : { rows: { ...view.rows, view: renameView(view.rows.view, packageName, ids) } }),
  };
}

function renameId(id: string, packageName: string, ids: ResourceIds): string {
  const [owner, own] = id.includes(':id/') ? id.split(':id/') : [];
  if (owner === undefined || own === undefined) return ids[packageName]?.[id] ?? id;
  return `${owner}:id/${ids[owner]?.[own] ?? own}`;
}
