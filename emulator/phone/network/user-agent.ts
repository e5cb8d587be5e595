import type { Properties } from '../system/services.ts';

/** What `HttpURLConnection` calls itself on this phone; Xiaomi's builds put MIUI's version where AOSP has `Build/…`. */
export function dalvikUserAgent(properties: Properties): string {
  const model = properties.get('ro.product.model');
  const incremental = properties.get('ro.build.version.incremental');
  return `Dalvik/2.1.0 (Linux; U; Android ${properties.get('ro.build.version.release')}; ${model} MIUI/${incremental})`;
}

/** What a browser of Xiaomi's calls itself to web sites; `product` is `MiuiBrowser/12.1.2` or `Mint Browser/3.9.3`. */
export function browserUserAgent(properties: Properties, product: string): string {
  const locale = (properties.get('ro.product.locale') || 'en-US').toLowerCase();
  return (
    `Mozilla/5.0 (Linux; U; Android ${properties.get('ro.build.version.release')}; ${locale}; ` +
    `${properties.get('ro.product.model')} Build/${properties.get('ro.build.id')}) AppleWebKit/537.36 (KHTML, like Gecko) ` +
    `Version/4.0 Chrome/71.0.3578.141 Mobile Safari/537.36 XiaoMi/${product}`
  );
}

/** What a web view inside another app calls itself. */
export function webViewUserAgent(properties: Properties): string {
  return (
    `Mozilla/5.0 (Linux; Android ${properties.get('ro.build.version.release')}; ${properties.get('ro.product.model')} ` +
    `Build/${properties.get('ro.build.id')}; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 ` +
    'Chrome/80.0.3987.99 Mobile Safari/537.36'
  );
}

/** What a browser calls itself when somebody wants the desktop version of a site. */
export function desktopUserAgent(): string {
  return 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/71.0.3578.141 Safari/537.36';
}
