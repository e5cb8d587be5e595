import type { FlushTrigger } from '../flow/window.ts';

/** A telemetry SDK's habits of sending, as published or read in its code. */
export interface SdkClock {
  readonly sdk: string;
  /** How long events may wait by themselves, ms, one for each of its levels. */
  readonly intervalsMs: readonly number[];
  /** What makes it send all it has at once. */
  readonly answers: readonly FlushTrigger[];
  /** How it comes back to what was not taken, ms; a network change begins it anew where `connectivity` is answered. */
  readonly retry?: { readonly firstMs: number; readonly capMs: number };
  /** Hosts it speaks to: seen on a phone, it is there. Each stands for itself and its sub-domains. */
  readonly hosts: readonly string[];
  readonly source: string;
}

/** The SDKs of MIUI apps and of the system packages they hand events to. Last held against its sources on 2026-11-21. */
export const SDK_CLOCKS: readonly SdkClock[] = [
  {
    sdk: 'Sensors Analytics',
    intervalsMs: [15_000],
    // Screen off sends the app to the background, which is the same flush.
    answers: ['background', 'connectivity', 'restart'],
    hosts: ['sa.api.intl.miui.com'],
    source: 'sensorsdata/sa-sdk-android 82b48007, AnalyticsMessages and AbstractSAConfigOptions',
  },
  {
    sdk: 'OneTrack',
    intervalsMs: [1_000, 15_000, 60_000, 900_000],
    answers: ['screen', 'connectivity'],
    retry: { firstMs: 10_000, capMs: 20 * 60_000 },
    hosts: ['tracking.miui.com', 'tracking.intl.miui.com', 'tracking.india.miui.com', 'tracking.rus.miui.com', 'tracking.eu.miui.com'],
    source: 'OneTrack 2.0.4 in published APKs, b/e.smali; its server may set other intervals',
  },
  {
    sdk: 'MiStat',
    intervalsMs: [900_000],
    answers: ['screen'],
    hosts: ['data.mistat.xiaomi.com', 'data.mistat.intl.xiaomi.com', 'data.mistat.india.xiaomi.com', 'data.mistat.rus.xiaomi.com'],
    source: 'MiStat 3.0.16 in published APKs; that it sends at a lock of the screen is one user\'s report (koff75/secure-miui-12-bloatwares)',
  },
  {
    sdk: 'spock and tracks of com.miui.analytics',
    intervalsMs: [60_000],
    answers: [],
    hosts: ['tracking.miui.com', 'tracking.intl.miui.com'],
    source: 'form in published APKs; no interval is published, OneTrack\'s fallback is taken for it',
  },
];

/** A request for something that is shown at once: it is made when that is wanted, and would be of no use later. */
export interface AskedAtOnce {
  readonly hosts: readonly string[];
  readonly path: string;
  readonly source: string;
}

/** Requests that are held back by nobody, whoever else speaks to their hosts, and whatever of the phone they carry. */
export const ASKED_AT_ONCE: readonly AskedAtOnce[] = [
  {
    hosts: ['api.ad.xiaomi.com', 'api.ad.intl.xiaomi.com'],
    path: '/getSplashScreenAds',
    source: 'kunalmhatre, 2017: asked, in clear, as any Mi app opens; a splash screen is shown then or never. The Chinese host is on the NextDNS list',
  },
];

/** An SDK nobody has described: taken to be no slower than the fallback of those that are, and to answer nothing. */
export const UNKNOWN_SDK: SdkClock = {
  sdk: 'an SDK nobody has described',
  intervalsMs: [60_000],
  answers: [],
  hosts: [],
  source: 'assumption; what it holds back longer is looked for until the run ends',
};
