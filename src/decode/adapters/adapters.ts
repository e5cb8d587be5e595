import type { Adapter } from './adapter.ts';
import { adjust } from './adjust.ts';
import { appsFlyer } from './appsflyer.ts';
import { facebook } from './facebook.ts';
import { firebase } from './firebase.ts';
import { mistat2 } from './mistat-2.ts';
import { mistat3 } from './mistat-3.ts';
import { miuiTracks } from './miui-tracks.ts';
import { oneTrackPlain } from './onetrack-plain.ts';
import { oneTrack } from './onetrack.ts';
import { sensorsAnalytics } from './sensors-analytics.ts';
import { spock } from './spock.ts';

/** Every named format there is; their order decides only between formats with equally many signs. */
export const ADAPTERS: readonly Adapter[] = [
  sensorsAnalytics,
  spock,
  miuiTracks,
  mistat3,
  mistat2,
  oneTrack,
  oneTrackPlain,
  firebase,
  adjust,
  appsFlyer,
  facebook,
];
