import type { Effects, ScreenSpec, ViewSpec } from '../app-definition.ts';

/** An entry of the chooser. */
export interface ShareTarget {
  readonly title: string;
  readonly icon: string;
  /** Once the chooser is closed. */
  readonly effects: Effects;
}

/** What every phone can share with. */
const APPS: readonly (readonly [title: string, icon: string])[] = [['Messages', 'message'], ['Bluetooth', 'bluetooth'], ['ShareMe', 'share'], ['Notes', 'note']];

/**
 * Android's chooser over an app's screen, with the ids of its own ResolverActivity (AOSP, resolver_list). Which app is
 * chosen makes no difference here: nothing leaves the phone. `own` are what the app itself adds before them.
 */
export function shareSheet(chosen: Effects = [], own: readonly ShareTarget[] = []): ScreenSpec {
  const targets = [...own, ...APPS.map(([title, icon]) => ({ title, icon, effects: chosen }))];
  const target = ({ title, icon, effects }: ShareTarget): ViewSpec => ({
    type: 'column', padding: 8, desc: title, height: 88, onTap: [{ do: 'back' }, ...effects], children: [
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
        { type: 'grid', id: 'android:id/resolver_list', columns: 4, children: targets.map(target) },
      ],
    },
  };
}
