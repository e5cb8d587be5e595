/**
 * Symbols on a field of 24 by 24, drawn for this phone. `line` is stroked with round ends, `fill` is filled.
 */
interface Symbol24 {
  readonly line?: string;
  readonly fill?: string;
}

const CIRCLE = (x: number, y: number, r: number): string =>
  `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;

const SYMBOLS: Readonly<Record<string, Symbol24>> = {
  add: { line: 'M12 5v14M5 12h14' },
  aeroplane: { fill: 'M21 15.5v-2L13.5 9V4a1.5 1.5 0 0 0-3 0v5L3 13.5v2l7.500-2.300V18l-2 1.500V21l3.500-1 3.500 1v-1.500l-2-1.500v-4.800z' },
  app: { line: 'M5 5h5v5H5zM14 5h5v5h-5zM5 14h5v5H5zM14 14h5v5h-5z' },
  arrow: { line: 'M9.500 6.500L15 12l-5.500 5.500' },
  back: { line: 'M20 12H5M11 5.500L4.500 12l6.500 6.500' },
  battery: { line: 'M3 8h15v8H3z', fill: 'M4.500 9.500h11v5h-11zM19.500 10.500h2v3h-2z' },
  bluetooth: { line: 'M7 8l10 8-5 4V4l5 4-10 8' },
  calculator: { line: 'M6 3.500h12v17H6zM9 7.500h6M9 12h.1M12 12h.1M15 12h.1M9 16h.1M12 16h.1M15 16h.1' },
  calendar: { line: 'M4.500 6h15v14h-15zM4.500 10.500h15M8.500 3.500V7M15.500 3.500V7' },
  camera: { line: `M3.500 8h4l1.500-2.500h6L16.500 8h4v11h-17z${CIRCLE(12, 13, 3.5)}` },
  check: { line: 'M5 12.500l4.500 4.500L19 7.500' },
  clock: { line: `${CIRCLE(12, 12, 8.5)}M12 7v5l3.500 2` },
  close: { line: 'M6 6l12 12M18 6L6 18' },
  copy: { line: 'M8 8h11v12H8zM5 16V4h11' },
  data: { line: 'M8.500 19V5M5 8.500L8.500 5 12 8.500M15.500 5v14M12 15.500l3.500 3.500 3.500-3.500' },
  delete: { line: 'M5 7h14M9.500 7V4.500h5V7M7 7l.8 13h8.400L17 7M10.500 10.500v6M13.500 10.500v6' },
  download: { line: 'M12 4v11M7.500 11L12 15.500 16.500 11M5 19.500h14' },
  edit: { line: 'M5 19l1-4L16 5l3 3L9 18z' },
  erase: { line: 'M8.500 5.500H21v13H8.500L3 12zM11.500 9l6 6M17.500 9l-6 6' },
  file: { line: 'M6 3.500h8l4.500 4.500v12.500H6zM14 3.500V8h4.500' },
  folder: { fill: 'M3 7.500A2 2 0 0 1 5 5.500h4.500l2 2H19a2 2 0 0 1 2 2v7.500a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2z' },
  forward: { line: 'M4 12h15M13 5.500l6.500 6.500-6.500 6.500' },
  globe: { line: `${CIRCLE(12, 12, 8.5)}M3.500 12h17M12 3.500c5 5 5 12 0 17M12 3.500c-5 5-5 12 0 17` },
  grid: { line: 'M5 5h5.500v5.500H5zM13.500 5H19v5.500h-5.500zM5 13.500h5.500V19H5zM13.500 13.500H19V19h-5.500z' },
  heart: { line: 'M12 19.500C5.500 15 3.500 12 3.500 9a4.300 4.300 0 0 1 8.500-1.200A4.300 4.300 0 0 1 20.500 9c0 3-2 6-8.500 10.500z' },
  heart_full: { fill: 'M12 20C5 15.200 3 12 3 9a4.700 4.700 0 0 1 9-2A4.700 4.700 0 0 1 21 9c0 3-2 6.200-9 11z' },
  home: { line: 'M4 11l8-7 8 7M6.500 9.500V20h11V9.500' },
  image: { line: `M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4${CIRCLE(15.5, 9, 1.3)}` },
  incognito: { line: `${CIRCLE(7.5, 16, 3)}${CIRCLE(16.5, 16, 3)}M10.500 15.500q1.500-1 3 0M3 11h18`, fill: 'M6.500 10l1.500-5.500q4 1.500 8 0L17.500 10z' },
  list: { line: 'M9 6.500h11M9 12h11M9 17.500h11M4.500 6.500h.1M4.500 12h.1M4.500 17.500h.1' },
  location: { line: `M12 21c-4-5-6.500-8-6.500-11a6.500 6.500 0 0 1 13 0c0 3-2.500 6-6.500 11z${CIRCLE(12, 10, 2.3)}` },
  menu: { line: 'M4.500 7h15M4.500 12h15M4.500 17h15' },
  message: { line: 'M4 5h16v11.500H11L6.500 20v-3.500H4z' },
  mobile: { line: 'M7 3h10v18H7zM10.500 18h3' },
  more: { fill: `${CIRCLE(12, 5.5, 1.7)}${CIRCLE(12, 12, 1.7)}${CIRCLE(12, 18.5, 1.7)}` },
  moon: { line: 'M18.500 14.500A7.500 7.500 0 1 1 10.500 4.500a6 6 0 0 0 8 10z' },
  mute: { line: 'M4 9.500v5h3.500L12 18.500v-13L7.500 9.500zM16 9.500l5 5M21 9.500l-5 5' },
  next: { fill: 'M6 5.500l9 6.500-9 6.500zM16 5.500h2.500v13H16z' },
  note: { line: 'M5.500 4h13v16h-13zM8.500 8.500h7M8.500 12h7M8.500 15.500h4' },
  pause: { fill: 'M7 5h3.500v14H7zM13.500 5H17v14h-3.500z' },
  person: { line: `${CIRCLE(12, 8.5, 4)}M4.500 20c1-4.500 4-6 7.500-6s6.500 1.500 7.500 6` },
  phone: { line: 'M6 4h3.500l1.500 4.500-2 1.500a11 11 0 0 0 5 5l1.500-2 4.500 1.500V18c0 1.500-1 2.500-2.500 2.500C11 20.500 3.500 13 3.500 6.500 3.500 5 4.500 4 6 4z' },
  play: { fill: 'M7.500 4.500l12 7.500-12 7.500z' },
  power: { line: 'M12 4v8M7.500 6.500a7 7 0 1 0 9 0' },
  previous: { fill: 'M18 5.500l-9 6.500 9 6.500zM5.500 5.500H8v13H5.500z' },
  refresh: { line: 'M19 12a7 7 0 1 1-2.500-5.400M19.500 4v4.500H15' },
  repeat: { line: 'M4 11V8.500a2 2 0 0 1 2-2h13M16 3.500l3 3-3 3M20 13v2.500a2 2 0 0 1-2 2H5M8 20.500l-3-3 3-3M11.200 11l1.300-1v4' },
  rotate: { line: 'M9 4.500h6.500v10H9zM5 11c0 5 3 8 8 8.500M10.500 16.500l2.500 3-3.500 1.500' },
  search: { line: `${CIRCLE(10.5, 10.5, 6)}M15 15l5 5` },
  settings: { line: `${CIRCLE(12, 12, 3)}M12 3v3M12 18v3M3 12h3M18 12h3M5.600 5.600l2.200 2.200M16.200 16.200l2.200 2.200M18.400 5.600l-2.200 2.200M7.800 16.200l-2.200 2.200` },
  shield: { line: 'M12 3.500l7.500 2.500v5.500c0 4.500-3 7.500-7.500 9-4.500-1.500-7.500-4.500-7.500-9V6zM8.500 12l2.500 2.500 4.500-5' },
  shift: { line: 'M12 4.500l7.500 8H15.500v6h-7v-6H4.500z' },
  shuffle: { line: 'M4 7h3c4 0 6 10 10 10h3M17.500 14.500L20 17l-2.500 2.500M4 17h3c4 0 6-10 10-10h3M17.500 4.500L20 7l-2.500 2.500' },
  signal: { fill: 'M4 16h2.500v4H4zM8.500 12.500H11V20H8.500zM13 8.500h2.500V20H13zM17.500 4.500H20V20h-2.500z' },
  song: { line: 'M9.500 17V6l9-2v11', fill: `${CIRCLE(7, 17, 2.7)}${CIRCLE(16, 15, 2.7)}` },
  store: { line: 'M5 8h14l-1 12H6zM9 8c0-5 6-5 6 0' },
  tab: { line: 'M5 5h14v14H5z' },
  torch: { line: 'M8 3.500h8v3.500l-2 3v10.500h-4V10L8 7zM12 12.500v2' },
  volume: { line: 'M4 9.500v5h3.500L12 18.500v-13L7.500 9.500zM15.500 9q2.500 3 0 6M18 6.500q4.500 5.500 0 11' },
  video: { line: 'M4 6h16v12H4zM10 9.500l4.500 2.500-4.500 2.500z' },
  weather: { line: `${CIRCLE(12, 12, 4)}M12 3.500v2M12 18.500v2M3.500 12h2M18.500 12h2M6 6l1.400 1.400M16.600 16.600L18 18M18 6l-1.400 1.400M7.400 16.600L6 18` },
  wifi: { line: 'M3 9.500c5.500-5 12.500-5 18 0M6.500 13.300c3.500-3 7.500-3 11 0', fill: 'M12 19.500l-2.800-3.300c1.700-1.500 3.900-1.500 5.600 0z' },
};

/** Other names apps use for a symbol. */
const ALIASES: Readonly<Record<string, string>> = {
  airplane: 'aeroplane',
  arrow_right: 'arrow',
  bin: 'delete',
  browser: 'globe',
  chevron: 'arrow',
  gallery: 'image',
  gear: 'settings',
  go: 'forward',
  help: 'note',
  image_file: 'image',
  my: 'person',
  music: 'song',
  new_tab: 'add',
  picture: 'image',
  plus: 'add',
  profile: 'person',
  tabs: 'tab',
  trash: 'delete',
  up: 'back',
  user: 'person',
  web: 'globe',
};

/** The symbol of this name, by its own name or another; undefined when nobody has drawn it. */
export function symbolNamed(name: string): string | undefined {
  const known = ALIASES[name] ?? name;
  return Object.hasOwn(SYMBOLS, known) ? known : undefined;
}

/** A symbol as SVG, in a square of the given size. */
export function drawSymbol(
  name: string,
  place: { readonly x: number; readonly y: number; readonly sizePx: number; readonly color: string },
): string {
  const symbol = SYMBOLS[name];
  if (symbol === undefined) return '';
  const { x, y, sizePx, color } = place;
  const line =
    symbol.line === undefined
      ? ''
      : `<path d="${symbol.line}" fill="none" stroke="${color}" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"/>`;
  const filled = symbol.fill === undefined ? '' : `<path d="${symbol.fill}" fill="${color}"/>`;
  return `<g transform="translate(${x} ${y}) scale(${(sizePx / 24).toFixed(4)})">${line}${filled}</g>`;
}
