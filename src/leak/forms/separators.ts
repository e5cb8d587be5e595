const SEPARATORS = /[:\-.\s_]/g;

/** A value without the colons, dashes, dots, blanks and underscores that it is written with. */
export function withoutSeparators(value: string): string {
  return value.replace(SEPARATORS, '');
}

// What Android gives instead of an identifier: `02:00:00:00:00:00` to apps since Android 6 (WifiInfo), the ANDROID_ID
// that one build gave to every phone (android issue 10603), zeros where an advertising id was switched off.
const PLACEHOLDERS = /^(0+|02(0{10})|9774d56d682e549c|unknown|(.)\3+)$/i;

/** Whether a value stands for an identifier that is not told, and is the same on many phones. */
export function isPlaceholder(value: string): boolean {
  return PLACEHOLDERS.test(withoutSeparators(value));
}

/** How often a value is written another way: a MAC address with colons or dashes, a UUID with dashes. None where it is neither. */
export function withSeparators(value: string): readonly { readonly text: string; readonly of: string }[] {
  const bare = withoutSeparators(value);
  if (/^[0-9a-f]{12}$/i.test(bare) && (bare === value || /^..([:-])(..\1){4}..$/.test(value) || /^....\.....\.....$/.test(value))) {
    return [':', '-'].map((mark) => ({ text: bare.replace(/(..)(?=.)/g, `$1${mark}`), of: mark === ':' ? ' with colons' : ' with dashes' }));
  }
  if (/^[0-9a-f]{32}$/i.test(bare)) return [{ text: bare.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'), of: ' with dashes' }];
  return [];
}
