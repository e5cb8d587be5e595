import type { Bounds, ViewNode } from '../view.ts';
import { drawSymbol } from './icons.ts';
import { isDark, PALETTE } from './palette.ts';
import { paintKeyboard } from './paint-keyboard.ts';
import { nameOf, paintWidget } from './paint-widget.ts';
import { rectangle, round } from './svg.ts';

/** Size and density of the glass. */
export interface GlassSize {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly densityDpi: number;
}

/** The whole screen as SVG, in screen pixels. */
export function paintScreen(root: ViewNode, size: GlassSize): string {
  const glass = { left: 0, top: 0, right: size.widthPx, bottom: size.heightPx };
  const painter = new Painter(size.densityDpi / 160);
  const body = painter.paint(root, { parent: undefined, behind: PALETTE.white, clip: glass });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.widthPx}" height="${size.heightPx}" viewBox="0 0 ${size.widthPx} ${size.heightPx}">` +
    `<defs><linearGradient id="wallpaper" x1="0" y1="0" x2="0.4" y2="1"><stop offset="0" stop-color="#2B66C4"/><stop offset="0.55" stop-color="#5A4FB0"/><stop offset="1" stop-color="#1C2350"/></linearGradient>${painter.clips.join('')}</defs>` +
    `${rectangle(glass, PALETTE.white)}${body}</svg>`
  );
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

  constructor(dp: number) {
    this.#dp = dp;
  }

  paint(view: ViewNode, surroundings: Surroundings): string {
    const { parent, clip } = surroundings;
    if (!view.displayed || !meet(view.bounds, clip)) return '';
    const ground = this.#background(view, parent);
    const behind = ground.colour ?? surroundings.behind;
    const own =
      view.packageName === KEYBOARD_PACKAGE && parent?.packageName !== KEYBOARD_PACKAGE
        ? paintKeyboard(view.bounds, this.#dp)
        : paintWidget({ view, parent, behind, dp: this.#dp });
    const childClip = view.scrollable ? intersection(view.bounds, clip) : clip;
    const children = view.children.map((child) => this.paint(child, { parent: view, behind, clip: childClip })).join('');
    const extra = nameOf(view) === 'status_bar' ? this.#statusIcons(view.bounds, behind) : this.#divider(view, parent);
    return this.#clipped(ground.svg + own + children + extra, view.bounds, clip);
  }

  /** What the view stands on; buttons and fields paint their own. */
  #background(view: ViewNode, parent: ViewNode | undefined): { readonly svg: string; readonly colour?: string } {
    const asked = view.look?.background;
    if (asked === undefined || /\.(?:Button|EditText)$/u.test(view.className)) return { svg: '' };
    const dp = this.#dp;
    if (asked === DIALOG_WINDOW) return { svg: rectangle(view.bounds, PALETTE.scrim), colour: PALETTE.scrim };
    if (parent?.look?.background === DIALOG_WINDOW) return { svg: this.#sheet(view.bounds, asked), colour: asked };
    if (view.packageName === 'com.miui.home' && this.#isWallpaper(view)) {
      return { svg: rectangle(view.bounds, 'url(#wallpaper)'), colour: '#3A55B8' };
    }
    if (nameOf(view) === 'tile') {
      const colour = view.selected ? PALETTE.accent : asked;
      return { svg: rectangle(shrink(view.bounds, 5 * dp), colour, 16 * dp), colour };
    }
    const isPill = nameOf(view) === 'search_bar';
    return { svg: rectangle(isPill ? shrink(view.bounds, 4 * dp) : view.bounds, asked, isPill ? 22 * dp : 0), colour: asked };
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

  #statusIcons({ top, bottom, right }: Bounds, behind: string): string {
    const color = isDark(behind) ? PALETTE.white : PALETTE.text;
    const sizePx = Math.min(18 * this.#dp, bottom - top);
    const y = (top + bottom - sizePx) / 2;
    return ['battery', 'wifi', 'signal']
      .map((name, i) => drawSymbol(name, { x: right - (i + 1) * 24 * this.#dp, y, sizePx, color }))
      .join('');
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
