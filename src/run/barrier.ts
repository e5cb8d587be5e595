import type { DeviceShell } from '../device/device-shell.ts';
import { mayToggleWifi, toggleWifi } from '../device/connectivity.ts';
import { parseScreen, wakeScreen } from '../device/screen.ts';
import type { PhoneFacts } from '../flow/phone-facts.ts';
import type { FlushTrigger, Precondition, Span } from '../flow/window.ts';
import { attempt } from './attempt.ts';
import { waitForQuiet, type FlowSource } from './quiet.ts';
import { until } from './until.ts';

const KEYCODE_HOME = 3;
const KEYCODE_SLEEP = 223;
const SCREEN_OFF_LIMIT_MS = 5_000;
/** An SDK that answers a trigger begins to send within this. */
const BEGIN_MS = 200;
const SENDING_LIMIT_MS = 3_000;
/** A barrier never waits longer than this many quiet times for a phone that keeps talking. */
export const QUIET_LIMIT_FACTOR = 4;

/** What draining a phone works with. */
export interface BarrierTools {
  readonly shell: DeviceShell;
  readonly ledger: FlowSource;
  readonly triggers: readonly FlushTrigger[];
  /** Folder below which what is changed for a moment is written down first. */
  readonly undoFolder: string;
}

/** A time at which a window drained. */
export interface Barrier {
  readonly span: Span;
  /** Whether all triggers were pulled; if not, SDKs may still hold events back. */
  readonly drained: Precondition;
}

/** The triggers that may be used on a phone, and a line for each that may not, with the reason. */
export async function usableTriggers(shell: DeviceShell, phone: PhoneFacts): Promise<{ readonly triggers: readonly FlushTrigger[]; readonly leftOut: readonly string[] }> {
  const wifi = await attempt(() => mayToggleWifi(shell, phone));
  const why = wifi.failed ?? (wifi.value.may ? undefined : wifi.value.why);
  // Not `restart`: what an SDK keeps and what it says of its new start come together, and no time tells them apart.
  if (why === undefined) return { triggers: ['background', 'connectivity', 'screen'], leftOut: [] };
  return { triggers: ['background', 'screen'], leftOut: [`Wi-Fi is not turned off and on: ${why}`] };
}

/**
 * Makes SDKs send what they hold back. The phone is on its first screen then, awake. Listening for what comes is
 * `listenOut`.
 */
export async function pullTriggers(tools: BarrierTools): Promise<{ readonly startMs: number; readonly drained: Precondition }> {
  const startMs = Date.now();
  const failures: string[] = [];
  for (const trigger of tools.triggers) {
    const pulled = await attempt(() => PULL[trigger](tools));
    if (pulled.failed !== undefined) failures.push(pulled.failed);
  }
  const [first] = failures;
  const detail = first === undefined ? tools.triggers.map((trigger) => DONE[trigger]).join(', ') : `SDKs may still hold events back: ${first}`;
  return { startMs, drained: { name: 'drain', held: first === undefined, detail } };
}

/** Waits until nothing new has come for the quiet time. @returns when it stopped waiting. */
export function listenOut(ledger: FlowSource, quietMs: number, sinceMs = Date.now()): Promise<number> {
  return waitForQuiet(ledger, { sinceMs, quietMs, limitMs: quietMs * QUIET_LIMIT_FACTOR });
}

/** Pulls the triggers and listens for what they bring. */
export async function drain(tools: BarrierTools, quietMs: number): Promise<Barrier> {
  const { startMs, drained } = await pullTriggers(tools);
  return { span: { startMs, endMs: await listenOut(tools.ledger, quietMs) }, drained };
}

const DONE: Readonly<Record<FlushTrigger, string>> = {
  background: 'the app was sent to the background',
  screen: 'the screen turned off and on',
  connectivity: 'Wi-Fi turned off and on',
  restart: 'the app begun anew',
};

const PULL: Readonly<Record<FlushTrigger, (tools: BarrierTools) => Promise<unknown>>> = {
  background: ({ shell }) => shell.run(`input keyevent ${KEYCODE_HOME}`),
  screen: ({ shell }) => turnScreenOffAndOn(shell),
  connectivity: async ({ shell, undoFolder, ledger }) => {
    await sendingOver(ledger);
    await toggleWifi(shell, undoFolder, () => sendingOver(ledger));
  },
  restart: () => Promise.reject(new Error('an app is not begun anew at a barrier')),
};

/** What an earlier trigger made an app send must not be cut off by the network going: that would be an upload not taken. */
async function sendingOver(ledger: FlowSource): Promise<void> {
  const sinceMs = Date.now();
  await waitForQuiet(ledger, { sinceMs, quietMs: BEGIN_MS, limitMs: SENDING_LIMIT_MS });
  const isOver = (): Promise<boolean> => Promise.resolve(!ledger.flows().some(({ state, startMs }) => state === 'open' && startMs >= sinceMs - BEGIN_MS));
  await until(isOver, SENDING_LIMIT_MS);
}

async function turnScreenOffAndOn(shell: DeviceShell): Promise<void> {
  await shell.run(`input keyevent ${KEYCODE_SLEEP}`);
  const isOff = await until(async () => !parseScreen(await shell.run('dumpsys power'), '').isOn, SCREEN_OFF_LIMIT_MS);
  await wakeScreen(shell);
  if (!isOff) throw new Error(`the screen did not turn off within ${SCREEN_OFF_LIMIT_MS / 1000} s`);
}
