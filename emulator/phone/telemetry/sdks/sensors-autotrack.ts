import type { AppEvent, Cause } from '../../apps/app-event.ts';
import type { SdkOf } from '../../profile/profile.ts';
import type { OwnEvent, SdkHost } from './sdk-model.ts';
import { after } from '../timer.ts';

const PENDING_END = 'sensors app end';
const SEEN = 'sensors first time';

/**
 * What the Sensors SDK says by itself: `$AppStart`, `$AppViewScreen`, `$AppClick`, and `$AppEnd` once the app has been in
 * the background for a session's length. An end that a killed process could not say is said when the app begins again.
 */
export class SensorsAutotrack {
  readonly #sdk: SdkOf<'sensors'>;
  readonly #host: SdkHost;
  readonly #ends = new Map<string, NodeJS.Timeout>();
  readonly #sessions = new Map<string, number>();
  readonly #screens = new Map<string, string>();

  constructor(sdk: SdkOf<'sensors'>, host: SdkHost) {
    this.#sdk = sdk;
    this.#host = host;
  }

  start(packageName: string): void {
    const left = this.#host.get(packageName, PENDING_END);
    if (left === undefined || left === '') return;
    this.#host.put(packageName, PENDING_END, '');
    const cause: Cause = { kind: 'timer', atMs: this.#host.clock.now(), what: 'a session that was cut off' };
    this.#say(packageName, { name: '$AppEnd', fields: { event_duration: Number(left) } }, cause);
  }

  /** The process has ended: nobody waits for the end of the session any more. */
  end(packageName: string): void {
    clearTimeout(this.#ends.get(packageName));
    this.#ends.delete(packageName);
    const beganMs = this.#sessions.get(packageName);
    if (beganMs !== undefined && this.#wants('$AppEnd')) this.#host.put(packageName, PENDING_END, String((this.#host.clock.now() - beganMs) / 1000));
    this.#sessions.delete(packageName);
  }

  hear(event: AppEvent): readonly OwnEvent[] {
    switch (event.name) {
      case 'app.foreground':
        return this.#foreground(event);
      case 'app.background':
        this.#background(event);
        return [];
      case 'activity.resume': {
        const activity = String(event.data['activity'] ?? '');
        this.#screens.set(event.packageName, activity);
        return this.#own('$AppViewScreen', { $screen_name: activity });
      }
      default:
        // The runtime tells of what was done in an app, not of each view that was touched; either is a click.
        return event.cause.kind === 'touch' && !LIFECYCLE.test(event.name)
          ? this.#own('$AppClick', { $screen_name: this.#screens.get(event.packageName) ?? '', $element_content: event.name })
          : [];
    }
  }

  #foreground({ packageName, atMs }: AppEvent): readonly OwnEvent[] {
    clearTimeout(this.#ends.get(packageName));
    this.#ends.delete(packageName);
    if (this.#sessions.has(packageName)) return [];
    this.#sessions.set(packageName, atMs);
    const isFirst = this.#host.get(packageName, SEEN) === undefined;
    this.#host.put(packageName, SEEN, '1');
    return this.#own('$AppStart', { $is_first_time: isFirst, $resume_from_background: !isFirst });
  }

  #background({ packageName, atMs, cause }: AppEvent): void {
    if (!this.#wants('$AppEnd')) {
      this.#sessions.delete(packageName);
      return;
    }
    const beganMs = this.#sessions.get(packageName) ?? atMs;
    clearTimeout(this.#ends.get(packageName));
    this.#ends.set(packageName, after(this.#sdk.sessionMs * this.#host.timeScale, () => {
      this.#ends.delete(packageName);
      this.#sessions.delete(packageName);
      this.#say(packageName, { name: '$AppEnd', fields: { event_duration: (atMs - beganMs) / 1000, $screen_name: this.#screens.get(packageName) ?? '' } }, cause);
    }));
  }

  #own(name: SdkOf<'sensors'>['autotrack'][number], fields: Readonly<Record<string, unknown>>): readonly OwnEvent[] {
    return this.#wants(name) ? [{ name, fields }] : [];
  }

  #say(packageName: string, event: OwnEvent, cause: Cause): void {
    this.#host.track(packageName, event, cause);
  }

  #wants(name: SdkOf<'sensors'>['autotrack'][number]): boolean {
    return this.#sdk.autotrack.includes(name);
  }
}

const LIFECYCLE = /^(?:app|activity)\.(?:foreground|background|resume|pause)$/;
