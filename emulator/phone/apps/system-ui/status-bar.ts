import type { ScreenSpec, ViewSpec } from '../app-definition.ts';

const icon = (id: string, name: string, when: ViewSpec['when'], desc: string): ViewSpec => ({
  type: 'image', id, desc, width: 22, height: 22, look: { icon: name }, ...(when === undefined ? {} : { when }),
});

/** Time on the left, signs of radio and battery on the right. */
export const statusBar: ScreenSpec = {
  view: {
    type: 'row', id: 'status_bar', className: 'android.widget.FrameLayout', height: 'fill', children: [
      { type: 'text', id: 'clock', text: '${phone.time}', padding: 4, look: { textSizeSp: 12 } },
      { type: 'row', id: 'notification_icon_area', height: 22, rows: { from: 'system.notifications', view: { type: 'image', width: 18, height: 18, look: { icon: '${item.icon}' } } } },
      icon('airplane', 'aeroplane', 'setting.global.airplane_mode_on', 'Aeroplane mode.'),
      icon('mobile_combo', 'signal', '!setting.global.airplane_mode_on', 'Phone signal full.'),
      icon('wifi_combo', 'wifi', 'setting.global.wifi_on', 'Wi-Fi signal full.'),
      { type: 'text', id: 'battery_percentage_view', text: '${system.battery}%', when: 'setting.system.status_bar_show_battery_percent', look: { textSizeSp: 11 } },
      { type: 'image', id: 'battery', desc: 'Battery ${system.battery} percent.', width: 30, height: 22, look: { icon: 'battery' } },
    ],
  },
};
