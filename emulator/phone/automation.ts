import type { RunningInstrumentation, ShellOptions } from './shell/shell-phone.ts';
import type { PhoneServices } from './system/services.ts';
import type { Processes } from './system/processes.ts';
import { createUia2Server } from './ui/uia2/server.ts';

/** Port of the UiAutomator2 server on every phone. */
const UIA2_PORT = 6790;
const UIA2_PACKAGE = 'io.appium.uiautomator2.server';

/** The server's process outlives its session a little, so that the answer to its deletion gets through. */
const FAREWELL_MS = 50;

/** Runs instrumentations: the UiAutomator2 server is the one this phone knows, on its port as long as it runs. */
export function createInstrumentation(services: PhoneServices, processes: Processes): NonNullable<ShellOptions['instrumentation']> {
  let running: RunningInstrumentation | undefined;
  return {
    start: ({ packageName }) => {
      if (packageName !== `${UIA2_PACKAGE}.test`) return { stop: () => undefined, ended: Promise.resolve() };
      // Starting an instrumentation ends the one that still runs in the same process.
      running?.stop();
      running = startUia2(services, processes);
      return running;
    },
  };
}

function startUia2(services: PhoneServices, processes: Processes): RunningInstrumentation {
  const uid = services.packages.get(UIA2_PACKAGE)?.uid ?? 0;
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const server = createUia2Server({
    display: services.display,
    services,
    onSessionDeleted: () => {
      setTimeout(stop, FAREWELL_MS).unref();
    },
  });
  const listener = services.loopback.listen(UIA2_PORT, (socket) => {
    server.accept(socket);
  });
  const { pid } = processes.start(UIA2_PACKAGE, uid, {
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
    processes.end(pid);
    end();
  };
  return { stop, ended };
}
