import type { Routes } from './route.ts';
import type { Session } from './session.ts';
import { sourceOfScreen, writeXml } from './source-xml.ts';

/** What is on the screen, and how large it is. */
export const screenRoutes: Routes = {
  'GET source': ({ session }) => sourceText(session),
  'GET screenshot': async ({ session }) => (await session.services.screenshot()).toString('base64'),
  'GET window/:handle/size': ({ session }) => ({ width: session.display.widthPx, height: session.display.heightPx }),
};

/** The page source as XML. */
export function sourceText(session: Session): string {
  return writeXml(sourceOfScreen(session.look(), session.sourceOptions()));
}
