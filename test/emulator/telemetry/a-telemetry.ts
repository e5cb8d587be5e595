import type { AppEvent } from '../../../emulator/phone/apps/app-event.ts';
import { InProcessEvents } from '../../../emulator/phone/apps/in-process-events.ts';
import type { AppRequest, AppResponse, Connectivity, Network } from '../../../emulator/phone/network/network.ts';
import { parseProfile } from '../../../emulator/phone/profile/load-profile.ts';
import type { Profile } from '../../../emulator/phone/profile/profile.ts';
import { createClock } from '../../../emulator/phone/system/clock.ts';
import { createLogcat } from '../../../emulator/phone/system/logcat.ts';
import { createMonkey } from '../../../emulator/phone/system/monkey.ts';
import { createProcesses } from '../../../emulator/phone/system/processes.ts';
import { createProperties } from '../../../emulator/phone/system/properties.ts';
import type { Packages } from '../../../emulator/phone/system/services.ts';
import { createSettings } from '../../../emulator/phone/system/settings.ts';
import { createTelemetry } from '../../../emulator/phone/telemetry/telemetry.ts';
import type { TelemetryStore } from '../../../emulator/phone/telemetry/telemetry-store.ts';
import { answerOf } from '../../../emulator/world/sites.ts';
import type { TruthLine } from '../../../emulator/phone/telemetry/truth-log.ts';

export const PLAYER = 'com.miui.player';

/** A profile with one app, one SDK and one rule, changed as wanted. */
export function aProfile(more: Record<string, unknown> = {}): Profile {
  return parseProfile(JSON.stringify({ ...aProfileDocument(), ...more }), 'test');
}

/** The same as the JSON it is written as. */
export function aProfileDocument(): Record<string, unknown> {
  return {
    id: 'test-phone',
    about: 'A phone for tests.',
    model: 'Redmi Note 8',
    properties: { 'ro.product.model': 'Redmi Note 8', 'ro.build.version.release': '9' },
    screen: { widthPx: 1080, heightPx: 2340, densityDpi: 440 },
    identifiers: { serial: 'abcd1234', android_id: '0123456789abcdef', imei: '863214057719046' },
    packages: [
      { name: PLAYER, versionName: '4.10', versionCode: 410, uid: 10_095, targetSdk: 28 },
      { name: 'com.miui.analytics', versionName: '4.1', versionCode: 41, uid: 10_081, targetSdk: 28 },
    ],
    sdks: { sdk: aSdk() },
    rules: [aRule()],
  };
}

export function aSdk(more: Record<string, unknown> = {}): Record<string, unknown> {
  return { preset: 'generic', to: 'https://collector.test/c', encode: ['json'], mark: 'invented', ...more };
}

export function aRule(more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    name: 'songs',
    when: { package: PLAYER, event: 'song.play' },
    sdk: 'sdk',
    event: 'song_play',
    fields: { song: '${data.title}' },
    claims: ['C9'],
    mark: 'invented',
    ...more,
  };
}

export function anEvent(more: Partial<AppEvent> = {}): AppEvent {
  const atMs = Date.now();
  return {
    packageName: PLAYER,
    name: 'song.play',
    atMs,
    data: { title: 'Harbour' },
    cause: { kind: 'touch', atMs, what: 'a tap' },
    ...more,
  };
}

export interface Options {
  readonly timeScale?: number;
  readonly clockOffsetMs?: number;
  readonly seed?: number;
  /** What was kept in flash by an earlier boot. */
  readonly store?: TelemetryStore;
  /** Whether the phone has a process table; without one, processes live for good. */
  readonly processes?: boolean;
  /** Answers instead of 200 and nothing. */
  readonly answer?: (request: AppRequest) => AppResponse;
}

/** A telemetry engine over a network that answers as told: a status, or an error's message. */
export function aTelemetry(profile: Profile, options: Options = {}) {
  const requests: AppRequest[] = [];
  const messages: unknown[] = [];
  const lines: TruthLine[] = [];
  const answers: (number | string)[] = [];
  const events = new InProcessEvents();
  const settings = createSettings();
  const properties = createProperties(profile.properties);
  const clock = createClock(options.clockOffsetMs ?? 0);
  const logcat = createLogcat(clock);
  const processes = createProcesses();
  const monkey = createMonkey();
  const connectivity = { now: 'wifi' as Connectivity, listeners: new Set<(now: Connectivity) => void>() };
  const cleared: ((change: { kind: 'cleared'; packageName: string }) => void)[] = [];
  const network: Network = {
    request: (request): Promise<AppResponse> => {
      requests.push(request);
      const answer = answers.shift();
      if (typeof answer === 'string') return Promise.reject(new Error(answer));
      if (answer === undefined && options.answer !== undefined) return Promise.resolve(options.answer(request));
      return Promise.resolve({ status: answer ?? 200, headers: {}, body: Buffer.alloc(0) });
    },
    send: (message) => {
      messages.push([message.transport, message.host, message.port, message.payload.toString()]);
      return Promise.resolve(Buffer.alloc(0));
    },
    lookUp: ({ host }) => {
      messages.push(['dns', host]);
      return Promise.resolve(['198.18.1.1']);
    },
    openWebSocket: ({ url }) => Promise.resolve({
      send: (message) => { messages.push(['websocket', url, message]); return Promise.resolve(); },
      receive: () => Promise.reject(new Error('it says nothing')),
      close: () => Promise.resolve(),
    }),
    connectivity: () => connectivity.now,
    onConnectivity: (listener) => {
      connectivity.listeners.add(listener);
      return () => void connectivity.listeners.delete(listener);
    },
  };
  const telemetry = createTelemetry({
    profile,
    phone: {
      settings,
      properties,
      packages: { ...packagesOf(profile), observe: (observer) => { cleared.push(observer); return () => undefined; } },
      clock,
      logcat,
      monkey,
      ...(options.processes === true ? { processes } : {}),
    },
    events,
    network,
    truth: { write: (line) => lines.push(line), close: () => undefined },
    timeScale: options.timeScale ?? 1,
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    ...(options.store === undefined ? {} : { store: options.store }),
  });
  const turnTo = (now: Connectivity): void => {
    connectivity.now = now;
    for (const listener of connectivity.listeners) listener(now);
  };
  const clear = (packageName: string): void => {
    for (const observer of cleared) observer({ kind: 'cleared', packageName });
  };
  return { telemetry, events, requests, messages, lines, answers, settings, properties, logcat, processes, monkey, turnTo, clear };
}

/** Lets everything that is ready run, on real time. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Answers as the world's servers do. */
export function worldly(request: AppRequest): AppResponse {
  const url = new URL(request.url);
  const { status, body } = answerOf({ method: request.method, host: url.hostname, url, headers: request.headers ?? {}, body: request.body ?? Buffer.alloc(0) });
  return { status, headers: {}, body: Buffer.from(body ?? '') };
}

/** The packages of a profile, as they are installed. */
export function packagesOf(profile: Profile): Packages {
  const list = profile.packages.map((entry) => ({ ...entry, apkPath: entry.apkPath ?? '/system/app/app.apk', launcherActivity: '.Main' }));
  return {
    list: () => list,
    get: (name) => list.find((entry) => entry.name === name),
    install: () => Promise.resolve('Success'),
    uninstall: () => 'Success',
  };
}
