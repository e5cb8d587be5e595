import type { Bounds, Look, ViewNode } from '../view.ts';
import { drawSymbol, symbolNamed } from './icons.ts';
import { colourOf, isDark, PALETTE } from './palette.ts';
import { paintText } from './paint-text.ts';
import { circle, inset, rectangle, round } from './svg.ts';

/** A view to paint, and what it stands on. */
export interface Painting {
  readonly view: ViewNode;
  readonly parent: ViewNode | undefined;
  /** Colour of what is behind it. */
  readonly behind: string;
  /** Pixels of a density-independent pixel. */
  readonly dp: number;
}

/** The view's own picture, without its background and without its children. */
export function paintWidget(painting: Painting): string {
  const { view } = painting;
  const kind = view.className.slice(view.className.lastIndexOf('.') + 1);
  if (kind === 'WebView') return '';
  if (/Image/u.test(kind)) return paintImage(painting);
  if (kind === 'CheckBox' || kind === 'Switch' || kind === 'ToggleButton') return paintToggle(painting);
  if (kind === 'CheckedTextView') return paintChoice(painting);
  if (kind === 'ProgressBar') return paintProgress(painting);
  if (kind === 'SeekBar') return paintSlider(painting);
  if (kind === 'EditText') return paintField(painting);
  if (kind === 'Button') return paintButton(painting);
  if (nameOf(view) === 'page_indicator') return paintDots(painting);
  if (/^(?:action|bottom)_tabs$/u.test(nameOf(view))) return paintTabCount(painting);
  if (nameOf(view) === 'search_bar' && view.text === '') return paintSearchBar(painting);
  return view.text === '' ? '' : paintLabel(painting);
}

/** Last part of the resource id, or the empty string. */
export function nameOf(view: ViewNode): string {
  return view.resourceId?.replace(/^.*\//u, '') ?? '';
}

function inkOn(behind: string, look: Look | undefined): string {
  return look?.color ?? (isDark(behind) ? PALETTE.white : PALETTE.text);
}

function paintLabel({ view, behind, dp }: Painting): string {
  const look = view.look ?? {};
  const color = view.enabled ? inkOn(behind, look) : PALETTE.faint;
  if (!view.selected) return paintText({ text: view.text, bounds: view.bounds, look, dp, color });
  const { left, right, bottom } = view.bounds;
  const middle = (left + right) / 2;
  const mark = { left: middle - 12 * dp, right: middle + 12 * dp, top: bottom - 3 * dp, bottom };
  return (
    paintText({ text: view.text, bounds: view.bounds, look: { ...look, bold: true }, dp, color: PALETTE.accent }) +
    rectangle(mark, PALETTE.accent, dp)
  );
}

function paintImage(painting: Painting): string {
  const { view, behind, dp } = painting;
  const asked = view.look?.icon ?? '';
  const title = painting.parent?.contentDesc ?? view.contentDesc ?? view.text;
  if (nameOf(view) === 'arrow_right') return symbolIn('arrow', view.bounds, { dp, color: PALETTE.faint, sizeDp: 20 });
  if (nameOf(view) === 'battery') return paintBattery(view, inkOn(behind, undefined), dp);
  if (nameOf(view) === 'icon_icon') return paintAppIcon(title, asked, { bounds: view.bounds, dp });
  const name = symbolOf(view);
  const color = fileColour(name) ?? inkOn(behind, view.look);
  const tile = view.selected ? PALETTE.accent : color;
  return name === undefined ? '' : symbolIn(name, view.bounds, { dp, color: view.enabled ? tile : PALETTE.off, sizeDp: 26 });
}

function symbolOf(view: ViewNode): string | undefined {
  const asked = view.look?.icon ?? '';
  // Android draws the menu of one item as three dots.
  if (asked === 'menu' && /^more/iu.test(view.contentDesc ?? '')) return 'more';
  const named = symbolNamed(asked) ?? symbolNamed(nameOf(view)) ?? symbolFor(view.contentDesc ?? nameOf(view));
  return named ?? (asked === '' ? undefined : 'app');
}

function fileColour(name: string | undefined): string | undefined {
  if (name === 'folder') return '#FFB63D';
  if (name === 'song') return '#E4574C';
  return name === 'file' ? '#5C8DF6' : undefined;
}

/** Words of ids and descriptions that tell what an image without a named symbol shows. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/incognito/iu, 'incognito'],
  [/settings/iu, 'settings'],
  [/file manager|folder/iu, 'folder'],
  [/music|song/iu, 'song'],
  [/browser|chrome/iu, 'globe'],
  [/gallery/iu, 'image'],
  [/security/iu, 'shield'],
  [/calculator/iu, 'calculator'],
  [/calendar/iu, 'calendar'],
  [/notes|feedback/iu, 'note'],
  [/clock/iu, 'clock'],
  [/download/iu, 'download'],
  [/maps|location/iu, 'location'],
  [/store|getapps|themes/iu, 'store'],
  [/weather/iu, 'weather'],
  [/video/iu, 'video'],
  [/camera/iu, 'camera'],
  [/message/iu, 'message'],
  [/^phone$/iu, 'phone'],
  [/shareme/iu, 'wifi'],
  [/recorder/iu, 'signal'],
  [/close|cancel/iu, 'close'],
  [/delete/iu, 'delete'],
  [/new|create/iu, 'add'],
  [/navigate up|back/iu, 'back'],
  [/forward/iu, 'forward'],
  [/refresh/iu, 'refresh'],
  [/^go$/iu, 'arrow'],
  [/next/iu, 'next'],
  [/pause/iu, 'pause'],
  [/play/iu, 'play'],
  [/search/iu, 'search'],
  [/more|options/iu, 'more'],
  [/menu/iu, 'menu'],
  [/profile/iu, 'person'],
  [/list/iu, 'list'],
  [/grid/iu, 'grid'],
  [/arrow|right/iu, 'arrow'],
  [/image/iu, 'image'],
];

function symbolFor(words: string): string | undefined {
  return WORDS.find(([pattern]) => pattern.test(words.replaceAll('_', ' ')))?.[1];
}

function paintAppIcon(title: string, asked: string, { bounds, dp }: { readonly bounds: Bounds; readonly dp: number }): string {
  const sizePx = Math.min(52 * dp, bounds.bottom - bounds.top, bounds.right - bounds.left);
  const left = (bounds.left + bounds.right - sizePx) / 2;
  const top = (bounds.top + bounds.bottom - sizePx) / 2;
  const square = { left, top, right: left + sizePx, bottom: top + sizePx };
  if (asked === 'folder') return rectangle(square, 'rgba(255,255,255,0.28)', 12 * dp) + folderDots(square, dp);
  const symbol = symbolFor(title) ?? symbolNamed(asked) ?? 'app';
  return rectangle(square, colourOf(title), 12 * dp) + symbolIn(symbol, square, { dp, color: PALETTE.white, sizeDp: 30 });
}

function folderDots(square: Bounds, dp: number): string {
  const cell = (square.right - square.left) / 4;
  return [1, 3]
    .flatMap((row) => [1, 3].map((column) => ({ row, column })))
    .map(({ row, column }) => {
      const [x, y] = [square.left + column * cell, square.top + row * cell];
      const dot = inset({ left: x - cell / 1.4, right: x + cell / 1.4, top: y - cell / 1.4, bottom: y + cell / 1.4 }, 0);
      return rectangle(dot, colourOf(`${row} ${column}`), 4 * dp);
    })
    .join('');
}

function symbolIn(
  name: string,
  bounds: Bounds,
  { dp, color, sizeDp }: { readonly dp: number; readonly color: string; readonly sizeDp: number },
): string {
  const sizePx = Math.min(sizeDp * dp, bounds.right - bounds.left, bounds.bottom - bounds.top);
  const x = (bounds.left + bounds.right - sizePx) / 2;
  const y = (bounds.top + bounds.bottom - sizePx) / 2;
  return drawSymbol(name, { x: Number(round(x)), y: Number(round(y)), sizePx, color });
}

/** A switch where the box stands alone, a ticked square before a text. */
function paintToggle({ view, behind, dp }: Painting): string {
  const { left, top, right, bottom } = view.bounds;
  const middle = (top + bottom) / 2;
  const colour = view.checked ? PALETTE.accent : PALETTE.off;
  if (view.text !== '') {
    const box = { left: left + 4 * dp, right: left + 24 * dp, top: middle - 10 * dp, bottom: middle + 10 * dp };
    const tick = view.checked ? symbolIn('check', box, { dp, color: PALETTE.white, sizeDp: 18 }) : '';
    const label = { ...view.bounds, left: left + 28 * dp };
    return rectangle(box, colour, 5 * dp) + tick + paintText({ text: view.text, bounds: label, look: view.look ?? {}, dp, color: inkOn(behind, view.look) });
  }
  const width = Math.min(44 * dp, right - left);
  const centre = (left + right) / 2;
  const track = { left: centre - width / 2, right: centre + width / 2, top: middle - 12 * dp, bottom: middle + 12 * dp };
  const knob = view.checked ? track.right - 12 * dp : track.left + 12 * dp;
  return rectangle(track, colour, 12 * dp) + circle(knob, middle, 9 * dp, PALETTE.white);
}

function paintChoice({ view, behind, dp }: Painting): string {
  const { right, top, bottom } = view.bounds;
  const end = { left: right - 44 * dp, right: right - 12 * dp, top, bottom };
  const color = view.checked ? PALETTE.accent : inkOn(behind, view.look);
  const label = paintText({ text: view.text, bounds: { ...view.bounds, right: end.left }, look: { ...view.look, bold: view.checked }, dp, color });
  return view.checked ? label + symbolIn('check', end, { dp, color, sizeDp: 22 }) : label;
}

function paintProgress({ view, dp }: Painting): string {
  const { left, right } = view.bounds;
  return rectangle(view.bounds, PALETTE.line) + rectangle({ ...view.bounds, right: left + (right - left) * 0.45 }, PALETTE.accent, dp);
}

function paintField({ view, behind, dp }: Painting): string {
  const isOnDark = isDark(behind);
  const box = inset(view.bounds, 3 * dp);
  const ground = view.look?.background ?? (isOnDark ? undefined : PALETTE.field);
  const background = ground === undefined ? '' : rectangle(box, ground, 12 * dp);
  const on = ground ?? behind;
  const text = view.password ? '•'.repeat(view.text.length) : view.text;
  const inner = view.look?.align === 'center' ? box : { ...box, left: box.left + 4 * dp };
  if (text === '' && view.hint !== undefined) return background + paintHint(view, box, { behind: on, dp });
  return background + paintText({ text, bounds: inner, look: view.look ?? {}, dp, color: inkOn(on, view.look), caret: view.focused });
}

/** What an empty field asks for, with the cursor before it. */
function paintHint(view: ViewNode, box: Bounds, { behind, dp }: { readonly behind: string; readonly dp: number }): string {
  const isSearch = nameOf(view) === 'url';
  const icon = isSearch ? paintSearchBar({ view, parent: undefined, behind, dp }) : '';
  const inner = { ...box, left: box.left + (isSearch ? 36 : 4) * dp };
  const hint = paintText({ text: view.hint ?? '', bounds: inner, look: { ...view.look, align: 'start' }, dp, color: isDark(behind) ? '#C5CAD3' : PALETTE.faint });
  const cursor = view.focused ? paintText({ text: '', bounds: inner, look: view.look ?? {}, dp, caret: true }) : '';
  return icon + hint + cursor;
}

function paintButton({ view, dp }: Painting): string {
  const isMain = view.resourceId === 'android:id/button1' || /allow|confirm/u.test(nameOf(view));
  const plain = view.look?.background ?? PALETTE.button;
  const fill = !view.enabled ? PALETTE.line : isMain ? PALETTE.accent : plain;
  const color = !view.enabled ? PALETTE.faint : isMain ? PALETTE.white : inkOn(plain, view.look);
  const box = inset(view.bounds, 4 * dp);
  return rectangle(box, fill, 14 * dp) + paintText({ text: view.text, bounds: box, look: { bold: true, ...view.look, align: 'center' }, dp, color });
}

function paintDots({ view, dp }: Painting): string {
  const [page = 1, count = 1] = (view.contentDesc ?? '').match(/\d+/gu)?.map(Number) ?? [];
  const { left, right, top, bottom } = view.bounds;
  const first = (left + right) / 2 - ((count - 1) / 2) * 12 * dp;
  return Array.from({ length: Math.min(count, 20) }, (_, i) =>
    circle(first + i * 12 * dp, (top + bottom) / 2, 3 * dp, i + 1 === page ? '#FFFFFF' : 'rgba(255,255,255,0.45)'),
  ).join('');
}

/** As full as its description says. */
function paintBattery(view: ViewNode, color: string, dp: number): string {
  const level = Number(/\d+/u.exec(view.contentDesc ?? '')?.[0] ?? 100);
  const { left, right, top, bottom } = view.bounds;
  const middle = { x: (left + right) / 2, y: (top + bottom) / 2 };
  const box = { left: middle.x - 11 * dp, right: middle.x + 9 * dp, top: middle.y - 5.5 * dp, bottom: middle.y + 5.5 * dp };
  const inner = inset(box, 1.6 * dp);
  const charge = { ...inner, right: inner.left + ((inner.right - inner.left) * level) / 100 };
  const knob = { left: box.right + dp, right: box.right + 2.5 * dp, top: middle.y - 2 * dp, bottom: middle.y + 2 * dp };
  return (
    `<rect x="${round(box.left)}" y="${round(box.top)}" width="${round(box.right - box.left)}" height="${round(box.bottom - box.top)}" rx="${round(2.5 * dp)}" fill="none" stroke="${color}" stroke-width="${round(dp)}"/>` +
    rectangle(charge, level <= 15 ? '#E4574C' : color, dp) + rectangle(knob, color, dp)
  );
}

/** A slider as full as its description says. */
function paintSlider({ view, dp }: Painting): string {
  const [value = 0, most = 1] = (view.contentDesc ?? '').match(/\d+/gu)?.map(Number) ?? [];
  const { left, right, top, bottom } = view.bounds;
  const isUpright = bottom - top > right - left;
  const share = Math.max(0, Math.min(1, value / Math.max(1, most)));
  const track = inset(view.bounds, 4 * dp);
  const filled = isUpright ? { ...track, top: track.bottom - (track.bottom - track.top) * share } : { ...track, right: track.left + (track.right - track.left) * share };
  return rectangle(track, 'rgba(255,255,255,0.18)', 14 * dp) + rectangle(filled, PALETTE.accent, 14 * dp);
}

function paintTabCount({ view, behind, dp }: Painting): string {
  const color = inkOn(behind, view.look);
  const { left, right, top, bottom } = view.bounds;
  const middle = { x: (left + right) / 2, y: (top + bottom) / 2 };
  const box = { left: middle.x - 11 * dp, top: middle.y - 11 * dp, right: middle.x + 11 * dp, bottom: middle.y + 11 * dp };
  return (
    rectangle(box, color, 5 * dp) +
    rectangle(inset(box, 1.8 * dp), behind, 3.5 * dp) +
    paintText({ text: view.text, bounds: box, look: { textSizeSp: 12, bold: true, align: 'center' }, dp, color })
  );
}

function paintSearchBar({ view, dp }: Painting): string {
  const { left, top, bottom } = view.bounds;
  const icon = { left: left + 8 * dp, right: left + 44 * dp, top, bottom };
  return symbolIn('search', icon, { dp, color: PALETTE.faint, sizeDp: 22 });
}
