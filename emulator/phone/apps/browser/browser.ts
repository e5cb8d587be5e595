import type { AppDefinition, Effects, ScreenSpec, ViewSpec } from '../app-definition.ts';
import { choiceDialog, dialog, menu } from '../parts/dialogs.ts';
import { titleBar, webView } from '../parts/pages.ts';
import { preferenceList, type Preference } from '../parts/preferences.ts';
import { ENGINES } from './address.ts';
import { createBrowserModel } from './browser-model.ts';

const AGREEMENT_URL = 'https://privacy.mi.com/globalbrowser/en_US';

const SUBMIT: Effects = [{ do: 'hideKeyboard' }, { do: 'call', operation: 'submit', with: { text: '${local.address}' } }];

const ADDRESS_BAR: ViewSpec = {
  type: 'row', height: 56, padding: 4, children: [
    { type: 'image', id: 'incognito_mark', when: 'model.incognito', desc: 'Incognito', look: { icon: 'incognito' } },
    {
      type: 'field', id: 'url', bind: 'local.address', text: '${model.title}', hint: 'Search or enter web address', look: { background: '#F0F0F0' },
      onFocus: [{ do: 'set', name: 'local.address', to: '${model.url}' }],
      onChange: [{ do: 'call', operation: 'typed', with: { text: '${local.address}' } }],
      onEnter: SUBMIT,
    },
    { type: 'imageButton', id: 'rightBtn', when: 'screen.focused', desc: 'Go', look: { icon: 'go' }, onTap: SUBMIT },
    { type: 'imageButton', id: 'rightBtn', when: ['!screen.focused', 'model.onPage'], desc: 'Refresh', look: { icon: 'refresh' }, onTap: [{ do: 'call', operation: 'refresh' }] },
  ],
};

const NEWS_ITEM: ViewSpec = {
  type: 'row', id: 'news_item', desc: '${item.title}', height: 88, padding: 12,
  onTap: [{ do: 'call', operation: 'openFeed', with: { title: '${item.title}', url: '${item.url}' } }],
  children: [{ type: 'text', id: 'news_title', text: '${item.title}', width: 'fill' }],
};

const barButton = (id: string, desc: string, icon: string, onTap: Effects): ViewSpec => ({ type: 'imageButton', id, desc, width: 'fill', look: { icon }, onTap });

const BOTTOM_BAR: ViewSpec = {
  type: 'row', height: 56, children: [
    barButton('action_back', 'Back', 'back', [{ do: 'call', operation: 'back' }]),
    barButton('action_forward', 'Forward', 'forward', [{ do: 'call', operation: 'forward' }]),
    barButton('action_more', 'Menu', 'menu', [{ do: 'go', screen: 'menu' }]),
    { type: 'text', id: 'action_tabs', text: '${model.tabCount}', width: 'fill', padding: 12, look: { align: 'center' }, onTap: [{ do: 'go', screen: 'tabs' }] },
    barButton('action_my', 'Profile', 'person', [{ do: 'go', screen: 'my' }]),
  ],
};

const main: ScreenSpec = {
  activity: 'com.android.browser.BrowserActivity',
  local: { address: '' },
  onShow: [{ do: 'call', operation: 'show' }],
  onBack: [{ do: 'if', test: 'model.canGoBack', then: [{ do: 'call', operation: 'back' }], else: [{ do: 'back' }] }],
  view: {
    type: 'column', height: 'fill', children: [
      ADDRESS_BAR,
      { type: 'progress', id: 'progress', when: 'model.loading', look: { background: '#3482FF' } },
      webView({ title: '${model.title}', rows: 'page', when: 'model.onPage' }, [{ do: 'call', operation: 'follow', with: { url: '${item.url}' } }]),
      { type: 'list', id: 'news_list', when: 'model.showsFeed', rows: { from: 'feed', view: NEWS_ITEM } },
      {
        type: 'stack', height: 'fill', when: ['model.incognito', '!model.onPage'], look: { background: '#303030' },
        children: [{ type: 'text', id: 'incognito_title', text: "You're in incognito mode", width: 'fill', padding: 24, look: { color: '#FFFFFF', textSizeSp: 20, align: 'center' } }],
      },
      BOTTOM_BAR,
    ],
  },
};

const TAB_ITEM: ViewSpec = {
  type: 'row', id: 'tab_item', desc: '${item.title}', height: 72, padding: 8, selected: 'item.current',
  onTap: [{ do: 'back' }, { do: 'call', operation: 'selectTab', with: { tab: '${item.tab}' } }],
  children: [
    { type: 'text', id: 'tab_title', text: '${item.title}', width: 'fill' },
    { type: 'imageButton', id: 'tab_close', desc: 'Close tab', look: { icon: 'close' }, onTap: [{ do: 'call', operation: 'closeTab', with: { tab: '${item.tab}' } }] },
  ],
};

const tabs: ScreenSpec = {
  view: {
    type: 'column', height: 'fill', children: [
      { type: 'list', rows: { from: 'tabs', view: TAB_ITEM } },
      {
        type: 'row', height: 56, children: [
          barButton('nav_close_all', 'Close all tabs', 'close', [{ do: 'go', screen: 'closeAll' }]),
          barButton('action_new_tab', 'New tab', 'add', [{ do: 'back' }, { do: 'call', operation: 'newTab', with: { incognito: '' } }]),
          barButton('action_new_incognito_tab', 'New incognito tab', 'incognito', [{ do: 'back' }, { do: 'call', operation: 'newTab', with: { incognito: '1' } }]),
        ],
      },
    ],
  },
};

const myRow = (id: string, text: string, onTap: Effects): ViewSpec => ({ type: 'row', id, height: 60, padding: 12, onTap, children: [{ type: 'text', text, width: 'fill' }] });

const my: ScreenSpec = {
  view: {
    type: 'column', height: 'fill', children: [
      titleBar('Profile'),
      myRow('my_settings', 'Settings', [{ do: 'go', screen: 'settings' }]),
      myRow('my_help', 'User agreement', [{ do: 'back' }, { do: 'call', operation: 'openInTab', with: { url: AGREEMENT_URL } }]),
    ],
  },
};

const toggle = (title: string, key: string, more: Partial<Preference> = {}): Preference => ({
  title, checked: `state.${key}`, ...more,
  onTap: [{ do: 'toggle', name: `state.${key}` }, { do: 'emit', event: 'settings.toggle', data: { key, value: `\${state.${key}}` } }],
});

const settings: ScreenSpec = {
  activity: 'com.android.browser.BrowserSettingsActivity',
  exported: true,
  view: {
    type: 'column', height: 'fill', children: [
      titleBar('Settings'),
      preferenceList([
        { title: 'Search engine', summary: '${state.engine}', onTap: [{ do: 'go', screen: 'engines' }] },
        toggle('Personalized services', 'personalized'),
        toggle('Enhanced incognito mode', 'enhanced', { when: 'model.hasEnhancedSwitch' }),
        toggle('Show ads', 'ads'),
        { title: 'Clear data', onTap: [{ do: 'go', screen: 'clearData' }] },
      ]),
    ],
  },
};

/** Mi Browser of global builds. */
export const BROWSER: AppDefinition = {
  packageName: 'com.mi.globalbrowser',
  title: 'Mi Browser',
  icon: 'browser',
  first: 'main',
  state: { consent: '', engine: 'Google', personalized: true, enhanced: true, ads: true },
  consented: { consent: '1' },
  firstRun: [{ screen: 'welcome', when: '!state.consent' }],
  screens: {
    main, tabs, my, settings,
    welcome: dialog({
      title: 'Welcome to Mi Browser', message: 'Please read and agree to the User agreement and the Privacy policy.', cancellable: false,
      positive: { text: 'Agree', effects: [{ do: 'set', name: 'state.consent', to: '1' }, { do: 'emit', event: 'consent', data: { given: 'yes' } }, { do: 'call', operation: 'agreed' }] },
      negative: { text: 'Exit', effects: [{ do: 'emit', event: 'consent', data: { given: 'no' } }, { do: 'leave' }] },
    }),
    menu: menu([
      { text: 'New tab', effects: [{ do: 'call', operation: 'newTab', with: { incognito: '' } }] },
      { text: 'New incognito tab', effects: [{ do: 'call', operation: 'newTab', with: { incognito: '1' } }] },
      { text: 'Refresh', effects: [{ do: 'call', operation: 'refresh' }] },
      { text: 'Settings', effects: [{ do: 'go', screen: 'settings' }] },
    ]),
    closeAll: dialog({
      title: 'Close all tabs?',
      positive: { text: 'OK', effects: [{ do: 'call', operation: 'closeAll' }] },
    }),
    engines: choiceDialog('Choose a search engine', Object.keys(ENGINES).map((engine) => ({
      text: engine, checked: `state.engine=${engine}`,
      effects: [{ do: 'set', name: 'state.engine', to: engine }, { do: 'emit', event: 'engine.change', data: { engine } }],
    }))),
    clearData: dialog({ title: 'Clear data', message: 'Clear history, cookies and cache?', positive: { text: 'OK', effects: [{ do: 'call', operation: 'closeAll' }] } }),
  },
  model: createBrowserModel,
};
