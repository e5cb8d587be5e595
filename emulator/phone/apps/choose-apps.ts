import type { AppDefinition } from './app-definition.ts';
import { keyOf, type AppCatalogue } from './catalogue.ts';
import { inLanguage } from './parts/translate.ts';
import { renameIds, type ResourceIds } from './resource-ids.ts';

/** What a phone says of the apps it has. */
export interface AppChoices {
  readonly catalogue: AppCatalogue;
  /** Package → key of the app it shows, where that is not its own name. */
  readonly keys?: Readonly<Record<string, string>>;
  /** Package → app that only this phone has. */
  readonly own?: Readonly<Record<string, AppDefinition>>;
  readonly resourceIds?: ResourceIds;
  /** Language of the phone: `zh`. */
  readonly language?: string | undefined;
}

/** The screens of a package, undefined when it has none. */
export type DefinitionOf = (packageName: string) => AppDefinition | undefined;

/**
 * Says which app each package of a phone shows: its own, the one its key names, or the one of its name.
 * @throws when a key is not in the catalogue.
 */
export function chooseApps(choices: AppChoices): DefinitionOf {
  const { catalogue, keys = {}, own = {}, resourceIds = {}, language } = choices;
  for (const [packageName, key] of Object.entries(keys)) {
    if (!catalogue.has(key)) throw new Error(`Choosing the app of ${packageName}: found "${key}", expected one of ${[...catalogue.values()].map(keyOf).join(', ')}.`);
  }
  return (packageName) => {
    const chosen = own[packageName] ?? catalogue.get(keys[packageName] ?? packageName);
    return chosen === undefined ? undefined : renameIds({ ...inLanguage(chosen, language), packageName }, resourceIds);
  };
}
