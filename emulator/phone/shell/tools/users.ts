/** android_filesystem_config.h, the ids a shell meets. https://android.googlesource.com/platform/system/core/+/refs/tags/android-9.0.0_r3/libcutils/include/private/android_filesystem_config.h */
const NAMES: readonly (readonly [number, string])[] = [
  [0, 'root'], [1000, 'system'], [1001, 'radio'], [1002, 'bluetooth'], [1003, 'graphics'], [1004, 'input'], [1005, 'audio'],
  [1007, 'log'], [1010, 'wifi'], [1011, 'adb'], [1013, 'media'], [1015, 'sdcard_rw'], [1017, 'keystore'], [1023, 'media_rw'],
  [1027, 'nfc'], [1028, 'sdcard_r'], [1036, 'logd'], [2000, 'shell'], [2001, 'cache'], [3001, 'net_bt_admin'], [3002, 'net_bt'],
  [3003, 'inet'], [3006, 'net_bw_stats'], [3009, 'readproc'], [3011, 'uhid'], [9997, 'everybody'], [9998, 'misc'], [9999, 'nobody'],
];

/** Name of a uid or gid: `shell`, `u0_a123`. */
export function userName(id: number): string {
  const known = NAMES.find(([number]) => number === id);
  if (known !== undefined) return known[1];
  if (id < 10_000) return String(id);
  const user = Math.floor(id / 100_000);
  return `u${user}_a${(id % 100_000) - 10_000}`;
}

/** The id of a name or number; undefined when nobody is called that. */
export function userId(name: string): number | undefined {
  if (/^\d+$/.test(name)) return Number(name);
  const known = NAMES.find(([, text]) => text === name);
  if (known !== undefined) return known[0];
  const [, user, app] = /^u(\d+)_a(\d+)$/.exec(name) ?? [];
  return app === undefined ? undefined : Number(user) * 100_000 + 10_000 + Number(app);
}
