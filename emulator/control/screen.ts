import type { Phone } from '../phone/phone.ts';
import { takeScreen } from '../phone/ui/uia2/screen.ts';
import { sourceOfScreen, writeXml } from '../phone/ui/uia2/source-xml.ts';

/** What is on the glass, as XML in the form UiAutomator2 gives a page source. */
export function phoneScreen(phone: Phone): string {
  const { display } = phone.services;
  const { widthPx, heightPx } = display;
  return writeXml(sourceOfScreen(takeScreen(display.root(), { widthPx, heightPx }, { allowInvisible: false })));
}

/** The same as a PNG. */
export function phoneScreenshot(phone: Phone): Promise<Buffer> {
  return phone.services.screenshot();
}
