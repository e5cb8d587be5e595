import type { Bounds, ViewNode } from '../view.ts';
import { isDark, PALETTE } from './palette.ts';
import { paintKeyboard } from './paint-keyboard.ts';
import { paintText } from './paint-text.ts';
import { nameOf, paintWidget } from './paint-widget.ts';
import { rectangle, round } from './svg.ts';
import { lineWidthPx } from './text-lines.ts';

/** Size and density of the glass. */
export interface GlassSize {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly densityDpi: number;
}

/** What is painted besides the views. */
export interface Extras {
  /** The screen is off: black. */
  readonly isOff?: boolean;
  /** What a dialog covers. */
  readonly behind?: ViewNode | undefined;
  readonly toast?: string | undefined;
  /** Lines in the upper left corner, over everything. */
  readonly overlay?: readonly string[];
}

/** The whole screen as SVG, in screen pixels. */
export function paintScreen(root: ViewNode, size: GlassSize, extras: Extras = {}): string {
  const glass = { left: 0, top: 0, right: size.widthPx, bottom: size.heightPx };
  const dp = size.densityDpi / 160;
  const painter = new Painter(dp, extras.behind);
  const body = extras.isOff === true
    ? rectangle(glass, '#000000')
    : painter.paint(root, { parent: undefined, behind: PALETTE.white, clip: glass }) + paintToast(extras.toast, glass, dp) + paintOverlay(extras.overlay ?? [], glass, dp);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.widthPx}" height="${size.heightPx}" viewBox="0 0 ${size.widthPx} ${size.heightPx}">` +
    `<defs><linearGradient id="wallpaper" x1="0" y1="0" x2="0.4" y2="1"><stop offset="0" stop-color="#2B66C4"/><stop offset="0.55" stop-color="#5A4FB0"/><stop offset="1" stop-color="#1C2350"/></linearGradient>${painter.clips.join('')}</defs>` +
    `${rectangle(glass, PALETTE.white)}${body}</svg>`
  );
}

/** A message as MIUI shows it: a rounded box near the foot of the screen. */
function paintToast(text: string | undefined, glass: Bounds, dp: number): string {
  if (text === undefined) return '';
  const width = Math.min((glass.right - glass.left) * 0.8, lineWidthPx(text, { sizePx: 14 * dp, weight: 'regular' }) + 48 * dp);
  const middle = (glass.left + glass.right) / 2;
  const bottom = glass.bottom - 80 * dp;
  const box = { left: middle - width / 2, right: middle + width / 2, top: bottom - 44 * dp, bottom };
  return rectangle(box, '#E9EAEC', 22 * dp) + paintText({ text, bounds: box, look: { textSizeSp: 14, align: 'center' }, dp, color: PALETTE.text });
}

function paintOverlay(lines: readonly string[], glass: Bounds, dp: number): string {
  return lines.map((text, i) => {
    const box = { left: glass.left, right: glass.right, top: glass.top + i * 20 * dp, bottom: glass.top + (i + 1) * 20 * dp };
    return rectangle(box, '#FFFFFF') + paintText({ text, bounds: box, look: { textSizeSp: 12 }, dp, color: '#000000' });
  }).join('');
}

interface Surroundings {
  readonly parent: ViewNode | undefined;
  /** Colour of what is behind the view. */
  readonly behind: string;
  readonly clip: Bounds;
}

const KEYBOARD_PACKAGE = 'com.google.android.inputmethod.latin';
/** Grey of the window around a dialog, which on a phone dims what is below. */
const DIALOG_WINDOW = '#808080';

class Painter {
  readonly clips: string[] = [];
  readonly #dp: number;
  readonly #covered: ViewNode | undefined;

  constructor(dp: number, covered: ViewNode | undefined) {
    this.#dp = dp;
    this.#covered = covered;
  }

  paint(view: ViewNode, surroundings: Surroundings): string {
    const { parent, clip } = surroundings;
    if (!view.displayed || !meet(view.bounds, clip)) return '';
    const ground = this.#background(view, parent);
    const behind = ground.colour ?? surroundings.behind;
    const own =
      view.packageName === KEYBOARD_PACKAGE && parent?.packageName !== KEYBOARD_PACKAGE
        ? paintKeyboard(view, this.#dp)
        : paintWidget({ view, parent, behind, dp: this.#dp });
    const childClip = view.scrollable ? intersection(view.bounds, clip) : clip;
    const children = view.children.map((child) => this.paint(child, { parent: view, behind, clip: childClip })).join('');
    const extra = this.#divider(view, parent);
    return this.#clipped(ground.svg + own + children + extra, view.bounds, clip);
  }

  /** What the view stands on; buttons and fields paint their own. */
  #background(view: ViewNode, parent: ViewNode | undefined): { readonly svg: string; readonly colour?: string } {
    const asked = view.look?.background;
    if (asked === undefined || /\.(?:Button|EditText)$/u.test(view.className)) return { svg: '' };
    const dp = this.#dp;
    if (asked === DIALOG_WINDOW) return { svg: this.#dimmed(view.bounds), colour: PALETTE.scrim };
    if (parent?.look?.background === DIALOG_WINDOW) return { svg: this.#sheet(view.bounds, asked), colour: asked };
    if (view.packageName === 'com.miui.home' && this.#isWallpaper(view)) {
      return { svg: rectangle(view.bounds, 'url(#wallpaper)'), colour: '#3A55B8' };
    }
    if (nameOf(view) === 'tile') {
      const colour = view.selected ? PALETTE.accent : asked;
      return { svg: rectangle(shrink(view.bounds, 5 * dp), colour, 16 * dp), colour };
    }
    if (nameOf(view) === 'volume_dialog') return { svg: rectangle(view.bounds, asked, 20 * dp), colour: asked };
    if (nameOf(view) === 'expandableNotificationRow') return { svg: rectangle(shrink(view.bounds, 4 * dp), asked, 14 * dp), colour: asked };
    const isPill = nameOf(view) === 'search_bar';
    return { svg: rectangle(isPill ? shrink(view.bounds, 4 * dp) : view.bounds, asked, isPill ? 22 * dp : 0), colour: asked };
  }

  /** What a dialog covers, under a veil. */
  #dimmed(bounds: Bounds): string {
    if (this.#covered === undefined) return rectangle(bounds, PALETTE.scrim);
    const covered = this.paint(this.#covered, { parent: undefined, behind: PALETTE.white, clip: bounds });
    return covered + rectangle(bounds, 'rgba(0,0,0,0.45)');
  }

  #isWallpaper({ bounds, look }: ViewNode): boolean {
    return bounds.bottom - bounds.top > 400 * this.#dp && isDark(look?.background ?? '');
  }

  /** A dialog: round at the top, reaching to the foot of the screen. */
  #sheet(bounds: Bounds, colour: string): string {
    const radius = 20 * this.#dp;
    return rectangle(bounds, colour, radius) + rectangle({ ...bounds, top: bounds.top + radius }, colour);
  }

  #divider(view: ViewNode, parent: ViewNode | undefined): string {
    if (!/ListView$/u.test(parent?.className ?? '') || !/Layout$/u.test(view.className)) return '';
    if (view.packageName === 'com.android.systemui') return '';
    const { left, right, bottom } = view.bounds;
    return rectangle({ left: left + 16 * this.#dp, right: right - 16 * this.#dp, top: bottom - 1, bottom: bottom + 1 }, PALETTE.line);
  }

  /** Clips only what sticks out: clipping is what costs most in a picture. */
  #clipped(svg: string, bounds: Bounds, clip: Bounds): string {
    if (svg === '' || contains(clip, bounds)) return svg;
    const id = `clip${this.clips.length}`;
    const { left, top, right, bottom } = clip;
    this.clips.push(
      `<clipPath id="${id}"><rect x="${round(left)}" y="${round(top)}" width="${round(right - left)}" height="${round(bottom - top)}"/></clipPath>`,
    );
    return `<g clip-path="url(#${id})">${svg}</g>`;
  }
}

function shrink(bounds: Bounds, byPx: number): Bounds {
  return { left: bounds.left + byPx, top: bounds.top + byPx, right: bounds.right - byPx, bottom: bounds.bottom - byPx };
}

function meet(a: Bounds, b: Bounds): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function contains(outer: Bounds, inner: Bounds): boolean {
  return inner.left >= outer.left && inner.top >= outer.top && inner.right <= outer.right && inner.bottom <= outer.bottom;
}

function intersection(a: Bounds, b: Bounds): Bounds {
  return {
    left: Math.max(a.left, b.left),
    top: Math.max(a.top, b.top),
    right: Math.min(a.right, b.right),
    bottom: Math.min(a.bottom, b.bottom),
  };
}
