import type { AppDefinition, ScreenSpec, ViewSpec } from '../app-definition.ts';
import { createTilesModel } from './tiles-model.ts';

const WHITE = '#FFFFFF';

const statusBar: ScreenSpec = {
  view: {
    type: 'row', id: 'status_bar', className: 'android.widget.FrameLayout', height: 'fill', children: [
      { type: 'text', id: 'clock', text: '${phone.time}', padding: 4, look: { textSizeSp: 12, color: WHITE } },
    ],
  },
};

const TILE: ViewSpec = {
  type: 'column', id: 'tile', desc: '${item.title},${item.state}', height: 96, padding: 8, selected: 'item.on', look: { background: '#404040' },
  onTap: [{ do: 'call', operation: 'turn', with: { tile: '${item.title}' } }],
  children: [
    { type: 'image', width: 'fill', look: { icon: '${item.icon}' } },
    { type: 'text', id: 'tile_label', text: '${item.title}', width: 'fill', look: { textSizeSp: 12, color: WHITE, align: 'center' } },
  ],
};

const shade: ScreenSpec = {
  view: {
    type: 'column', id: 'notification_panel', className: 'android.widget.FrameLayout', height: 'fill', look: { background: '#202020' }, children: [
      {
        type: 'row', height: 56, children: [
          { type: 'text', text: '${phone.time}', width: 'fill', padding: 8, look: { textSizeSp: 24, color: WHITE } },
          { type: 'image', id: 'control_center_shortcut', desc: 'Settings', look: { icon: 'settings' }, onTap: [{ do: 'back' }, { do: 'start', packageName: 'com.android.settings' }] },
        ],
      },
      { type: 'grid', id: 'quick_settings_panel', className: 'android.widget.GridLayout', columns: 3, rows: { from: 'tiles', view: TILE } },
      {
        type: 'list', id: 'notifications_stack_scroller', rows: {
          from: 'notifications',
          view: { type: 'row', padding: 12, children: [{ type: 'text', id: 'notification_title', text: '${item.title}', width: 'fill', look: { color: WHITE } }] },
        },
      },
    ],
  },
};

/** Status bar and notification shade. */
export const SYSTEM_UI_APP: AppDefinition = {
  packageName: 'com.android.systemui',
  title: 'System UI',
  icon: 'app',
  first: 'statusBar',
  state: {},
  screens: { statusBar, shade },
  model: createTilesModel,
};
