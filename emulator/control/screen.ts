import type { Phone } from '../phone/phone.ts';
import { takeScreen } from '../phone/ui/uia2/screen.ts';
import { sourceOfScreen, writeXml } from '../phone/ui/uia2/source-xml.ts';

/** Deeper than any screen. */
const MAX_DEPTH = 500;

/** What is on the glass, as XML in the form UiAutomator2 gives a page source. */
export function phoneScreen(phone: Phone): string {
  const { display, properties } = phone.services;
  const { widthPx, heightPx } = display;
  const screen = takeScreen(display.root(), { widthPx, heightPx }, { allowInvisible: false });
  const toast = display.toast()?.text;
  return writeXml(sourceOfScreen(screen, {
    sdk: Number(properties.get('ro.build.version.sdk')),
    includeExtras: false, includeActions: false, normalizeTags: false,
    rotation: display.rotation(),
    maxDepth: MAX_DEPTH,
    ...(toast === undefined ? {} : { toast }),
  }));
}

/** The same as a PNG. */
export function phoneScreenshot(phone: Phone): Promise<Buffer> {
  return phone.services.screenshot();
}
