import type { AppEvent } from '../../../emulator/phone/apps/app-event.ts';
import { InProcessEvents } from '../../../emulator/phone/apps/in-process-events.ts';
import type { AppRequest, AppResponse, Network } from '../../../emulator/phone/network/network.ts';
import { parseProfile } from '../../../emulator/phone/profile/load-profile.ts';
import type { Profile } from '../../../emulator/phone/profile/profile.ts';
import { createClock } from '../../../emulator/phone/system/clock.ts';
import { createProperties } from '../../../emulator/phone/system/properties.ts';
import type { Packages } from '../../../emulator/phone/system/services.ts';
import { createSettings } from '../../../emulator/phone/system/settings.ts';
import { createTelemetry } from '../../../emulator/phone/telemetry/telemetry.ts';
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

/** A telemetry engine over a network that answers as told: a status, or an error's message. */
export function aTelemetry(profile: Profile, options: { timeScale?: number; clockOffsetMs?: number } = {}) {
  const requests: AppRequest[] = [];
  const lines: TruthLine[] = [];
  const answers: (number | string)[] = [];
  const events = new InProcessEvents();
  const settings = createSettings();
  const network: Network = {
    request: (request): Promise<AppResponse> => {
      requests.push(request);
      const answer = answers.shift() ?? 200;
      if (typeof answer === 'string') return Promise.reject(new Error(answer));
      return Promise.resolve({ status: answer, headers: {}, body: Buffer.alloc(0) });
    },
    send: () => Promise.resolve(Buffer.alloc(0)),
    lookUp: () => Promise.resolve(['198.18.1.1']),
    openWebSocket: () => Promise.reject(new Error('no WebSockets here')),
    connectivity: () => 'wifi',
    onConnectivity: () => () => undefined,
  };
  const telemetry = createTelemetry({
    profile,
    phone: {
      settings,
      properties: createProperties(profile.properties),
      packages: packagesOf(profile),
      clock: createClock(options.clockOffsetMs ?? 0),
    },
    events,
    network,
    truth: { write: (line) => lines.push(line), close: () => undefined },
    timeScale: options.timeScale ?? 1,
  });
  return { telemetry, events, requests, lines, answers, settings };
}

/** Lets everything that is ready run, on real time. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function packagesOf(profile: Profile): Packages {
  const list = profile.packages.map((entry) => ({ ...entry, apkPath: entry.apkPath ?? '/system/app/app.apk', launcherActivity: '.Main' }));
  return {
    list: () => list,
    get: (name) => list.find((entry) => entry.name === name),
    install: () => Promise.resolve('Success'),
    uninstall: () => 'Success',
  };
}
