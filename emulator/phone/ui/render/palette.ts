/** Colours of the phone's interface where an app names none. */
export const PALETTE = {
  text: '#1F2329',
  faint: '#8A9099',
  line: '#ECEEF1',
  field: '#F2F3F6',
  button: '#EDEFF3',
  accent: '#0D84FF',
  off: '#D5D8DD',
  white: '#FFFFFF',
  scrim: '#5B6067',
  keyboard: '#D9DCE1',
  key: '#FFFFFF',
  signKey: '#B9BFC8',
  dark: '#202124',
} as const;

/** Colours of app icons on the home screen, one picked by the app's name. */
const ICON_COLOURS = ['#2F7CF6', '#23A566', '#F2994A', '#E4574C', '#7B61FF', '#00A3B4', '#D7579C', '#5C6BC0'];

/** The same colour for the same name, always. */
export function colourOf(name: string): string {
  let sum = 0;
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return ICON_COLOURS[sum % ICON_COLOURS.length] ?? PALETTE.accent;
}

/** Whether light text stands on this colour (`#rgb` or `#rrggbb`). */
export function isDark(colour: string): boolean {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/iu.exec(colour);
  if (hex === null) return false;
  const [red = 0, green = 0, blue = 0] = hex.slice(1).map((part) => Number.parseInt(part, 16));
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128;
}
