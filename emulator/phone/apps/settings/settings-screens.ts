import type { Effects, ScreenSpec, ViewSpec } from '../app-definition.ts';
import { dialog } from '../parts/dialogs.ts';
import { titleBar } from '../parts/pages.ts';
import { preferenceRow } from '../parts/preferences.ts';

/** Opens the search over all pages. */
export const SEARCH_ICON: ViewSpec = { type: 'image', id: 'search', desc: 'Search', look: { icon: 'search' }, onTap: [{ do: 'go', screen: 'search' }] };

/** Finds pages and rows by their titles. */
export const searchScreen: ScreenSpec = {
  activity: 'com.android.settings.search.SearchActivity',
  focus: 'local.term',
  local: { term: '' },
  onShow: [{ do: 'call', operation: 'clearSearch' }],
  view: {
    type: 'column', height: 'fill', children: [
      {
        type: 'field', id: 'android:id/input', bind: 'local.term', hint: 'Search settings', padding: 8, imeAction: 'search',
        onEnter: [{ do: 'call', operation: 'search', with: { term: '${local.term}' } }, { do: 'hideKeyboard' }],
      },
      { type: 'list', id: 'list', rows: { from: 'hits', view: preferenceRow({ title: '${item.title}', summary: '${item.page}', leadsOn: true, onTap: [{ do: 'call', operation: 'openPage', with: { page: '${item.id}' } }] }) } },
    ],
  },
};

const deed = (id: string, text: string, icon: string, screen: string): ViewSpec => ({
  type: 'column', id, desc: text, padding: 8, onTap: [{ do: 'go', screen }], children: [
    { type: 'image', width: 'fill', height: 28, look: { icon } },
    { type: 'text', text, width: 'fill', look: { align: 'center', textSizeSp: 12 } },
  ],
});

/** One app: what it is, and what can be done to it. */
export const appDetails: ScreenSpec = {
  activity: 'com.miui.appmanager.ApplicationsDetailsActivity',
  view: {
    type: 'column', height: 'fill', children: [
      titleBar('App info'),
      {
        type: 'list', id: 'list', children: [
          preferenceRow({ title: '${model.appTitle}', summary: 'Version ${model.appVersion}' }),
          preferenceRow({ title: 'Package', summary: '${model.appPackage}' }),
          preferenceRow({ title: 'App permissions', summary: '${model.appPermissions}' }),
          preferenceRow({ title: 'Running', summary: '${model.appRunning}' }),
        ],
      },
      { type: 'row', look: { background: '#FAFAFA' }, children: [deed('force_stop', 'Force stop', 'close', 'forceStop'), deed('uninstall', 'Uninstall', 'delete', 'uninstall'), deed('clear_data', 'Clear data', 'refresh', 'clearData')] },
    ],
  },
};

const ask = (title: string, message: string, effects: Effects): ScreenSpec => dialog({ title, message, positive: { text: 'OK', effects } });

/** The questions before something is done to an app. */
export const APP_DIALOGS: Readonly<Record<string, ScreenSpec>> = {
  forceStop: ask('Force stop?', 'If you force stop an app, it may misbehave.', [
    { do: 'system', operation: 'killApp', with: { package: '${model.appPackage}' } }, { do: 'emit', event: 'app.stop', data: { package: '${model.appPackage}' } },
  ]),
  uninstall: ask('Uninstall', 'Uninstall ${model.appTitle}?', [{ do: 'call', operation: 'uninstall' }]),
  clearData: ask('Clear data', "All this app's data will be deleted permanently.", [{ do: 'call', operation: 'clearData' }]),
};

/** The question that cannot be answered with yes before its countdown is over. */
export const revoke: ScreenSpec = dialog({
  title: 'Revoke authorization', message: 'Some features of ${model.revoking} will not work any more.',
  positive: { text: '${model.revokeButton}', when: 'model.canRevoke', effects: [{ do: 'call', operation: 'revoke' }] },
});
