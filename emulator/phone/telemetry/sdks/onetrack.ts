import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { AppEvent } from '../../apps/app-event.ts';
import type { AppResponse } from '../../network/network.ts';
import type { SdkOf } from '../../profile/profile.ts';
import { fillString } from '../../profile/template.ts';
import type { QueuedEvent, Request } from '../queued-event.ts';
import { networkName, oneTrackItem } from './onetrack-envelope.ts';
import { encipher, sessionKey } from './onetrack-keys.ts';
import { OneTrackLog, readSwitches } from './onetrack-log.ts';
import { ANALYTICS, OneTrackPolicy } from './onetrack-policy.ts';
import { fetchConfig } from './remote-config.ts';
import { objectOf, type Acceptance, type OwnEvent, type SdkHost, type SdkModel } from './sdk-model.ts';

const MAX_EVENT_CHARS = 102_400;
const FIRST_DAY = 'onetrack first day';
const LAST_DAU = 'onetrack dau day';
const DAY_MS = 86_400_000;

/**
 * OneTrack 2.0.4 (public smali of MIUI apps): events as `{H, B}`, gzipped, under AES whose key is agreed on with the
 * collector; sent by the app, or handed over Binder to com.miui.analytics, which sends them as its own.
 */
export class OneTrackModel implements SdkModel {
  readonly helpers: readonly string[];
  readonly #sdk: SdkOf<'onetrack'>;
  readonly #host: SdkHost;
  readonly #policy: OneTrackPolicy;
  readonly #log: OneTrackLog;
  /** Session ids, one a process. */
  readonly #sessions = new Map<string, string>();
  #levels: Readonly<Record<string, number>>;

  constructor(sdk: SdkOf<'onetrack'>, host: SdkHost) {
    this.#sdk = sdk;
    this.#host = host;
    this.#policy = new OneTrackPolicy(sdk, host);
    this.#log = new OneTrackLog((packageName, line) => host.log(packageName, line));
    this.#levels = sdk.levels;
    this.helpers = sdk.delegates ? [ANALYTICS] : [];
  }

  get isOpaque(): boolean {
    return !this.#sdk.plain;
  }

  start(packageName: string): void {
    this.#sessions.set(packageName, randomUUID());
    if (this.#host.get(packageName, FIRST_DAY) === undefined) this.#host.put(packageName, FIRST_DAY, String(this.#host.clock.now()));
    this.#log.begin(packageName, readSwitches(this.#host.properties, packageName));
    if (this.#sdk.config !== undefined) void this.#configure(packageName, this.#sdk.config);
  }

  /** Its ServiceConnectManager binds as soon as it is made (public smali). */
  bindsTo(packageName: string): string | undefined {
    return packageName !== ANALYTICS && this.#policy.delegates() ? ANALYTICS : undefined;
  }

  end(packageName: string): void {
    this.#policy.forget(packageName);
  }

  hear(event: AppEvent): readonly OwnEvent[] {
    switch (event.name) {
      case 'app.foreground':
        return this.#dau(event);
      case 'activity.resume':
        return this.#screenView(event, { type: 1 });
      case 'activity.pause':
        return this.#screenView(event, { type: 2, duration: event.data['durationMs'] ?? 0 });
      default:
        return [];
    }
  }

  accept(event: QueuedEvent): Acceptance {
    const { packageName } = event;
    const refusal = this.#policy.refusal(event);
    if (refusal !== undefined) return this.#drop(packageName, 'PrivacyManager', refusal);
    const item = this.#itemOf(event);
    const json = JSON.stringify(item);
    if (json.length > MAX_EVENT_CHARS) return this.#drop(packageName, 'EventManager', `event of ${json.length} characters, more than ${MAX_EVENT_CHARS}`);
    const delegated = this.#policy.delegates();
    if (!delegated && this.#sdk.systemTrafficOnly) return this.#drop(packageName, 'OneTrackLocalImp', 'only the system may send, and it does not take events');
    if (delegated) this.#log.handedOver(packageName, event.name, json);
    else this.#log.tracked(packageName, json);
    const holder = delegated ? ANALYTICS : (this.#sdk.sender ?? packageName);
    const lane = String(event.level ?? this.#sdk.defaultLevel);
    this.#log.timer(holder, Number(lane), this.intervalMs(lane, holder));
    return { kind: 'queued', event: { ...event, item, ...(delegated ? { delegated } : {}) }, holder, lane };
  }

  intervalMs(lane: string, holder: string): number {
    return this.#log.switches(holder).quickUpload ? 0 : (this.#levels[lane] ?? this.#sdk.unknownLevelMs);
  }

  async requests(batch: readonly QueuedEvent[], holder: string): Promise<readonly Request[]> {
    const [first] = batch;
    if (first === undefined) return [];
    const lookUp = this.#host.lookUp(holder);
    const url = this.#collector(holder, fillString(this.#sdk.to, lookUp));
    const json = JSON.stringify(batch.map(({ item }) => item));
    this.#log.payload(holder, json);
    const headers = { OT_ts: String(lookUp('time') ?? ''), OT_net: networkName(this.#host.connectivity()), OT_sender: holder, OT_protocol: '3.0' };
    if (this.#sdk.plain) return [{ url, body: Buffer.from(json), isText: true, contentType: 'application/json', headers }];
    const { key, sid } = await sessionKey(this.#host, holder, url, first.cause);
    return [{ url, body: encipher(gzipSync(json), key), contentType: 'application/octet-stream', headers: { OT_SID: sid, ...headers } }];
  }

  isTaken(response: AppResponse, holder: string): boolean {
    const body = response.body.toString();
    this.#log.response(holder, body);
    return response.status >= 200 && response.status < 300;
  }

  /** With the test switch on the events go to another environment, whose name is invented here. */
  #collector(holder: string, to: string): string {
    if (!this.#log.switches(holder).test) return to;
    const url = new URL(to);
    url.hostname = `staging.${url.hostname}`;
    return url.href;
  }

  #itemOf(event: QueuedEvent): { readonly H: object; readonly B: object } {
    const { packageName } = event;
    return oneTrackItem(this.#sdk, event, this.#host.lookUp(packageName), {
      policy: this.#policy.name(packageName),
      isTest: this.#log.switches(packageName).test,
      firstDayMs: Number(this.#host.get(packageName, FIRST_DAY) ?? event.eventMs),
      sid: this.#sessions.get(packageName) ?? '',
    });
  }

  #screenView(event: AppEvent, what: Readonly<Record<string, unknown>>): readonly OwnEvent[] {
    if (!this.#sdk.autoTrackActivity) return [];
    return [{ name: 'onetrack_pa', fields: { class: String(event.data['activity'] ?? ''), ...what }, basic: true }];
  }

  #dau({ packageName, atMs }: AppEvent): readonly OwnEvent[] {
    const day = String(Math.floor(atMs / DAY_MS));
    if (!this.#sdk.dau || this.#host.get(packageName, LAST_DAU) === day) return [];
    const isFirst = this.#host.get(packageName, LAST_DAU) === undefined;
    this.#host.put(packageName, LAST_DAU, day);
    return [{ name: 'onetrack_dau', fields: { first_open: isFirst ? 1 : 0 }, basic: true }];
  }

  #drop(packageName: string, tag: string, reason: string): Acceptance {
    this.#log.skipped(packageName, tag, `${reason}, skip it.`);
    return { kind: 'dropped', reason };
  }

  async #configure(packageName: string, config: NonNullable<SdkOf<'onetrack'>['config']>): Promise<void> {
    const answer = objectOf(await fetchConfig(this.#host, packageName, config));
    const levels = objectOf(answer['data'])['levels'] ?? answer['levels'];
    if (!Array.isArray(levels)) return;
    const replaced = levels.map(objectOf).flatMap(({ l, t }) => (typeof l === 'number' && typeof t === 'number' ? [[String(l), t] as const] : []));
    this.#levels = { ...this.#levels, ...Object.fromEntries(replaced) };
  }
}
