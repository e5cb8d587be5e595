/** A host whose sender is known from published research, not from the flow itself. */
export interface KnownHost {
  /** Matches itself and its sub-domains. */
  readonly host: string;
  /** Packages known to speak to it, the likeliest first. */
  readonly packages: readonly string[];
  readonly source: string;
}

const HAGEZI = 'hagezi native.xiaomi, 2026-02';
/** The list tells the host; whose it is stands in its name alone. */
const BY_NAME = `${HAGEZI}; the app by the host's name`;

/**
 * Hosts of Xiaomi's software and the packages that speak to them. The weakest rung of the ladder: a host shared by
 * several apps is left out, since it names nobody (`data.mistat.*`, and `sdkconfig.ad.*`, which the SDK in every app asks).
 * The first entry that matches counts. Last held against its sources on 2026-11-21.
 */
export const HOST_TABLE: readonly KnownHost[] = [
  known('sa.api.intl.miui.com', ['com.mi.globalbrowser', 'com.android.browser', 'com.mi.globalbrowser.mini'], 'palant.info, 2020-05'),
  ...['hot.browser.intl.miui.com', 'api.browser.intl.miui.com', 'activity.browser.intl.miui.com', 'r.browser.intl.miui.com'].map((host) =>
    known(host, ['com.mi.globalbrowser', 'com.android.browser'], HAGEZI),
  ),
  known('browser.miui.com', ['com.android.browser'], BY_NAME),
  known('api.mintbrs.intl.miui.com', ['com.mi.globalbrowser.mini'], HAGEZI),
  ...['tracking.miui.com', 'tracking.intl.miui.com', 'tracking.india.miui.com', 'tracking.rus.miui.com', 'tracking.eu.miui.com'].map(
    (host) => known(host, ['com.miui.analytics'], 'OneTrack SDK 2.0.4 in published APKs; hagezi native.xiaomi, 2026-02'),
  ),
  known('api.ad.intl.xiaomi.com', ['com.miui.msa.global', 'com.miui.systemAdSolution'], 'kunalmhatre, 2017'),
  known('globalapi.ad.xiaomi.com', ['com.miui.msa.global', 'com.miui.systemAdSolution'], 'nextdns native-tracking-domains'),
  ...['api.ad.xiaomi.com', 'cdn.ad.xiaomi.com'].map((host) => known(host, ['com.miui.systemAdSolution', 'com.miui.msa.global'], 'nextdns native-tracking-domains')),
  // Every region's own: register., fr-register., ru-feedback. …
  known('xmpush.global.xiaomi.com', ['com.xiaomi.xmsf'], 'Citizen Lab; hagezi native.xiaomi, 2026-02'),
  known('resolver.msg.global.xiaomi.net', ['com.xiaomi.xmsf'], 'Citizen Lab'),
  known('app.chat.global.xiaomi.net', ['com.xiaomi.xmsf'], 'Citizen Lab'),
  known('app.chat.xiaomi.net', ['com.xiaomi.xmsf'], 'nextdns native-tracking-domains'),
  known('global.market.xiaomi.com', ['com.xiaomi.mipicks', 'com.xiaomi.market'], 'kunalmhatre, 2017'),
  known('market.xiaomi.com', ['com.xiaomi.market', 'com.xiaomi.mipicks'], BY_NAME),
  known('api.launcher.intl.miui.com', ['com.miui.home'], BY_NAME),
  known('api.setting.intl.miui.com', ['com.android.settings'], BY_NAME),
  known('api.sms.intl.miui.com', ['com.android.mms'], BY_NAME),
  known('in-miuilog.sms.intl.xiaomi.com', ['com.android.mms'], BY_NAME),
  known('api.calendar.intl.miui.com', ['com.android.calendar'], BY_NAME),
  known('video.intl.xiaomi.com', ['com.miui.videoplayer', 'com.miui.video'], BY_NAME),
  known('sec.intl.miui.com', ['com.miui.securitycenter'], BY_NAME),
  known('sec.miui.com', ['com.miui.securitycenter'], BY_NAME),
  known('api.miui.security.xiaomi.com', ['com.miui.securitycenter'], BY_NAME),
  known('hybrid.xiaomi.com', ['com.miui.hybrid'], BY_NAME),
  known('api.installer.xiaomi.com', ['com.miui.global.packageinstaller', 'com.miui.packageinstaller'], BY_NAME),
  known('bugreport.pt.xiaomi.com', ['com.miui.bugreport'], BY_NAME),
  known('global.api.huangye.miui.com', ['com.miui.yellowpage', 'com.android.mms'], 'kunalmhatre, 2017: on opening a message'),
  known('us.micardapi.micloud.xiaomi.net', ['com.android.contacts', 'com.miui.cloudservice'], 'kunalmhatre, 2017: on opening a contact'),
];

function known(host: string, packages: readonly string[], source: string): KnownHost {
  return { host, packages, source };
}
