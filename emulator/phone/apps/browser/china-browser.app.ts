import type { AppDefinition, Effects, ScreenSpec, ViewSpec } from '../app-definition.ts';
import { menu } from '../parts/dialogs.ts';
import { titleBar } from '../parts/pages.ts';
import { translate } from '../parts/translate.ts';
import { browserApp, type OwnScreens } from './browser-app.ts';
import type { BrowserBuild } from './browser-build.ts';
import { CHINA_WORDS } from './china-words.ts';
import { MI_BROWSER } from './mi-browser-build.ts';
import { textRow } from './screens/bars.ts';
import { miScreens } from './screens/mi-screens.ts';
import { tabSwitcher } from './screens/tab-switcher.ts';

/**
 * The browser of Chinese builds, of which the global one is the sibling: same activities, ids `url`, `rightBtn`, `action_more`,
 * `action_tabs` and `action_new_tab`, class of the web view (jiahuixing/MIUIFrameTest, MIUI 6/7). What it offers is invented.
 */
const CHINA_BROWSER: BrowserBuild = {
  ...MI_BROWSER,
  packageName: 'com.android.browser',
  title: '浏览器',
  engines: ['百度', 'Google', 'DuckDuckGo', 'Bing'],
  channels: [
    { path: 'for_you', title: '推荐' },
    { path: 'world', title: '国际' },
    { path: 'sports', title: '体育' },
    { path: 'technology', title: '科技' },
  ],
  dials: [
    { title: '百度', url: 'https://www.baidu.com/' },
    { title: '新浪', url: 'https://sina.cn/' },
    { title: '小米商城', url: 'https://m.mi.com/' },
    { title: '淘宝', url: 'https://m.taobao.com/' },
  ],
  agreementUrl: 'https://privacy.mi.com/browser/zh_CN',
  welcome: '请阅读并同意《用户协议》和《隐私政策》。',
  product: '浏览器',
};

const NIGHT: Effects = [{ do: 'toggle', name: 'state.night' }, { do: 'emit', event: 'settings.toggle', data: { key: 'night', value: '${state.night}' } }];

const MENU: ScreenSpec = menu([
  { text: 'New tab', effects: [{ do: 'call', operation: 'newTab', with: { incognito: '' } }] },
  { text: '无痕模式', effects: [{ do: 'call', operation: 'newTab', with: { incognito: '1' } }] },
  { text: 'Add bookmark', when: ['model.onPage', '!model.isBookmarked'], effects: [{ do: 'call', operation: 'addBookmark' }, { do: 'toast', text: '已添加书签' }] },
  { text: '书签/历史', effects: [{ do: 'go', screen: 'library' }] },
  { text: 'Downloads', effects: [{ do: 'go', screen: 'downloads' }] },
  { text: '夜间模式', when: '!state.night', effects: NIGHT },
  { text: '夜间模式/开', when: 'state.night', effects: NIGHT },
  { text: 'Share', when: 'model.onPage', effects: [{ do: 'call', operation: 'share' }] },
  { text: 'Find in page', when: 'model.onPage', effects: [{ do: 'call', operation: 'find', with: { term: '' } }] },
  { text: 'Reader mode', when: 'model.onPage', effects: [{ do: 'call', operation: 'openReader' }] },
  { text: 'Desktop site', when: 'model.onPage', checked: 'model.desktop', effects: [{ do: 'call', operation: 'desktop' }] },
  { text: 'Refresh', effects: [{ do: 'call', operation: 'refresh' }] },
  { text: 'Settings', effects: [{ do: 'go', screen: 'settings' }] },
  { text: 'Exit', effects: [{ do: 'leave' }] },
]);

const LIBRARY: ScreenSpec = {
  view: {
    type: 'column', height: 'fill', children: [
      titleBar('书签/历史'),
      textRow('library_bookmarks', 'Bookmarks', [{ do: 'back' }, { do: 'go', screen: 'bookmarks' }]),
      textRow('library_history', 'History', [{ do: 'back' }, { do: 'go', screen: 'history' }]),
    ],
  },
};

function chinaScreens(build: BrowserBuild): OwnScreens {
  const own = miScreens(build);
  return {
    ...own,
    main: { ...own.main, view: underWebkit(own.main.view) },
    // In the switcher the menu's button closes them all.
    tabs: tabSwitcher({ closeAll: 'action_more', newTab: 'action_new_tab', newIncognitoTab: 'action_new_incognito_tab' }),
    menu: MENU,
    more: { ...own.more, library: LIBRARY },
  };
}

/** MIUI's browser brings an engine of its own. */
function underWebkit(view: ViewSpec): ViewSpec {
  return { ...view, ...(view.type === 'web' ? { className: 'com.miui.webkit.WebView' } : {}), ...(view.children === undefined ? {} : { children: view.children.map(underWebkit) }) };
}

const BROWSER = browserApp(CHINA_BROWSER, chinaScreens(CHINA_BROWSER));

/** The browser of Chinese builds. */
export const APP: AppDefinition = translate({ ...BROWSER, state: { ...BROWSER.state, night: false } }, CHINA_WORDS);
