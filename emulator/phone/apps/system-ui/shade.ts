import type { Effects, ScreenSpec, ViewSpec } from '../app-definition.ts';

const WHITE = '#FFFFFF';
const GREY = '#B8BCC4';

const TILE: ViewSpec = {
  type: 'column', id: 'tile', desc: '${item.title},${item.state}', height: 92, padding: 8, selected: 'item.on', look: { background: '#404040' },
  onTap: [{ do: 'call', operation: 'turn', with: { tile: '${item.title}' } }],
  children: [
    { type: 'image', width: 'fill', height: 36, look: { icon: '${item.icon}' } },
    { type: 'text', id: 'tile_label', text: '${item.title}', width: 'fill', look: { textSizeSp: 12, color: WHITE, align: 'center' } },
  ],
};

const which = { package: '${item.package}', id: '${item.id}' };
const open: Effects = [{ do: 'system', operation: 'openNotification', with: which }];

const NOTIFICATION: ViewSpec = {
  type: 'row', id: 'expandableNotificationRow', height: 84, padding: 10, look: { background: '#2E2E31' }, onTap: open,
  children: [
    { type: 'image', id: 'android:id/icon', look: { icon: '${item.icon}' } },
    {
      type: 'column', padding: 4, children: [
        { type: 'text', id: 'android:id/app_name_text', text: '${item.app}', width: 'fill', look: { textSizeSp: 11, color: GREY } },
        { type: 'text', id: 'notification_title', text: '${item.title}', width: 'fill', look: { textSizeSp: 15, color: WHITE } },
        { type: 'text', id: 'android:id/text', text: '${item.text}', when: 'item.text', width: 'fill', look: { textSizeSp: 13, color: GREY } },
      ],
    },
    { type: 'imageButton', id: 'dismiss', desc: 'Dismiss', when: '!item.ongoing', look: { icon: 'close' }, onTap: [{ do: 'system', operation: 'dismissNotification', with: which }] },
  ],
};

const CLEAR: ViewSpec = {
  type: 'button', id: 'dismiss_view', text: 'Clear', when: 'system.notifications', height: 48, look: { background: '#404040', color: WHITE },
  onTap: [{ do: 'system', operation: 'clearNotifications' }],
};

/** Quick settings over notifications; the tiles of the second row and below once it is pulled down further. */
export const shade: ScreenSpec = {
  view: {
    type: 'column', id: 'notification_panel', className: 'android.widget.FrameLayout', height: 'fill', look: { background: '#202020' }, children: [
      {
        type: 'row', height: 64, padding: 8, children: [
          { type: 'text', text: '${phone.time}', look: { textSizeSp: 30, color: WHITE } },
          { type: 'text', text: '${phone.date}', width: 'fill', padding: 8, look: { textSizeSp: 14, color: GREY } },
          { type: 'image', id: 'control_center_shortcut', desc: 'Settings', look: { icon: 'settings' }, onTap: [{ do: 'back' }, { do: 'start', packageName: 'com.android.settings' }] },
        ],
      },
      { type: 'grid', id: 'quick_settings_panel', className: 'android.widget.GridLayout', columns: 3, rows: { from: 'tiles${local.expanded}', view: TILE } },
      {
        type: 'list', id: 'notifications_stack_scroller',
        children: [CLEAR],
        rows: { from: 'system.notifications', view: NOTIFICATION },
      },
    ],
  },
};
