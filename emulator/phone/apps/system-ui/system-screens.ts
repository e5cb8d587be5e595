import type { Effects, ScreenSpec, ViewSpec } from '../app-definition.ts';

const WHITE = '#FFFFFF';

/** A lock screen without a secret: a swipe up opens it. */
export const keyguard: ScreenSpec = {
  orientation: 'portrait',
  cancellable: false,
  view: {
    type: 'column', id: 'keyguard_status_area', height: 'fill', padding: 24, look: { background: '#1D2B4F' }, children: [
      { type: 'text', id: 'clock_view', text: '${phone.time}', width: 'fill', padding: 16, look: { textSizeSp: 64, color: WHITE, align: 'center' } },
      { type: 'text', id: 'date_view', text: '${phone.date}', width: 'fill', look: { textSizeSp: 18, color: WHITE, align: 'center' } },
      { type: 'list', id: 'notifications_stack_scroller', rows: { from: 'system.notifications', view: { type: 'text', id: 'notification_title', text: '${item.title}', width: 'fill', padding: 12, look: { color: WHITE } } } },
      { type: 'text', id: 'keyguard_indication_text', text: 'Swipe up to unlock', width: 'fill', padding: 12, look: { textSizeSp: 14, color: WHITE, align: 'center' } },
    ],
  },
};

const choice = (id: string, text: string, icon: string, onTap: Effects): ViewSpec => ({
  type: 'column', id, desc: text, padding: 12, height: 128, onTap, children: [
    { type: 'image', width: 'fill', height: 64, look: { icon, color: WHITE } },
    { type: 'text', text, width: 'fill', look: { textSizeSp: 14, color: WHITE, align: 'center' } },
  ],
});

const close: Effects = [{ do: 'back' }];

/** What a long press of the power key asks. */
export const powerMenu: ScreenSpec = {
  view: {
    type: 'column', id: 'power_menu', height: 'fill', padding: 48, look: { background: '#202428' }, onTap: close, children: [
      choice('power_off', 'Power off', 'power', [...close, { do: 'system', operation: 'shutdown' }]),
      choice('reboot', 'Reboot', 'refresh', [...close, { do: 'system', operation: 'reboot' }]),
      choice('airplane_mode', 'Aeroplane mode', 'aeroplane', [...close, { do: 'call', operation: 'turn', with: { tile: 'Aeroplane mode' } }]),
      choice('silent', 'Silent', 'mute', [...close, { do: 'system', operation: 'setVolume', with: { to: '0' } }]),
    ],
  },
};

/** The slider the volume keys show at the edge of the glass. */
export const volume: ScreenSpec = {
  view: {
    type: 'column', id: 'volume_dialog', desc: 'Media volume', height: 'fill', padding: 6, look: { background: '#303236' }, children: [
      { type: 'progress', id: 'volume_row_slider', className: 'android.widget.SeekBar', desc: 'Media volume ${system.volume} of ${system.volumeMost}', width: 'fill', height: 'fill' },
      { type: 'image', id: 'volume_row_icon', width: 'fill', look: { icon: 'volume', color: WHITE } },
    ],
  },
};

const about = { package: '${args.package}' };

const choiceButton = (id: string, text: string, onTap: Effects, when?: ViewSpec['when']): ViewSpec => ({
  type: 'button', id, text, onTap, look: { align: 'center', bold: true, background: '#F0F0F0' }, ...(when === undefined ? {} : { when }),
});

const titled = (title: ViewSpec[], buttons: readonly ViewSpec[]): ScreenSpec => ({
  window: 'dialog', packageName: 'android', cancellable: false,
  view: { type: 'column', padding: 12, look: { background: WHITE }, children: [...title, ...buttons] },
});

const title = (text: string, when: string): ViewSpec => ({ type: 'text', id: 'android:id/alertTitle', text, when, width: 'fill', padding: 12, look: { textSizeSp: 18, bold: true, align: 'center' } });

/** Ids of AOSP's `app_error_dialog.xml`: an app ended by an exception of its own. */
export const crashed: ScreenSpec = titled(
  [title('${args.title} has stopped', '!args.again'), title('${args.title} keeps stopping', 'args.again')],
  [
    choiceButton('android:id/aerr_restart', 'Open app again', [...close, { do: 'system', operation: 'restartApp', with: about }], '!args.again'),
    choiceButton('android:id/aerr_close', 'Close app', close),
  ],
);

/** Ids of AOSP's `app_anr_dialog.xml`: an app's main thread takes no input. */
export const hanging: ScreenSpec = titled(
  [{ type: 'text', id: 'android:id/alertTitle', text: "${args.title} isn't responding", width: 'fill', padding: 12, look: { textSizeSp: 18, bold: true, align: 'center' } }],
  [
    choiceButton('android:id/aerr_close', 'Close app', [...close, { do: 'system', operation: 'killApp', with: about }]),
    choiceButton('android:id/aerr_wait', 'Wait', close),
  ],
);

/** Asks for a charger. Before Android 5 AOSP had such a dialog (`battery_low.xml`), MIUI has kept one; its ids are invented. */
export const lowBattery: ScreenSpec = {
  window: 'dialog',
  view: {
    type: 'column', padding: 12, look: { background: WHITE }, children: [
      { type: 'text', id: 'miui:id/alertTitle', text: 'Low battery', width: 'fill', padding: 12, look: { textSizeSp: 18, bold: true, align: 'center' } },
      { type: 'text', id: 'miui:id/message', text: '${system.battery}% remaining. Connect your charger.', width: 'fill', padding: 12, look: { align: 'center' } },
      choiceButton('android:id/button1', 'OK', close),
    ],
  },
};
