import type { Profile } from '../profile/profile.ts';
import type { AppDefinition } from './app-definition.ts';
import { loadCatalogue } from './catalogue.ts';
import { chooseApps, type DefinitionOf } from './choose-apps.ts';
import { languageBy } from './parts/translate.ts';
import { loadScreens } from './screens-file/load-screens.ts';

/**
 * Reads the apps a profile asks for.
 * @throws when a screens file cannot be used, or a package names an app that is not there.
 */
export async function loadApps(profile: Pick<Profile, 'packages' | 'resourceIds'> & Partial<Pick<Profile, 'properties'>>): Promise<DefinitionOf> {
  const catalogue = await loadCatalogue();
  const own: Record<string, AppDefinition> = {};
  for (const { name, screens } of profile.packages) {
    if (screens !== undefined) own[name] = await loadScreens(screens);
  }
  const keys = Object.fromEntries(profile.packages.flatMap(({ name, app }) => (app === undefined ? [] : [[name, app]])));
  return chooseApps({ catalogue, keys, own, resourceIds: profile.resourceIds, language: languageBy((name) => profile.properties?.[name] ?? '') });
}
