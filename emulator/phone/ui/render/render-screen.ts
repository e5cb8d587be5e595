import { renderAsync } from '@resvg/resvg-js';
import type { ViewNode } from '../view.ts';
import { fontFiles } from './font-metrics.ts';
import { paintScreen, type GlassSize } from './paint-screen.ts';
import { encodePng } from './png.ts';

/** A picture of the screen as PNG, at the full size of the glass. */
export async function renderScreen(root: ViewNode, size: GlassSize): Promise<Buffer> {
  const svg = paintScreen(root, size);
  const image = await renderAsync(svg, {
    font: { loadSystemFonts: false, fontFiles: fontFiles(), defaultFontFamily: 'Roboto' },
    fitTo: { mode: 'original' },
    logLevel: 'off',
  });
  return encodePng({ width: image.width, height: image.height, rgba: image.pixels });
}
