import { remote, type Browser } from 'webdriverio';
import { AdbClient } from '../farm/adb-client.ts';
import { requireDevice } from '../farm/device-state.ts';
import { within } from '../farm/wait-until.ts';
import { EarshotError } from '../flow/errors.ts';

const OPEN_LIMIT_MS = 120_000;
/** Each attempt at a port is lost only to another run that took it in the same moment. */
const OPEN_ATTEMPTS = 4;
const CLOSE_LIMIT_MS = 15_000;

/** Which phone, through which servers. */
export interface SessionAddress {
  readonly appiumUrl: string;
  readonly serial: string;
  readonly adbPort: number;
}

/**
 * The capabilities of every session, whatever the kind of phone: consent and queued events survive (`noReset`), a
 * window may be longer than Appium's patience (`newCommandTimeout` 0), and a broken adb server stays broken rather
 * than being replaced, which would forget every phone on TCP (`suppressKillServer`).
 */
export function capabilitiesFor(address: SessionAddress): WebdriverIO.Capabilities {
  return {
    platformName: 'Android',
    'appium:automationName': 'UiAutomator2',
    'appium:udid': address.serial,
    'appium:adbPort': address.adbPort,
    'appium:noReset': true,
    'appium:newCommandTimeout': 0,
    'appium:suppressKillServer': true,
  };
}

/**
 * Opens an Appium session on the phone.
 *
 * @throws {EarshotError} TOOL_MISSING when Appium does not answer, NO_PHONE when it cannot have the phone.
 */
export async function openSession(address: SessionAddress): Promise<Browser> {
  const { hostname, port } = new URL(address.appiumUrl);
  await reachAppium(address.appiumUrl);
  // Appium itself would look for twenty seconds, and then not say in which state the phone was.
  await requireDevice(new AdbClient(address.adbPort), address.serial);
  const open = (): Promise<Browser> => remote({
    protocol: 'http',
    hostname,
    port: Number(port),
    path: '/',
    logLevel: 'error',
    connectionRetryCount: 0,
    connectionRetryTimeout: OPEN_LIMIT_MS,
    capabilities: capabilitiesFor(address),
  });
  try {
    return await withPortsRetried(open);
  } catch (cause) {
    throw new EarshotError('NO_PHONE', `opened a session on ${address.serial}, found `
      + `"${firstLine(cause)}", expected one from Appium at ${address.appiumUrl}`, { cause });
  }
}

/**
 * Tries again when the host port that Appium had chosen for the phone was taken before adb bound it. Two runs beside
 * each other have two Appium servers, and each looks for a free port from 8200 on.
 */
async function withPortsRetried(open: () => Promise<Browser>): Promise<Browser> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await open();
    } catch (error) {
      const isPortTaken = /adb.* forward .*tcp:|port #?\d+ is busy/s.test(error instanceof Error ? error.message : String(error));
      if (!isPortTaken || attempt === OPEN_ATTEMPTS) throw error;
    }
  }
}

/**
 * Ends the session, within a bound: on a phone that is gone Appium takes minutes over it, and there is nothing left to
 * end.
 *
 * @returns What went wrong, for the record; undefined when the session ended as it should.
 */
export async function closeSession(
  driver: Pick<Browser, 'deleteSession'>, limitMs = CLOSE_LIMIT_MS,
): Promise<string | undefined> {
  try {
    await within(driver.deleteSession(), limitMs, () => new Error(`no end within ${limitMs / 1000} s`));
    return undefined;
  } catch (error) {
    return `closed the session, found "${firstLine(error)}", expected it to end`;
  }
}

async function reachAppium(appiumUrl: string): Promise<void> {
  try {
    const answer = await fetch(`${appiumUrl}/status`, { signal: AbortSignal.timeout(10_000) });
    if (!answer.ok) throw new Error(`HTTP status ${answer.status}`);
  } catch (cause) {
    throw new EarshotError('TOOL_MISSING', `asked Appium at ${appiumUrl}, found "${firstLine(cause)}", expected its `
      + 'status', { cause, hint: 'The log of Appium says why it ended.' });
  }
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
