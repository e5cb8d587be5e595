import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { AppDefinition } from './app-definition.ts';

const FOLDER = new URL('./', import.meta.url);
const SUFFIX = '.app.ts';

/** Every app that has screens, by the key under which a profile names it. */
export type AppCatalogue = ReadonlyMap<string, AppDefinition>;

/** What a file `*.app.ts` is: its export `APP` is the app. */
interface AppFile {
  readonly APP: AppDefinition;
}

/**
 * Reads every `<folder>/<name>.app.ts` beside this file.
 * @throws when one exports no app, or two have the same key.
 */
export async function loadCatalogue(): Promise<AppCatalogue> {
  const names = (await readdir(fileURLToPath(FOLDER), { recursive: true })).filter((name) => name.endsWith(SUFFIX)).sort();
  const catalogue = new Map<string, AppDefinition>();
  for (const name of names) {
    const content: unknown = await import(new URL(name, FOLDER).href);
    if (!isAppFile(content)) throw new Error(`Reading the apps: ${name} has no export APP with a packageName and screens; docs/emulator/screens.md tells what an app is.`);
    const key = keyOf(content.APP);
    if (catalogue.has(key)) throw new Error(`Reading the apps: ${name} is a second app with the key "${key}"; give one of them a key of its own.`);
    catalogue.set(key, content.APP);
  }
  return catalogue;
}

/** The name under which a profile's `packages[].app` finds an app. */
export function keyOf(app: AppDefinition): string {
  return app.key ?? app.packageName;
}

function isAppFile(content: unknown): content is AppFile {
  if (typeof content !== 'object' || content === null || !('APP' in content)) return false;
  const { APP } = content;
  return typeof APP === 'object' && APP !== null && 'packageName' in APP && 'screens' in APP;
}
