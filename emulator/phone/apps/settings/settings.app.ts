import type { AppDefinition, Effects, IntentSpec, ScreenSpec, ViewSpec } from '../app-definition.ts';
import { titleBar, webScreen } from '../parts/pages.ts';
import { preferenceList, preferenceRow, type Preference } from '../parts/preferences.ts';
import { MAIN_ROWS, SETTINGS_PAGES, type SettingsPage, type SettingsRow } from './settings-pages.ts';
import { APP_DIALOGS, appDetails, revoke, SEARCH_ICON, searchScreen } from './settings-screens.ts';
import { CHINESE_SETTINGS } from './settings-words.ts';
import { createSettingsModel } from './settings-model.ts';

const MAIN_ACTIVITY = 'com.android.settings.MainSettings';
const PAGE_ACTIVITY = 'com.android.settings.SubSettings';

function preferenceOf(row: SettingsRow): Preference {
  if ('page' in row) {
    return { title: SETTINGS_PAGES[row.page]?.title ?? row.page, leadsOn: true, ...(row.when === undefined ? {} : { when: row.when }), onTap: [{ do: 'go', screen: row.page }] };
  }
  if ('info' in row) return { title: row.info, summary: row.summary, ...(row.onTap === undefined ? {} : { onTap: row.onTap }) };
  if ('action' in row) return { title: row.action, ...row };
  if ('web' in row) {
    const opened = { title: row.web, url: row.url };
    return { title: row.web, leadsOn: true, onTap: [{ do: 'go', screen: 'web', args: opened }, { do: 'emit', event: 'legal.open', data: opened }] };
  }
  const isOn = `setting.${row.namespace}.${row.key}=${row.on}`;
  const turn = (value: string): Effects => [
    { do: 'setting', namespace: row.namespace, key: row.key, to: value },
    { do: 'emit', event: 'settings.toggle', data: { key: row.key, value, namespace: row.namespace } },
  ];
  return { title: row.toggle, checked: isOn, onTap: [{ do: 'if', test: isOn, then: turn(row.off), else: turn(row.on) }] };
}

const listOf = (from: string, row: Preference): ViewSpec => ({ type: 'list', id: 'list', rows: { from, view: preferenceRow(row) } });

/** Pages whose rows the phone knows. */
const LISTED: Readonly<Record<string, ViewSpec>> = {
  apps: listOf('apps', { title: '${item.title}', summary: '${item.version}', onTap: [{ do: 'call', operation: 'openApp', with: { package: '${item.key}' } }, { do: 'go', screen: 'appDetails' }] }),
  revocation: listOf('authorized', {
    title: '${item.title}', checked: 'item.on',
    onTap: [{ do: 'call', operation: 'beginRevocation', with: { package: '${item.key}' } }, { do: 'if', test: 'item.on', then: [{ do: 'go', screen: 'revoke' }] }],
  }),
};

function pageScreen(id: string, page: SettingsPage): ScreenSpec {
  return {
    activity: PAGE_ACTIVITY,
    onShow: [{ do: 'emit', event: 'settings.open', data: { page: id, title: page.title, activity: PAGE_ACTIVITY, fragment: page.fragment } }],
    view: {
      type: 'column', height: 'fill', children: [
        titleBar(page.title),
        LISTED[id] ?? preferenceList(page.rows.map(preferenceOf)),
      ],
    },
  };
}

const main: ScreenSpec = {
  activity: MAIN_ACTIVITY,
  onShow: [{ do: 'emit', event: 'settings.open', data: { page: 'main', title: 'Settings', activity: MAIN_ACTIVITY, fragment: '' } }],
  view: { type: 'column', height: 'fill', children: [titleBar('Settings', [SEARCH_ICON]), preferenceList(MAIN_ROWS.map((page) => preferenceOf({ page })), [{ do: 'emit', event: 'settings.scroll', data: { page: 'main' } }])] },
};

const intents: readonly IntentSpec[] = Object.entries(SETTINGS_PAGES).flatMap(([screen, page]) => (page.actions ?? []).map((action) => ({ action, screen })));

/** MIUI's settings. */
export const APP: AppDefinition = {
  packageName: 'com.android.settings',
  title: 'Settings',
  icon: 'settings',
  first: 'main',
  state: {},
  intents: [{ action: 'android.settings.SETTINGS', screen: 'main' }, ...intents],
  screens: {
    main,
    web: webScreen('com.android.settings.WebPageActivity'),
    search: searchScreen,
    appDetails,
    ...APP_DIALOGS,
    revoke,
    ...Object.fromEntries(Object.entries(SETTINGS_PAGES).map(([id, page]) => [id, pageScreen(id, page)])),
  },
  model: createSettingsModel,
  words: { zh: CHINESE_SETTINGS },
};
