/** A host whose sender is known from published research, not from the flow itself. */
export interface KnownHost {
  /** Matches itself and its sub-domains. */
  readonly host: string;
  /** Packages known to speak to it, the likeliest first. */
  readonly packages: readonly string[];
  readonly source: string;
}

/**
 * Hosts of Xiaomi's software and the packages that speak to them. The weakest rung of the ladder: a host shared by
 * several apps (`data.mistat.*`) is left out, since it names nobody. Last held against its
 * sources on 2026-11-21.
 */
export const HOST_TABLE: readonly KnownHost[] = [
  known('sa.api.intl.miui.com', ['com.mi.globalbrowser', 'com.android.browser', 'com.mi.globalbrowser.mini'], 'palant.info, 2020-05'),
  known('hot.browser.intl.miui.com', ['com.mi.globalbrowser', 'com.android.browser'], 'hagezi native.xiaomi, 2026-02'),
  known('api.browser.intl.miui.com', ['com.mi.globalbrowser', 'com.android.browser'], 'hagezi native.xiaomi, 2026-02'),
  known('api.mintbrs.intl.miui.com', ['com.mi.globalbrowser.mini'], 'hagezi native.xiaomi, 2026-02'),
  ...['tracking.miui.com', 'tracking.intl.miui.com', 'tracking.india.miui.com', 'tracking.rus.miui.com', 'tracking.eu.miui.com'].map(
    (host) => known(host, ['com.miui.analytics'], 'OneTrack SDK 2.0.4 in published APKs; hagezi native.xiaomi, 2026-02'),
  ),
  known('api.ad.intl.xiaomi.com', ['com.miui.msa.global', 'com.miui.systemAdSolution'], 'kunalmhatre, 2017'),
  known('api.ad.xiaomi.com', ['com.miui.systemAdSolution', 'com.miui.msa.global'], 'nextdns native-tracking-domains'),
  known('register.xmpush.global.xiaomi.com', ['com.xiaomi.xmsf'], 'Citizen Lab'),
  known('resolver.msg.global.xiaomi.net', ['com.xiaomi.xmsf'], 'Citizen Lab'),
  known('app.chat.global.xiaomi.net', ['com.xiaomi.xmsf'], 'Citizen Lab'),
  known('global.market.xiaomi.com', ['com.xiaomi.mipicks', 'com.xiaomi.market'], 'kunalmhatre, 2017'),
];

function known(host: string, packages: readonly string[], source: string): KnownHost {
  return { host, packages, source };
}
