import type { Effects, ScreenSpec, ViewSpec } from '../app-definition.ts';

/** What every phone can share with. */
const TARGETS: readonly (readonly [title: string, icon: string])[] = [['Messages', 'message'], ['Bluetooth', 'bluetooth'], ['ShareMe', 'share'], ['Notes', 'note']];

/**
 * Android's chooser over an app's screen, with the ids of its own ResolverActivity (AOSP, resolver_list). Which app is
 * chosen makes no difference here: nothing leaves the phone.
 */
export function shareSheet(chosen: Effects = []): ScreenSpec {
  const target = ([title, icon]: readonly [string, string]): ViewSpec => ({
    type: 'column', padding: 8, desc: title, height: 88, onTap: [{ do: 'back' }, ...chosen], children: [
      { type: 'image', id: 'android:id/icon', width: 'fill', height: 44, look: { icon } },
      { type: 'text', id: 'android:id/text1', text: title, width: 'fill', look: { textSizeSp: 12, align: 'center' } },
    ],
  });
  return {
    window: 'dialog',
    packageName: 'android',
    view: {
      type: 'column', padding: 12, look: { background: '#FFFFFF' }, children: [
        { type: 'text', id: 'android:id/title', text: 'Share with', width: 'fill', padding: 8, look: { bold: true } },
        { type: 'grid', id: 'android:id/resolver_list', columns: 4, children: TARGETS.map(target) },
      ],
    },
  };
}
