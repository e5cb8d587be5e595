import type { Packages, Properties } from '../../system/services.ts';
import { browserUserAgent, desktopUserAgent, webViewUserAgent } from '../user-agent.ts';

/** Package → what the browser calls itself in its user agent. */
const BROWSERS: ReadonlyMap<string, string> = new Map([
  ['com.mi.globalbrowser', 'MiuiBrowser'],
  ['com.mi.globalbrowser.mini', 'Mint Browser'],
  ['com.android.browser', 'MiuiBrowser'],
]);

/** What an app's pages are asked for as: a browser under its own name, any other app as its web view. */
export function pageUserAgent(phone: { readonly properties: Properties; readonly packages: Packages }, packageName: string, isDesktop = false): string {
  const product = BROWSERS.get(packageName);
  if (product === undefined) return webViewUserAgent(phone.properties);
  if (isDesktop) return desktopUserAgent();
  return browserUserAgent(phone.properties, `${product}/${phone.packages.get(packageName)?.versionName ?? ''}`);
}
