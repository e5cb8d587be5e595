import type { ScreenSpec, ViewSpec } from '../app-definition.ts';
import type { OwnScreens } from '../browser/browser-app.ts';
import type { BrowserBuild } from '../browser/browser-build.ts';
import { addressBar, barButton, tabsButton } from '../browser/screens/bars.ts';
import { BELOW_TILES, INCOGNITO_START, PAGE_AREA, quickDial } from '../browser/screens/page-area.ts';
import { tabSwitcher } from '../browser/screens/tab-switcher.ts';
import { menu } from '../parts/dialogs.ts';

const LOGO: ViewSpec = { type: 'text', id: 'mint_logo', when: 'model.onStart', text: 'mint', width: 'fill', padding: 16, look: { textSizeSp: 32, bold: true, align: 'center', color: '#1FB573' } };

const BOTTOM_BAR: ViewSpec = {
  type: 'row', height: 52, children: [
    barButton('bottom_back', 'Back', 'back', [{ do: 'call', operation: 'back' }]),
    barButton('bottom_forward', 'Forward', 'forward', [{ do: 'call', operation: 'forward' }]),
    barButton('bottom_home', 'Home', 'home', [{ do: 'call', operation: 'home' }]),
    tabsButton('bottom_tabs'),
    barButton('bottom_menu', 'Menu', 'menu', [{ do: 'go', screen: 'menu' }]),
  ],
};

const MENU: ScreenSpec = menu([
  { text: 'New tab', effects: [{ do: 'call', operation: 'newTab', with: { incognito: '' } }] },
  { text: 'Incognito mode', effects: [{ do: 'call', operation: 'newTab', with: { incognito: '1' } }] },
  { text: 'Add to bookmarks', when: ['model.onPage', '!model.isBookmarked'], effects: [{ do: 'call', operation: 'addBookmark' }, { do: 'toast', text: 'Added to bookmarks' }] },
  { text: 'Bookmarks', effects: [{ do: 'go', screen: 'bookmarks' }] },
  { text: 'History', effects: [{ do: 'go', screen: 'history' }] },
  { text: 'Downloads', effects: [{ do: 'go', screen: 'downloads' }] },
  { text: 'Share', when: 'model.onPage', effects: [{ do: 'call', operation: 'share' }] },
  { text: 'Find in page', when: 'model.onPage', effects: [{ do: 'call', operation: 'find', with: { term: '' } }] },
  { text: 'Reader mode', when: 'model.onPage', effects: [{ do: 'call', operation: 'openReader' }] },
  { text: 'Desktop mode', when: 'model.onPage', checked: 'model.desktop', effects: [{ do: 'call', operation: 'desktop' }] },
  { text: 'User agreement', effects: [{ do: 'call', operation: 'openInTab', with: { url: '${model.agreementUrl}' } }] },
  { text: 'Settings', effects: [{ do: 'go', screen: 'settings' }] },
]);

/** The screens of Mint Browser that Mi Browser draws differently; all ids but `url` are invented. */
export function mintScreens(build: BrowserBuild): OwnScreens {
  return {
    main: {
      activity: build.activities.main,
      local: { address: '', sought: '' },
      onShow: [{ do: 'call', operation: 'start' }],
      onBack: [{ do: 'if', test: 'model.canGoBack', then: [{ do: 'call', operation: 'back' }], else: [{ do: 'back' }] }],
      view: {
        type: 'column', height: 'fill', children: [
          addressBar({ go: 'url_action', incognitoMark: 'url_incognito' }, 'Search or type a URL'),
          ...PAGE_AREA, LOGO, quickDial(4), BELOW_TILES, INCOGNITO_START, BOTTOM_BAR,
        ],
      },
    },
    tabs: tabSwitcher({ closeAll: 'tabs_close_all', newTab: 'tabs_new', newIncognitoTab: 'tabs_new_incognito' }),
    menu: MENU,
  };
}
