import type { Properties } from '../system/services.ts';

/** What `HttpURLConnection` calls itself on this phone; Xiaomi's builds put MIUI's version where AOSP has `Build/…`. */
export function dalvikUserAgent(properties: Properties): string {
  const model = properties.get('ro.product.model');
  const incremental = properties.get('ro.build.version.incremental');
  return `Dalvik/2.1.0 (Linux; U; Android ${properties.get('ro.build.version.release')}; ${model} MIUI/${incremental})`;
}

/** What the Mi Browser calls itself to web sites. */
export function browserUserAgent(properties: Properties, browserVersion: string): string {
  const locale = (properties.get('ro.product.locale') || 'en-US').toLowerCase();
  return (
    `Mozilla/5.0 (Linux; U; Android ${properties.get('ro.build.version.release')}; ${locale}; ` +
    `${properties.get('ro.product.model')} Build/${properties.get('ro.build.id')}) AppleWebKit/537.36 (KHTML, like Gecko) ` +
    `Version/4.0 Chrome/71.0.3578.141 Mobile Safari/537.36 XiaoMi/MiuiBrowser/${browserVersion}`
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
