import type { AppDefinition, Effects, ScreenSpec, ViewSpec } from '../app-definition.ts';
import { dialog, menu } from '../parts/dialogs.ts';
import { webScreen } from '../parts/pages.ts';
import { CHINESE_LAUNCHER } from './launcher-words.ts';
import { createLauncherModel } from './launcher-model.ts';

const WALLPAPER_URL = 'https://zhuti.intl.xiaomi.com/wallpaper/';
const WHITE = '#FFFFFF';

const EDIT: Effects = [{ do: 'set', name: 'local.editing', to: '1' }, { do: 'emit', event: 'launcher.edit' }];

/** An icon with its title; a folder looks alike. */
const ICON: ViewSpec = {
  type: 'column', padding: 8, desc: '${item.title}', height: 104,
  onTap: [{ do: 'call', operation: 'tap', with: { folder: '${item.folder}', package: '${item.package}', title: '${item.title}' } }],
  onLongTap: [{ do: 'if', test: 'item.package', then: [{ do: 'call', operation: 'choose', with: { package: '${item.package}' } }, { do: 'go', screen: 'iconMenu' }], else: EDIT }],
  onDrag: [{ do: 'call', operation: 'drop', with: { package: '${item.package}', dx: '${drag.dx}', dy: '${drag.dy}' } }],
  children: [
    { type: 'image', id: 'icon_icon', width: 'fill', height: 56, look: { icon: '${item.icon}' } },
    { type: 'text', id: 'icon_title', text: '${item.title}', width: 'fill', look: { textSizeSp: 12, color: WHITE, align: 'center' } },
  ],
};

const PAGES: ViewSpec = {
  type: 'pager', id: 'workspace', className: 'android.view.ViewGroup',
  pages: { name: 'state.page', count: '${model.pageCount}' },
  onPage: [{ do: 'emit', event: 'launcher.swipe', data: { from: '${page.from}', to: '${page.to}' } }],
  onLongTap: EDIT,
  onSwipe: [
    { do: 'emit', event: 'launcher.gesture', data: { direction: '${swipe.direction}' } },
    { do: 'if', test: 'swipe.direction=up', then: [{ do: 'go', screen: 'search' }], else: [{ do: 'system', operation: 'openWindow', with: { window: 'shade' } }] },
  ],
  children: [
    {
      type: 'column', padding: 8, children: [
        { type: 'row', id: 'search_bar', when: 'state.page=0', desc: 'Search', height: 48, padding: 8, onTap: [], look: { background: WHITE } },
        { type: 'grid', columns: 4, rows: { from: 'page${state.page}', view: ICON } },
      ],
    },
  ],
};

/** An app that is offered: a tap leads to the store. */
const PROMOTED_ICON: ViewSpec = {
  type: 'column', id: 'promoted_item', padding: 8, desc: '${item.title}', height: 104,
  onTap: [{ do: 'emit', event: 'promoted.open', data: { title: '${item.title}' } }, { do: 'start', packageName: 'com.xiaomi.mipicks' }],
  children: [
    { type: 'image', width: 'fill', height: 56, look: { icon: 'store', color: WHITE } },
    { type: 'text', text: '${item.title}', width: 'fill', look: { textSizeSp: 12, color: WHITE, align: 'center' } },
  ],
};

const search: ScreenSpec = {
  activity: 'com.miui.home.launcher.search.SearchActivity',
  orientation: 'portrait',
  focus: 'local.term',
  local: { term: '' },
  onShow: [{ do: 'call', operation: 'type', with: { term: '' } }],
  view: {
    type: 'column', height: 'fill', look: { background: '#20508A' }, children: [
      {
        type: 'field', id: 'android:id/input', bind: 'local.term', hint: 'Search apps', padding: 8, imeAction: 'search', look: { background: WHITE },
        onChange: [{ do: 'call', operation: 'type', with: { term: '${local.term}' } }],
        onEnter: [{ do: 'call', operation: 'search', with: { term: '${local.term}' } }, { do: 'hideKeyboard' }],
      },
      { type: 'list', id: 'all_apps', children: [{ type: 'grid', columns: 4, rows: { from: 'hits', view: { ...ICON, onLongTap: [], onDrag: [] } } }] },
    ],
  },
};

const FOLDER: ViewSpec = {
  type: 'column', when: 'model.folderOpen', height: 'fill', padding: 16, children: [
    {
      type: 'text', id: 'title', when: '!local.renaming', text: '${model.folderTitle}', width: 'fill', padding: 16, look: { textSizeSp: 24, color: WHITE, align: 'center' },
      onTap: [{ do: 'set', name: 'local.title', to: '${model.folderTitle}' }, { do: 'set', name: 'local.renaming', to: '1' }, { do: 'focus', bind: 'local.title' }],
    },
    {
      type: 'field', id: 'title', when: 'local.renaming', bind: 'local.title', look: { textSizeSp: 24, color: WHITE, align: 'center' },
      onEnter: [{ do: 'call', operation: 'renameFolder', with: { title: '${local.title}' } }, { do: 'set', name: 'local.renaming', to: '' }, { do: 'hideKeyboard' }],
    },
    { type: 'grid', id: 'folder_content', columns: 4, rows: { from: 'folder', view: ICON } },
    { type: 'text', id: 'promoted_title', when: 'model.promoted', text: 'Promoted apps', width: 'fill', padding: 12, look: { color: WHITE } },
    { type: 'grid', id: 'promoted_apps', when: 'model.promoted', columns: 4, rows: { from: 'promoted', view: PROMOTED_ICON } },
  ],
};

const EDIT_BAR: ViewSpec = {
  type: 'row', id: 'multi_select_container', when: 'local.editing', height: 64, look: { background: '#303030' }, children: [
    {
      type: 'text', id: 'edit_wallpaper', text: 'Wallpaper', width: 'fill', padding: 16, look: { color: WHITE, align: 'center' },
      onTap: [{ do: 'go', screen: 'wallpapers', args: { url: WALLPAPER_URL, title: 'Wallpaper' } }, { do: 'emit', event: 'wallpaper.open', data: { url: WALLPAPER_URL } }],
    },
    { type: 'text', id: 'edit_done', text: 'Done', width: 'fill', padding: 16, look: { color: WHITE, align: 'center' }, onTap: [{ do: 'set', name: 'local.editing', to: '' }] },
  ],
};

const CLOSE_ALL: Effects = [
  { do: 'set', name: 'local.editing', to: '' },
  { do: 'set', name: 'local.renaming', to: '' },
  { do: 'call', operation: 'closeFolder' },
  { do: 'hideKeyboard' },
];

const home: ScreenSpec = {
  activity: 'com.miui.home.launcher.Launcher',
  orientation: 'portrait',
  local: { editing: '', renaming: '', title: '' },
  // Back never leaves the launcher.
  onBack: CLOSE_ALL,
  view: {
    type: 'stack', height: 'fill', look: { background: '#20508A' }, children: [
      {
        type: 'column', height: 'fill', when: '!model.folderOpen', children: [
          PAGES,
          { type: 'stack', id: 'page_indicator', className: 'android.view.View', desc: 'Page ${model.pageNumber} of ${model.pageCount}', height: 24 },
          EDIT_BAR,
          { type: 'row', id: 'hotseat', when: '!local.editing', height: 112, padding: 4, rows: { from: 'hotseat', view: ICON } },
        ],
      },
      FOLDER,
    ],
  },
};

/** MIUI's launcher. */
export const APP: AppDefinition = {
  packageName: 'com.miui.home',
  title: 'System launcher',
  icon: 'app',
  first: 'home',
  state: { page: 0, layout: '' },
  screens: {
    home,
    search,
    iconMenu: menu([
      { text: 'Uninstall', effects: [{ do: 'go', screen: 'uninstall' }] },
      { text: 'Take out of the folder', when: 'model.chosenInFolder', effects: [{ do: 'call', operation: 'takeOut' }] },
    ]),
    uninstall: dialog({ title: 'Uninstall', message: 'Uninstall ${model.chosenTitle}?', positive: { text: 'Uninstall', effects: [{ do: 'call', operation: 'uninstall' }] } }),
    wallpapers: webScreen('com.miui.home.launcher.wallpaper.OnlineWallpaperActivity', [{ type: 'list', id: 'wallpaper_thumbnail_view', height: 96 }]),
  },
  onHome: [...CLOSE_ALL, { do: 'set', name: 'state.page', to: '0' }],
  model: createLauncherModel,
  words: { zh: CHINESE_LAUNCHER },
};
