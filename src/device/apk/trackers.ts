/** A tracking SDK and what its classes are known by. */
export interface TrackerSignature {
  readonly name: string;
  /** Beginnings of class descriptors. */
  readonly classes: readonly string[];
  /** Where the package name is public. */
  readonly source: string;
}

/**
 * SDKs that are told by the names of their classes, as Exodus Privacy does for apps of the Play store: that the classes are there
 * proves that the SDK was built in, not that it is used, and an obfuscated SDK is not found. Looked up on 2026-11-21, each in what its
 * maker publishes or in what was published of Xiaomi's apps.
 */
export const TRACKERS: readonly TrackerSignature[] = [
  { name: 'Sensors Analytics', classes: ['Lcom/sensorsdata/analytics/android/'], source: 'https://github.com/sensorsdata/sa-sdk-android' },
  { name: 'OneTrack', classes: ['Lcom/xiaomi/onetrack/'], source: 'https://github.com/AyraHikari/XiaomiAppsPort, Editor' },
  { name: 'MiStat', classes: ['Lcom/xiaomi/stat/', 'Lcom/xiaomi/mistatistic/'], source: 'https://dev.mi.com (MiStat), com.xiaomi.stat 3.0.16' },
  { name: 'MIUI Analytics', classes: ['Lcom/miui/analytics/', 'Lcom/xiaomi/analytics/'], source: 'com.miui.analytics, public smali of about 2017' },
  { name: 'Mi Ads (columbus)', classes: ['Lcom/xiaomi/ad/', 'Lcom/miui/zeus/', 'Lcom/zeus/gmc/sdk/mobileads/columbus/'], source: 'https://ad.mi.com' },
  { name: 'Mi Push', classes: ['Lcom/xiaomi/mipush/sdk/', 'Lcom/xiaomi/push/'], source: 'https://dev.mi.com (Mi Push)' },
  { name: 'Adjust', classes: ['Lcom/adjust/sdk/'], source: 'https://github.com/adjust/android_sdk' },
  { name: 'AppsFlyer', classes: ['Lcom/appsflyer/'], source: 'https://dev.appsflyer.com' },
  { name: 'Firebase Analytics', classes: ['Lcom/google/firebase/analytics/', 'Lcom/google/android/gms/measurement/'], source: 'https://firebase.google.com/docs/reference/android' },
  { name: 'Crashlytics', classes: ['Lcom/google/firebase/crashlytics/', 'Lcom/crashlytics/android/'], source: 'https://firebase.google.com/docs/reference/android' },
  { name: 'Google Analytics', classes: ['Lcom/google/android/gms/analytics/'], source: 'https://developers.google.com/android/reference' },
  { name: 'Google Ads', classes: ['Lcom/google/android/gms/ads/'], source: 'https://developers.google.com/android/reference' },
  { name: 'Facebook SDK', classes: ['Lcom/facebook/appevents/', 'Lcom/facebook/ads/'], source: 'https://github.com/facebook/facebook-android-sdk' },
  { name: 'Umeng', classes: ['Lcom/umeng/analytics/', 'Lcom/umeng/commonsdk/'], source: 'https://developer.umeng.com' },
  { name: 'Bugly', classes: ['Lcom/tencent/bugly/'], source: 'https://bugly.qq.com' },
  { name: 'Pangle', classes: ['Lcom/bytedance/sdk/openadsdk/'], source: 'https://www.pangleglobal.com' },
  { name: 'Baidu Mobile Statistics', classes: ['Lcom/baidu/mobstat/'], source: 'https://mtj.baidu.com' },
];

/** Names of the tracking SDKs whose classes are among these, in the table's order. */
export function trackersAmong(classNames: readonly string[]): readonly string[] {
  return TRACKERS.filter(({ classes }) => classNames.some((name) => classes.some((start) => name.startsWith(start)))).map(({ name }) => name);
}
