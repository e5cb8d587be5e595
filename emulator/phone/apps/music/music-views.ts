import type { Effects, ScreenSpec, ViewSpec } from '../app-definition.ts';
import { titleBar } from '../parts/pages.ts';

const GREY = '#808080';
const BLUE = '#3482FF';

/** Which list a song row stands in: the queue it is played with. */
type SongList = 'songs' | 'hits' | 'playlist';

/** One song; `menu` names the screen its dots open. */
export function songRow(from: SongList, menu: string): ViewSpec {
  return {
    type: 'row', id: 'title_container', desc: '${item.title}', height: 64, padding: 8,
    onTap: [{ do: 'call', operation: 'play', with: { path: '${item.path}', from } }],
    children: [
      {
        type: 'column', children: [
          { type: 'text', id: 'song_title', text: '${item.title}', width: 'fill' },
          { type: 'text', id: 'song_artist', text: '${item.artist}', width: 'fill', look: { textSizeSp: 12, color: GREY } },
        ],
      },
      { type: 'image', id: 'item_menu', desc: 'More menu', look: { icon: 'more' }, onTap: [{ do: 'call', operation: 'choose', with: { path: '${item.path}' } }, { do: 'go', screen: menu }] },
    ],
  };
}

const PLAY_BUTTONS: readonly ViewSpec[] = [
  { type: 'imageButton', id: 'btn_play', when: 'model.playing', desc: 'Pause', look: { icon: 'pause' }, onTap: [{ do: 'call', operation: 'toggle' }] },
  { type: 'imageButton', id: 'btn_play', when: '!model.playing', desc: 'Play', look: { icon: 'play' }, onTap: [{ do: 'call', operation: 'toggle' }] },
];

const NEXT: ViewSpec = { type: 'imageButton', id: 'btn_next', desc: 'Next', look: { icon: 'next' }, onTap: [{ do: 'call', operation: 'next' }] };

/** The song that plays, at the foot of the lists. */
export const NOW_PLAYING: ViewSpec = {
  type: 'row', id: 'now_playing_bar', when: 'model.hasSong', height: 72, padding: 8, look: { background: '#F0F0F0' },
  onTap: [{ do: 'call', operation: 'openPlayer' }, { do: 'go', screen: 'player' }],
  children: [
    {
      type: 'column', children: [
        { type: 'text', id: 'now_playing_title', text: '${model.title}', width: 'fill', look: { bold: true } },
        { type: 'text', id: 'now_playing_artist', text: '${model.artist}', width: 'fill', look: { textSizeSp: 12, color: GREY } },
      ],
    },
    ...PLAY_BUTTONS,
    NEXT,
  ],
};

const toggle = (on: ViewSpec, off: ViewSpec): readonly ViewSpec[] => [on, off];

/** A touch sets the song to that twentieth of its length. */
const SEEK_BAR: ViewSpec = {
  type: 'row', id: 'seek_bar', className: 'android.widget.SeekBar', height: 24, rows: {
    from: 'seek',
    view: {
      type: 'stack', height: 24, onTap: [{ do: 'call', operation: 'seek', with: { step: '${item.step}' } }], children: [
        { type: 'stack', when: 'item.heard', height: 12, look: { background: BLUE } },
        { type: 'stack', when: '!item.heard', height: 12, look: { background: '#E0E0E0' } },
      ],
    },
  },
};

const MODE = (mode: string, desc: string, icon: string): ViewSpec => ({ type: 'imageButton', id: 'btn_mode', when: `model.mode=${mode}`, desc, look: { icon }, onTap: [{ do: 'call', operation: 'mode' }] });

/** The page of the song that plays. */
export const PLAYER: ScreenSpec = {
  activity: 'com.miui.player.ui.NowPlayingActivity',
  view: {
    type: 'column', height: 'fill', look: { background: '#FFFFFF' }, children: [
      titleBar('${model.album}'),
      { type: 'image', id: 'album_cover', desc: 'Album cover', width: 'fill', height: 300, look: { icon: 'song', color: '#FFFFFF', background: '#5B7FB5' } },
      { type: 'text', id: 'song_title', text: '${model.title}', width: 'fill', padding: 8, look: { textSizeSp: 22, bold: true, align: 'center' } },
      { type: 'text', id: 'song_artist', text: '${model.artist}', width: 'fill', padding: 4, look: { color: GREY, align: 'center' } },
      {
        type: 'row', padding: 8, children: [
          ...toggle(
            { type: 'imageButton', id: 'btn_favourite', when: 'model.favourite', desc: 'Remove from favourites', selected: 'model.favourite', look: { icon: 'heart_full', color: '#E53935' }, onTap: [{ do: 'call', operation: 'favourite' }] },
            { type: 'imageButton', id: 'btn_favourite', when: '!model.favourite', desc: 'Add to favourites', look: { icon: 'heart' }, onTap: [{ do: 'call', operation: 'favourite' }] },
          ),
          { type: 'stack', width: 'fill', height: 8 },
          { type: 'imageButton', id: 'btn_add', desc: 'Add to playlist', look: { icon: 'add' }, onTap: [{ do: 'call', operation: 'chooseCurrent' }, { do: 'go', screen: 'addTo' }] },
        ],
      },
      {
        type: 'row', padding: 8, children: [
          { type: 'text', id: 'song_position', text: '${model.position}', width: 56, padding: 4, look: { textSizeSp: 12 } },
          SEEK_BAR,
          { type: 'text', id: 'song_duration', text: '${model.duration}', width: 56, padding: 4, look: { textSizeSp: 12 } },
        ],
      },
      {
        type: 'row', padding: 16, children: [
          MODE('order', 'Play in order', 'list'), MODE('shuffle', 'Shuffle', 'shuffle'), MODE('repeat', 'Repeat one', 'repeat'),
          { type: 'stack', width: 'fill', height: 8 },
          { type: 'imageButton', id: 'btn_previous', desc: 'Previous', look: { icon: 'previous' }, onTap: [{ do: 'call', operation: 'previous' }] },
          ...PLAY_BUTTONS,
          NEXT,
        ],
      },
    ],
  },
};

const openPlaylist: Effects = [{ do: 'call', operation: 'openPlaylist', with: { name: '${item.name}' } }, { do: 'go', screen: 'playlist' }];

const askToDelete: Effects = [{ do: 'call', operation: 'choosePlaylist', with: { name: '${item.name}' } }, { do: 'go', screen: 'deletePlaylist' }];

/** Songs, favourites and playlists. */
export const LISTS: readonly ViewSpec[] = [
  { type: 'text', id: 'empty_view', when: 'model.empty', text: 'No songs on this phone', width: 'fill', padding: 24, look: { align: 'center' } },
  { type: 'list', id: 'list', when: 'model.tab!=Playlists', rows: { from: 'songs', view: songRow('songs', 'songMenu') } },
  {
    type: 'column', when: 'model.tab=Playlists', height: 'fill', children: [
      { type: 'text', id: 'playlist_create', text: 'New playlist', width: 'fill', padding: 16, look: { color: BLUE }, onTap: [{ do: 'go', screen: 'createPlaylist' }] },
      {
        type: 'list', id: 'playlist_list', rows: {
          from: 'playlists',
          view: {
            type: 'row', id: 'playlist_item', desc: '${item.name}', height: 64, padding: 8, onTap: openPlaylist, onLongTap: askToDelete, children: [
              { type: 'image', look: { icon: 'list' } },
              {
                type: 'column', children: [
                  { type: 'text', id: 'playlist_name', text: '${item.name}', width: 'fill' },
                  { type: 'text', id: 'playlist_count', text: '${item.count} songs', width: 'fill', look: { textSizeSp: 12, color: GREY } },
                ],
              },
            ],
          },
        },
      },
    ],
  },
];
