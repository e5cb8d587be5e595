import type { AppDefinition, Effects, ScreenSpec, ViewSpec } from '../app-definition.ts';
import { dialog, menu, permissionDialog } from '../parts/dialogs.ts';
import { titleBar, webScreen } from '../parts/pages.ts';
import { preferenceList, type Preference } from '../parts/preferences.ts';
import { createMusicModel } from './music-model.ts';
import { CHINESE_MUSIC } from './music-words.ts';
import { LISTS, NOW_PLAYING, PLAYER, songRow } from './music-views.ts';

const AGREEMENT_URL = 'https://privacy.mi.com/mimusic/en_US/agreement';
const POLICY_URL = 'https://privacy.mi.com/mimusic/en_US';

const tab = (name: string): ViewSpec => ({
  type: 'text', id: 'tab_text', text: name, width: 'fill', padding: 10, selected: `model.tab=${name}`, look: { align: 'center' },
  onTap: [{ do: 'call', operation: 'tab', with: { tab: name } }],
});

const main: ScreenSpec = {
  activity: 'com.miui.player.ui.MusicBrowserActivity',
  view: {
    type: 'column', height: 'fill', children: [
      {
        type: 'row', height: 56, padding: 4, children: [
          { type: 'image', id: 'header_menu', desc: 'Show menu', look: { icon: 'menu' }, onTap: [{ do: 'go', screen: 'menu' }] },
          { type: 'text', text: 'Music', width: 'fill', padding: 8, look: { textSizeSp: 20, bold: true } },
          { type: 'image', id: 'play_all', desc: 'Play all', look: { icon: 'play' }, onTap: [{ do: 'call', operation: 'playAll' }] },
          { type: 'image', id: 'search', desc: 'Search', look: { icon: 'search' }, onTap: [{ do: 'go', screen: 'search' }] },
        ],
      },
      { type: 'row', id: 'tabs', children: [tab('Songs'), tab('Favourites'), tab('Playlists')] },
      ...LISTS,
      NOW_PLAYING,
    ],
  },
};

const search: ScreenSpec = {
  activity: 'com.miui.player.ui.SearchActivity',
  focus: 'local.term',
  local: { term: '' },
  onShow: [{ do: 'call', operation: 'clearSearch' }],
  view: {
    type: 'column', height: 'fill', children: [
      {
        type: 'field', id: 'android:id/input', bind: 'local.term', hint: 'Search songs', padding: 8, imeAction: 'search',
        onEnter: [{ do: 'call', operation: 'search', with: { term: '${local.term}' } }, { do: 'hideKeyboard' }],
      },
      { type: 'text', id: 'empty_view', when: 'model.noHits', text: 'No songs found', width: 'fill', padding: 24, look: { align: 'center' } },
      { type: 'list', id: 'list', rows: { from: 'hits', view: songRow('hits', 'songMenu') } },
      NOW_PLAYING,
    ],
  },
};

const playlist: ScreenSpec = {
  activity: 'com.miui.player.ui.PlaylistActivity',
  view: {
    type: 'column', height: 'fill', children: [
      titleBar('${model.playlist}', [
        { type: 'image', id: 'play_all', desc: 'Play all', look: { icon: 'play' }, onTap: [{ do: 'call', operation: 'playPlaylist' }] },
      ]),
      { type: 'list', id: 'list', rows: { from: 'playlist', view: songRow('playlist', 'playlistSongMenu') } },
      NOW_PLAYING,
    ],
  },
};

/** The playlists to choose from, and a new one. */
const addTo: ScreenSpec = {
  window: 'dialog',
  view: {
    type: 'column', padding: 12, look: { background: '#FFFFFF' }, children: [
      { type: 'text', id: 'miui:id/alertTitle', text: 'Add to playlist', width: 'fill', padding: 8, look: { textSizeSp: 18, bold: true, align: 'center' } },
      { type: 'text', id: 'playlist_create', text: 'New playlist', width: 'fill', padding: 12, look: { color: '#3482FF' }, onTap: [{ do: 'go', screen: 'createPlaylist' }] },
      {
        type: 'list', id: 'miui:id/select_dialog_listview', height: 'wrap', rows: {
          from: 'playlists',
          view: { type: 'text', id: 'android:id/text1', text: '${item.name}', width: 'fill', padding: 12, onTap: [{ do: 'back' }, { do: 'call', operation: 'addChosen', with: { name: '${item.name}' } }] },
        },
      },
    ],
  },
};

const legal = (title: string, url: string): Effects => [{ do: 'go', screen: 'web', args: { title, url } }, { do: 'emit', event: 'legal.open', data: { title, url } }];

const toggle = (title: string, key: string): Preference => ({
  title, checked: `state.${key}`,
  onTap: [{ do: 'toggle', name: `state.${key}` }, { do: 'emit', event: 'settings.toggle', data: { key, value: `\${state.${key}}` } }],
});

/** The music player. */
export const APP: AppDefinition = {
  packageName: 'com.miui.player',
  title: 'Music',
  icon: 'song',
  first: 'main',
  state: { consent: '', storage: '', playlists: '', ads: true, personal: true, online: true },
  consented: { consent: '1', storage: '1' },
  opens: ['.mp3', '.m4a', '.ogg', '.oga', '.flac', '.wav', '.aac', '.amr', '.mid'],
  firstRun: [{ screen: 'welcome', when: '!state.consent' }, { screen: 'permission', when: '!state.storage' }],
  screens: {
    main,
    welcome: dialog({
      title: 'Welcome to Music', message: 'Please read and agree to the User agreement and the Privacy policy.', cancellable: false,
      positive: { text: 'Agree', effects: [{ do: 'set', name: 'state.consent', to: '1' }, { do: 'emit', event: 'consent', data: { given: 'yes' } }, { do: 'go', screen: 'permission' }] },
      negative: { text: 'Exit', effects: [{ do: 'emit', event: 'consent', data: { given: 'no' } }, { do: 'leave' }] },
    }),
    permission: permissionDialog('Allow Music to access photos, media, and files on your device?', { allow: [{ do: 'set', name: 'state.storage', to: '1' }], deny: [] }),
    menu: menu([
      { text: 'Settings', effects: [{ do: 'go', screen: 'settings' }] },
      { text: 'User agreement', effects: legal('User agreement', AGREEMENT_URL) },
      { text: 'Privacy policy', effects: legal('Privacy policy', POLICY_URL) },
    ]),
    search,
    player: PLAYER,
    playlist,
    addTo,
    createPlaylist: dialog({
      title: 'New playlist', local: { name: '' }, focus: 'local.name',
      body: [{ type: 'field', id: 'android:id/edit', bind: 'local.name', padding: 8, look: { background: '#F5F5F5' } }],
      positive: { text: 'OK', effects: [{ do: 'call', operation: 'createPlaylist', with: { name: '${local.name}' } }] },
    }),
    deletePlaylist: dialog({
      title: 'Delete playlist', message: 'Delete ${model.playlist}? Its songs stay on the phone.',
      positive: { text: 'OK', effects: [{ do: 'call', operation: 'deletePlaylist' }] },
    }),
    playlistSongMenu: menu([
      { text: 'Play', effects: [{ do: 'call', operation: 'playChosen' }] },
      { text: 'Remove from playlist', effects: [{ do: 'call', operation: 'removeChosen' }] },
    ]),
    songMenu: menu([
      { text: 'Play', effects: [{ do: 'call', operation: 'playChosen' }] },
      { text: 'Add to playlist', effects: [{ do: 'go', screen: 'addTo' }] },
      { text: 'Favourite', effects: [{ do: 'call', operation: 'favouriteChosen' }] },
      { text: 'Delete', effects: [{ do: 'call', operation: 'deleteChosen' }] },
    ]),
    settings: {
      activity: 'com.miui.player.ui.MusicSettings',
      view: {
        type: 'column', height: 'fill', children: [
          titleBar('Settings'),
          preferenceList([toggle('Show ads', 'ads'), toggle('Personal recommendations', 'personal'), toggle('Online content services', 'online')]),
        ],
      },
    },
    web: webScreen('com.miui.player.ui.WebViewActivity'),
  },
  model: createMusicModel,
  words: { zh: CHINESE_MUSIC },
};
