import { renderAsync } from '@resvg/resvg-js';
import type { Toast, ViewNode } from '../view.ts';
import { fontFiles } from './font-metrics.ts';
import { paintScreen, type GlassSize } from './paint-screen.ts';
import { encodePng } from './png.ts';

/** What floats over the views, and what is seen dimmed behind a dialog. */
export interface Glass extends GlassSize {
  toast?(): Toast | undefined;
  behind?(): ViewNode | undefined;
  isOn?(): boolean;
}

/** What is on the glass as SVG, in screen pixels; black while the screen is off. */
export function frameOf(root: ViewNode, glass: Glass, overlay: readonly string[] = []): string {
  return paintScreen(root, glass, {
    isOff: glass.isOn?.() === false,
    behind: glass.behind?.(),
    toast: glass.toast?.()?.text,
    overlay,
  });
}

/** A picture of the screen as PNG, at the full size of the glass. */
export async function renderScreen(root: ViewNode, glass: Glass): Promise<Buffer> {
  const svg = frameOf(root, glass);
  const image = await renderAsync(svg, {
    font: { loadSystemFonts: false, fontFiles: fontFiles(svg), defaultFontFamily: 'Roboto' },
    fitTo: { mode: 'original' },
    logLevel: 'off',
  });
  return encodePng({ width: image.width, height: image.height, rgba: image.pixels });
}
