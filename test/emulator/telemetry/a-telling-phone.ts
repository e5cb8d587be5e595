import type { AppEvent } from '../../../emulator/phone/apps/app-event.ts';
import { InProcessEvents } from '../../../emulator/phone/apps/in-process-events.ts';
import type { Profile } from '../../../emulator/phone/profile/profile.ts';
import { createClock } from '../../../emulator/phone/system/clock.ts';
import { createLogcat } from '../../../emulator/phone/system/logcat.ts';
import { createMonkey } from '../../../emulator/phone/system/monkey.ts';
import { createProcesses } from '../../../emulator/phone/system/processes.ts';
import { createProperties } from '../../../emulator/phone/system/properties.ts';
import { createSettings } from '../../../emulator/phone/system/settings.ts';
import { createTelemetry } from '../../../emulator/phone/telemetry/telemetry.ts';
import type { TruthLine } from '../../../emulator/phone/telemetry/truth-log.ts';
import type { World } from '../../../emulator/world/world.ts';
import { aPhone } from '../network/a-phone.ts';
import { anEvent, packagesOf } from './a-telemetry.ts';

/** A profile's telemetry over a real network in a shared world, without the apps: what happens in them is told by hand. */
export async function aTellingPhone(profile: Profile, world: World, options: { readonly timeScale: number; readonly seed?: number }) {
  const settings = createSettings(profile.settings);
  const clearers: ((change: { kind: 'cleared'; packageName: string }) => void)[] = [];
  const packages = { ...packagesOf(profile), observe: (observer: (typeof clearers)[number]) => { clearers.push(observer); return () => undefined; } };
  const { network } = await aPhone({ world, settings, packages });
  const events = new InProcessEvents();
  const processes = createProcesses();
  const monkey = createMonkey();
  const lines: TruthLine[] = [];
  const waiters = new Set<() => void>();
  const clock = createClock(profile.clockOffsetMs);
  const telemetry = createTelemetry({
    profile,
    phone: { clock, properties: createProperties(profile.properties), settings, packages, processes, monkey, logcat: createLogcat(clock) },
    events,
    network,
    truth: {
      write: (line) => {
        lines.push(line);
        // What is done with leaves its queue once this has returned.
        setImmediate(() => { for (const look of [...waiters]) look(); });
      },
      close: () => undefined,
    },
    ...options,
  });
  return {
    lines, settings, processes, monkey, telemetry,
    act: (event: Partial<AppEvent>): void => {
      const told = anEvent(event);
      if (processes.byName(told.packageName) === undefined) processes.start(told.packageName, packages.get(told.packageName)?.uid ?? 0);
      events.emit(told);
    },
    /** Ends an app's process, and begins it again. */
    restart: (packageName: string): void => {
      const running = processes.byName(packageName);
      if (running !== undefined) processes.end(running.pid);
      processes.start(packageName, packages.get(packageName)?.uid ?? 0);
    },
    /** Clears an app's data. */
    clear: (packageName: string): void => {
      processes.end(processes.byName(packageName)?.pid ?? 0);
      for (const clearer of clearers) clearer({ kind: 'cleared', packageName });
    },
    /** Resolves as soon as the truth log is as wanted; mocha's own time limit ends the wait. */
    until: (holds: (lines: readonly TruthLine[]) => boolean): Promise<void> => new Promise((resolve) => {
      const look = (): void => {
        if (!holds(lines)) return;
        waiters.delete(look);
        resolve();
      };
      waiters.add(look);
      look();
    }),
    switchOff: async (): Promise<void> => {
      await telemetry.close();
      network.close();
    },
  };
}

export type TellingPhone = Awaited<ReturnType<typeof aTellingPhone>>;
