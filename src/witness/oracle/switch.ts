import type { DeviceShell } from '../../device/device-shell.ts';
import { journalProperty, setPropertyCommand } from '../../device/property.ts';
import { shellQuote } from '../../device/shell-quote.ts';
import type { UndoJournal } from '../../device/undo-journal.ts';
import type { OracleCapture } from './capture.ts';

/**
 * Names the one package whose OneTrack writes down what it does. A process looks at it once, when the SDK begins in it
 * (OneTrack 2.0.2 and 2.0.4, `util/p` of public smali).
 */
export const LOG_PROPERTY = 'debug.onetrack.log';
/** Makes a package's OneTrack send at once instead of at its intervals: an intervention. */
export const UPLOAD_PROPERTY = 'debug.onetrack.upload';

/** What switching the SDK's log on works with. */
export interface OracleSwitchOptions {
  readonly shell: DeviceShell;
  readonly journal: UndoJournal;
  /** Already begun: it hears what the SDKs say of their switch. */
  readonly capture: OracleCapture;
  /** The app under test. */
  readonly app: string;
  /** Installed packages it may hand its events to (com.miui.analytics); they begin when the app does. */
  readonly delegates: readonly string[];
  /** Shell command that brings the app up; by default its launcher activity. */
  readonly startCommand?: string;
  /** How long the SDK may take to say something after the app was started, ms; default 5000. */
  readonly limitMs?: number;
}

const LIMIT_MS = 5_000;

/**
 * Switches the SDK's log on in the delegates' processes and then in the app's, each begun anew while the property names
 * it. Leaves the app stopped and the property on the app; the journal puts the property back. Ending a process loses
 * none of its queue: OneTrack keeps events in a database. Never throws for a phone's sake: what failed is in the
 * capture's record, whose packages say what became of it. Two round trips, one more for each delegate.
 */
export async function switchOnOracleLog(options: OracleSwitchOptions): Promise<void> {
  const { shell, journal, capture, app, delegates, limitMs = LIMIT_MS } = options;
  try {
    await journalProperty(shell, journal, LOG_PROPERTY);
    for (const delegate of delegates) {
      // Nobody but an app that hands events over starts it: so the app is begun anew as well, and once more below.
      await shell.try(`${beginAnew(capture, delegate)}; am force-stop ${shellQuote(app)}; ${options.startCommand ?? startCommand(app)}`);
      const state = await capture.switchOf(delegate, limitMs);
      capture.note(state === 'no SDK'
        ? `${delegate} was begun anew and did not begin an SDK within ${limitMs} ms of ${app}`
        : `${delegate} was begun anew, its queue on flash kept, and its log is ${state}`);
    }
    const { stdout } = await shell.try(`${beginAnew(capture, app)}; getprop ${LOG_PROPERTY}`);
    if (stdout.trim() !== app) capture.note(`set ${LOG_PROPERTY} to ${app}, found ${JSON.stringify(stdout.trim())}`);
  } catch (error) {
    capture.note(`the SDK's log could not be switched on: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * Makes the package's OneTrack send at once from its next start on; the journal puts it back. An intervention: for an
 * arm that shows that events are heard of, never for a window that is judged.
 *
 * @throws {EarshotError} NO_PHONE, PHONE_REFUSED.
 */
export async function uploadAtOnce(shell: DeviceShell, journal: UndoJournal, name: string): Promise<void> {
  await journalProperty(shell, journal, UPLOAD_PROPERTY);
  await shell.run(`${setPropertyCommand(UPLOAD_PROPERTY, name)}; am force-stop ${shellQuote(name)}`);
}

function beginAnew(capture: OracleCapture, name: string): string {
  return `${setPropertyCommand(LOG_PROPERTY, name)}; am force-stop ${shellQuote(name)}; ${capture.begunAnew(name)}`;
}

function startCommand(app: string): string {
  return `am start -a android.intent.action.MAIN -c android.intent.category.LAUNCHER -p ${shellQuote(app)}`;
}
