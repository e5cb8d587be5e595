import type { RunningInstrumentation, ShellOptions } from './shell/shell-phone.ts';
import type { PhoneServices } from './system/services.ts';
import type { System } from './system/system.ts';
import { createUia2Server } from './ui/uia2/server.ts';

/** Port of the UiAutomator2 server on every phone. */
const UIA2_PORT = 6790;
const UIA2_PACKAGE = 'io.appium.uiautomator2.server';

/** The server's process outlives its session a little, so that the answer to its deletion gets through. */
const FAREWELL_MS = 50;

/** Runs instrumentations: the UiAutomator2 server is the one this phone knows, on its port as long as it runs. */
export function createInstrumentation(services: PhoneServices, system: Pick<System, 'battery' | 'clipboard' | 'processes'>): NonNullable<ShellOptions['instrumentation']> {
  let running: RunningInstrumentation | undefined;
  return {
    start: ({ packageName }) => {
      if (packageName !== `${UIA2_PACKAGE}.test`) return { stop: () => undefined, ended: Promise.resolve() };
      // Starting an instrumentation ends the one that still runs in the same process.
      running?.stop();
      running = startUia2(services, system);
      return running;
    },
  };
}

function startUia2(services: PhoneServices, system: Pick<System, 'battery' | 'clipboard' | 'processes'>): RunningInstrumentation {
  const uid = services.packages.get(UIA2_PACKAGE)?.uid ?? 0;
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const server = createUia2Server({
    display: services.display,
    services,
    clipboard: system.clipboard,
    battery: system.battery,
    onSessionDeleted: () => {
      setTimeout(stop, FAREWELL_MS).unref();
    },
  });
  const listener = services.loopback.listen(UIA2_PORT, (socket) => {
    server.accept(socket);
  });
  const { pid } = system.processes.start(UIA2_PACKAGE, uid, {
    onKilled: () => {
      stop();
    },
  });
  let isRunning = true;
  const stop = (): void => {
    if (!isRunning) return;
    isRunning = false;
    listener.close();
    server.close();
    system.processes.end(pid);
    end();
  };
  return { stop, ended };
}
