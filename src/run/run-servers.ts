import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AdbProgram } from '../farm/adb-program.ts';
import { startAdbServer, type AdbServer } from '../farm/adb-server.ts';
import { startAppium, type AppiumServer } from '../ui/appium-server.ts';
import type { RunFolder } from './run-folder.ts';

interface ServerOptions {
  readonly adb: AdbProgram;
  readonly folder: RunFolder;
  /** Phones on TCP need an adb server of the run's own. */
  readonly ownAdbServer: boolean;
}

/** What all phones of a run share: Appium, and an adb server of the run's own for phones on TCP. */
export class RunServers {
  readonly adb: AdbProgram;
  readonly appium: AppiumServer;
  readonly adbServer: AdbServer | undefined;

  private constructor(adb: AdbProgram, appium: AppiumServer, adbServer: AdbServer | undefined) {
    this.adb = adb;
    this.appium = appium;
    this.adbServer = adbServer;
  }

  static async start(options: ServerOptions): Promise<RunServers> {
    const { adb, folder } = options;
    const tools = join(folder.private, 'tools');
    mkdirSync(tools, { recursive: true });
    const [appium, adbServer] = await Promise.allSettled([
      startAppium({ adbPath: adb.path, folder: folder.logs }),
      options.ownAdbServer ? startAdbServer(adb, tools) : undefined,
    ]);
    if (appium.status === 'fulfilled' && adbServer.status === 'fulfilled') return new RunServers(adb, appium.value, adbServer.value);
    if (appium.status === 'fulfilled') await appium.value.stop();
    if (adbServer.status === 'fulfilled') await adbServer.value?.stop();
    throw appium.status === 'rejected' ? appium.reason : (adbServer as PromiseRejectedResult).reason;
  }

  /** Ends everything, each also when the other cannot be ended. */
  async stop(): Promise<void> {
    await Promise.allSettled([this.appium.stop(), this.adbServer?.stop()]);
  }
}
