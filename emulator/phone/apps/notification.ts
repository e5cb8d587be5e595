import type { Row } from './value.ts';

/** What an app posts into the shade. */
export interface AppNotification {
  /** The app's own name for it: posting it again replaces it. */
  readonly id: string;
  readonly title: string;
  readonly text?: string;
  /** The screen a tap opens; by default the app. */
  readonly screen?: string;
  readonly args?: Row;
  /** Cannot be swiped away, as long as the app does what it tells of. */
  readonly ongoing?: boolean;
}

/** A notification in the shade. */
export interface PostedNotification extends AppNotification {
  readonly packageName: string;
  readonly postedAtMs: number;
}

/**
 * What the system's own screens do to other apps and to its own windows: an effect `system`. `package`, `id` and
 * `window` in its data say to whom.
 */
export type SystemOperation =
  | 'openNotification' | 'dismissNotification' | 'clearNotifications'
  | 'openTask' | 'closeTask' | 'closeTasks'
  | 'killApp' | 'restartApp'
  | 'openWindow' | 'closeWindow'
  | 'setVolume' | 'reboot' | 'shutdown';
