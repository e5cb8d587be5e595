import type { ScreenSpec, ViewSpec } from '../../app-definition.ts';
import { menu } from '../../parts/dialogs.ts';
import { titleBar } from '../../parts/pages.ts';
import type { OwnScreens } from '../browser-app.ts';
import type { BrowserBuild } from '../browser-build.ts';
import { addressBar, barButton, tabsButton, textRow } from './bars.ts';
import { INCOGNITO_START, NEWS, PAGE_AREA, quickDial } from './page-area.ts';
import { newsItem } from './questions.ts';
import { tabSwitcher } from './tab-switcher.ts';

const BOTTOM_BAR: ViewSpec = {
  type: 'row', height: 56, children: [
    barButton('action_back', 'Back', 'back', [{ do: 'call', operation: 'back' }]),
    barButton('action_forward', 'Forward', 'forward', [{ do: 'call', operation: 'forward' }]),
    barButton('action_more', 'Menu', 'menu', [{ do: 'go', screen: 'menu' }]),
    tabsButton('action_tabs'),
    barButton('action_my', 'Profile', 'person', [{ do: 'go', screen: 'my' }]),
  ],
};

const MENU: ScreenSpec = menu([
  { text: 'New tab', effects: [{ do: 'call', operation: 'newTab', with: { incognito: '' } }] },
  { text: 'New incognito tab', effects: [{ do: 'call', operation: 'newTab', with: { incognito: '1' } }] },
  { text: 'Add bookmark', when: ['model.onPage', '!model.isBookmarked'], effects: [{ do: 'call', operation: 'addBookmark' }, { do: 'toast', text: 'Added to bookmarks' }] },
  { text: 'Bookmarks', effects: [{ do: 'go', screen: 'bookmarks' }] },
  { text: 'History', effects: [{ do: 'go', screen: 'history' }] },
  { text: 'Downloads', effects: [{ do: 'go', screen: 'downloads' }] },
  { text: 'Share', when: 'model.onPage', effects: [{ do: 'call', operation: 'share' }] },
  { text: 'Find in page', when: 'model.onPage', effects: [{ do: 'call', operation: 'find', with: { term: '' } }] },
  { text: 'Reader mode', when: 'model.onPage', effects: [{ do: 'call', operation: 'openReader' }] },
  { text: 'Desktop site', when: 'model.onPage', checked: 'model.desktop', effects: [{ do: 'call', operation: 'desktop' }] },
  { text: 'Refresh', effects: [{ do: 'call', operation: 'refresh' }] },
  { text: 'Settings', effects: [{ do: 'go', screen: 'settings' }] },
]);

/** The screens of Mi Browser that Mint Browser draws differently. */
export function miScreens(build: BrowserBuild): OwnScreens {
  return {
    main: {
      activity: build.activities.main,
      local: { address: '', sought: '' },
      onShow: [{ do: 'call', operation: 'start' }],
      onBack: [{ do: 'if', test: 'model.canGoBack', then: [{ do: 'call', operation: 'back' }], else: [{ do: 'back' }] }],
      view: {
        type: 'column', height: 'fill', children: [
          addressBar({ go: 'rightBtn', incognitoMark: 'incognito_mark' }, 'Search or enter web address'),
          ...PAGE_AREA, quickDial(4), ...NEWS, INCOGNITO_START, BOTTOM_BAR,
        ],
      },
    },
    tabs: tabSwitcher({ closeAll: 'nav_close_all', newTab: 'action_new_tab', newIncognitoTab: 'action_new_incognito_tab' }),
    menu: MENU,
    more: {
      newsItem,
      my: {
        view: {
          type: 'column', height: 'fill', children: [
            titleBar('Profile'),
            textRow('my_bookmarks', 'Bookmarks', [{ do: 'back' }, { do: 'go', screen: 'bookmarks' }]),
            textRow('my_history', 'History', [{ do: 'back' }, { do: 'go', screen: 'history' }]),
            textRow('my_downloads', 'Downloads', [{ do: 'back' }, { do: 'go', screen: 'downloads' }]),
            textRow('my_settings', 'Settings', [{ do: 'go', screen: 'settings' }]),
            textRow('my_help', 'User agreement', [{ do: 'back' }, { do: 'call', operation: 'openInTab', with: { url: build.agreementUrl } }]),
          ],
        },
      },
    },
  };
}
