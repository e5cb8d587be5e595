import type { ScreenSpec } from '../../app-definition.ts';
import { titleBar } from '../../parts/pages.ts';
import { preferenceList, type Preference } from '../../parts/preferences.ts';
import type { BrowserBuild } from '../browser-build.ts';

/** A switch of the browser's own. */
function toggle(title: string, key: string, more: Partial<Preference> = {}): Preference {
  return {
    title, checked: `state.${key}`, ...more,
    onTap: [{ do: 'toggle', name: `state.${key}` }, { do: 'emit', event: 'settings.toggle', data: { key, value: `\${state.${key}}` } }],
  };
}

function page(title: string, rows: readonly Preference[]): ScreenSpec {
  return { view: { type: 'column', height: 'fill', children: [titleBar(title), preferenceList(rows)] } };
}

/** The first page of the settings. */
export function settings(build: BrowserBuild): ScreenSpec {
  return {
    activity: build.activities.settings,
    exported: true,
    ...page('Settings', [
      { title: 'Search engine', summary: '${state.engine}', onTap: [{ do: 'go', screen: 'engines' }] },
      toggle('Enhanced incognito mode', 'enhanced', { when: 'model.hasEnhancedSwitch' }),
      { title: 'Downloads', leadsOn: true, onTap: [{ do: 'go', screen: 'downloads' }] },
      { title: 'Security', leadsOn: true, onTap: [{ do: 'go', screen: 'security' }] },
      { title: 'Additional settings', leadsOn: true, onTap: [{ do: 'go', screen: 'additional' }] },
      { title: 'Clear data', onTap: [{ do: 'go', screen: 'clearData' }] },
      { title: 'Version', summary: `${build.product} \${model.version}` },
    ]),
  };
}

export const additional: ScreenSpec = page('Additional settings', [
  toggle('Show ads', 'ads'),
  toggle('Search suggestions', 'suggestions', { summary: 'Ask the search engine while you type' }),
]);

export const security: ScreenSpec = page('Security', [toggle('Personalized services', 'personalized')]);
