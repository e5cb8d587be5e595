import type { AppDefinition, Effects, ViewSpec } from '../app-definition.ts';
import { sceneView } from '../camera/scene-view.ts';
import { dialog, permissionDialog } from '../parts/dialogs.ts';
import { legalScreens, titleBar } from '../parts/pages.ts';
import { shareSheet } from '../parts/share-sheet.ts';
import { createGalleryModel } from './gallery-model.ts';

const POLICY_URL = 'https://privacy.mi.com/gallery/en_US';

const OPEN: Effects = [{ do: 'call', operation: 'open', with: { path: '${item.path}' } }, { do: 'go', screen: 'photo' }];

const PICTURE: ViewSpec = { type: 'stack', id: 'photo_item', className: 'android.widget.ImageView', desc: '${item.name}', height: 92, padding: 2, onTap: OPEN, children: [sceneView(88, (name) => `\${item.${name}}`)] };

const pictures = (from: string, when?: string): ViewSpec => ({ type: 'list', id: 'photo_list', ...(when === undefined ? {} : { when }), children: [{ type: 'grid', columns: 4, rows: { from, view: PICTURE } }] });

const tab = (name: string): ViewSpec => ({
  type: 'text', id: 'tab_text', text: name, width: 'fill', padding: 12, selected: `model.tab=${name}`, look: { align: 'center', bold: true },
  onTap: [{ do: 'call', operation: 'tab', with: { tab: name } }],
});

const ALBUM: ViewSpec = {
  type: 'row', id: 'album_item', desc: '${item.name}', height: 64, padding: 8,
  onTap: [{ do: 'call', operation: 'openAlbum', with: { name: '${item.name}', count: '${item.count}' } }, { do: 'go', screen: 'album' }],
  children: [
    { type: 'image', look: { icon: 'image', color: '#3482FF' } },
    {
      type: 'column', children: [
        { type: 'text', id: 'album_name', text: '${item.name}', width: 'fill' },
        { type: 'text', id: 'album_count', text: '${item.count}', width: 'fill', look: { textSizeSp: 12, color: '#808080' } },
      ],
    },
  ],
};

const action = (id: string, text: string, icon: string, onTap: Effects): ViewSpec => ({
  type: 'column', id, desc: text, padding: 8, onTap, children: [
    { type: 'image', width: 'fill', height: 28, look: { icon } },
    { type: 'text', text, width: 'fill', look: { align: 'center', textSizeSp: 12 } },
  ],
});

/** MIUI's gallery. */
export const APP: AppDefinition = {
  packageName: 'com.miui.gallery',
  title: 'Gallery',
  icon: 'image',
  first: 'main',
  state: { storage: '' },
  consented: { storage: '1' },
  firstRun: [{ screen: 'permission', when: '!state.storage' }],
  opens: ['.jpg', '.jpeg', '.png', '.gif', '.webp', '.bmp', '.heic'],
  screens: {
    permission: permissionDialog('Allow Gallery to access photos, media, and files on your device?', { allow: [{ do: 'set', name: 'state.storage', to: '1' }], deny: [] }),
    main: {
      activity: 'com.miui.gallery.activity.HomePageActivity',
      view: {
        type: 'column', height: 'fill', children: [
          { type: 'row', height: 56, children: [tab('Photos'), tab('Albums'), { type: 'image', id: 'settings', desc: 'Settings', look: { icon: 'settings' }, onTap: [{ do: 'go', screen: 'settings' }] }] },
          { type: 'text', id: 'empty_view', when: 'model.empty', text: 'No photos', width: 'fill', padding: 24, look: { align: 'center' } },
          pictures('photos', 'model.tab=Photos'),
          { type: 'list', id: 'album_list', when: 'model.tab=Albums', rows: { from: 'albums', view: ALBUM } },
        ],
      },
    },
    album: { activity: 'com.miui.gallery.activity.AlbumDetailActivity', view: { type: 'column', height: 'fill', children: [titleBar('${model.album}'), pictures('album')] } },
    photo: {
      activity: 'com.miui.gallery.activity.InternalPhotoPageActivity',
      view: {
        type: 'column', height: 'fill', children: [
          titleBar('${model.name}'),
          { type: 'stack', id: 'photo_view', className: 'android.widget.ImageView', desc: '${model.name}', height: 560, rows: { from: 'current', view: sceneView(560, (name) => `\${item.${name}}`) } },
          { type: 'row', children: [action('action_send', 'Send', 'forward', [{ do: 'call', operation: 'share' }, { do: 'go', screen: 'share' }]), action('action_delete', 'Delete', 'delete', [{ do: 'go', screen: 'delete' }])] },
        ],
      },
    },
    ...legalScreens({ settings: 'com.miui.gallery.activity.GallerySettingsActivity', web: 'com.miui.gallery.activity.WebViewActivity' }, POLICY_URL),
    share: shareSheet(),
    delete: dialog({ title: 'Delete', message: 'Delete ${model.name}?', positive: { text: 'OK', effects: [{ do: 'call', operation: 'delete' }] } }),
  },
  model: createGalleryModel,
};
