/** Packages that fetch over HTTP what other packages ask for, in the other's name. */
export const HTTP_DELEGATES: ReadonlySet<string> = new Set([
  // IHttpService of the service framework: MiStat of published APKs posts through it.
  'com.xiaomi.xmsf',
  // DownloadManager sets the user agent its client asks for (AOSP packages/providers/DownloadProvider).
  'com.android.providers.downloads',
]);

/** Packages that send events of others, their own name on the request. */
const EVENT_DELEGATES: ReadonlySet<string> = new Set([
  // OneTrack 2.0.4 in published APKs hands events to its service over Binder.
  'com.miui.analytics',
  // Google Analytics and Firebase of other apps leave by Play services.
  'com.google.android.gms',
]);

/** Packages below the vendor's names that are somebody else's, Google's above all. */
const NOT_THE_VENDORS: ReadonlySet<string> = new Set(['com.android.vending', 'com.android.chrome']);

/** Whether a package is the vendor's own by its name: such packages may collect for one another, known to or not. */
export function isOfVendor(name: string): boolean {
  return /^(?:com\.)?(?:android|miui|xiaomi|mi)(?:\.|$)/.test(name) && !NOT_THE_VENDORS.has(name);
}

/** Whether a package is known to send what is another's: its traffic is never a stranger's alone. */
export function isDelegate(name: string): boolean {
  return HTTP_DELEGATES.has(name) || EVENT_DELEGATES.has(name);
}
