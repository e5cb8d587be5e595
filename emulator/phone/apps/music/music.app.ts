import type { AppDefinition, Effects, ScreenSpec, ViewSpec } from '../app-definition.ts';
import { dialog, menu, permissionDialog } from '../parts/dialogs.ts';
import { titleBar, webScreen } from '../parts/pages.ts';
import { preferenceList, type Preference } from '../parts/preferences.ts';
import { createMusicModel } from './music-model.ts';

const AGREEMENT_URL = 'https://privacy.mi.com/mimusic/en_US/agreement';
const POLICY_URL = 'https://privacy.mi.com/mimusic/en_US';

const SONG: ViewSpec = {
  type: 'row', id: 'title_container', desc: '${item.title}', height: 64, padding: 8,
  onTap: [{ do: 'call', operation: 'play', with: { path: '${item.path}' } }],
  children: [
    {
      type: 'column', children: [
        { type: 'text', id: 'song_title', text: '${item.title}', width: 'fill' },
        { type: 'text', id: 'song_artist', text: '${item.artist}', width: 'fill', look: { textSizeSp: 12, color: '#808080' } },
      ],
    },
    { type: 'image', id: 'item_menu', desc: 'More menu', look: { icon: 'menu' }, onTap: [{ do: 'call', operation: 'choose', with: { path: '${item.path}' } }, { do: 'go', screen: 'songMenu' }] },
  ],
};

const NOW_PLAYING: ViewSpec = {
  type: 'row', id: 'now_playing_bar', when: 'model.hasSong', height: 72, padding: 8, look: { background: '#F0F0F0' }, children: [
    {
      type: 'column', children: [
        { type: 'text', id: 'now_playing_title', text: '${model.title}', width: 'fill', look: { bold: true } },
        { type: 'text', id: 'now_playing_artist', text: '${model.artist}', width: 'fill', look: { textSizeSp: 12, color: '#808080' } },
      ],
    },
    { type: 'imageButton', id: 'btn_play', when: 'model.playing', desc: 'Pause', look: { icon: 'pause' }, onTap: [{ do: 'call', operation: 'toggle' }] },
    { type: 'imageButton', id: 'btn_play', when: '!model.playing', desc: 'Play', look: { icon: 'play' }, onTap: [{ do: 'call', operation: 'toggle' }] },
    { type: 'imageButton', id: 'btn_next', desc: 'Next', look: { icon: 'next' }, onTap: [{ do: 'call', operation: 'next' }] },
  ],
};

const main: ScreenSpec = {
  activity: 'com.miui.player.ui.MusicBrowserActivity',
  view: {
    type: 'column', height: 'fill', children: [
      {
        type: 'row', height: 56, padding: 4, children: [
          { type: 'image', id: 'header_menu', desc: 'Show menu', look: { icon: 'menu' }, onTap: [{ do: 'go', screen: 'menu' }] },
          { type: 'text', text: 'Songs', width: 'fill', padding: 8, look: { textSizeSp: 20, bold: true } },
        ],
      },
      { type: 'text', id: 'empty_view', when: 'model.empty', text: 'No songs on this phone', width: 'fill', padding: 24, look: { align: 'center' } },
      { type: 'list', id: 'list', rows: { from: 'songs', view: SONG } },
      NOW_PLAYING,
    ],
  },
};

const legal = (title: string, url: string): Effects => [{ do: 'go', screen: 'web', args: { title, url } }, { do: 'emit', event: 'legal.open', data: { title, url } }];

const toggle = (title: string, key: string): Preference => ({
  title, checked: `state.${key}`,
  onTap: [{ do: 'toggle', name: `state.${key}` }, { do: 'emit', event: 'settings.toggle', data: { key, value: `\${state.${key}}` } }],
});

/** The music player of global builds. */
export const APP: AppDefinition = {
  packageName: 'com.miui.player',
  title: 'Music',
  icon: 'song',
  first: 'main',
  state: { consent: '', storage: '', ads: true, personal: true, online: true },
  consented: { consent: '1', storage: '1' },
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
    songMenu: menu([
      { text: 'Play', effects: [{ do: 'call', operation: 'playChosen' }] },
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
};
