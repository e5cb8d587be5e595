/** Android key codes the phone knows (`android.view.KeyEvent`). */
export const KEY = {
  home: 3, back: 4, volumeUp: 24, volumeDown: 25, power: 26, camera: 27, tab: 61, explorer: 64, enter: 66, delete: 67, menu: 82,
  notification: 83, search: 84, escape: 111, forwardDelete: 112, numpadEnter: 160, volumeMute: 164, settings: 176, appSwitch: 187,
  sleep: 223, wakeUp: 224,
} as const;

/** What the keys with a letter, digit or sign on them type. */
export function letterOf(keyCode: number): string | undefined {
  if (keyCode >= 7 && keyCode <= 16) return String(keyCode - 7);
  if (keyCode >= 29 && keyCode <= 54) return String.fromCharCode('a'.charCodeAt(0) + keyCode - 29);
  return SIGNS.get(keyCode);
}

const SIGNS: ReadonlyMap<number, string> = new Map([
  [55, ','], [56, '.'], [62, ' '], [69, '-'], [70, '='], [74, ';'], [75, "'"], [76, '/'], [77, '@'], [81, '+'],
]);
