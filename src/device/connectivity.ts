import { join } from 'node:path';
import { waitUntil } from '../farm/wait-until.ts';
import { EarshotError } from '../flow/errors.ts';
import type { DeviceShell } from './device-shell.ts';
import { UndoJournal } from './undo-journal.ts';

const OFF_LIMIT_MS = 10_000;
const ON_LIMIT_MS = 30_000;

/** Whether a phone's Wi-Fi may be turned off for a moment; why not, where it may not. */
export type WifiUse = { readonly may: true } | { readonly may: false; readonly why: string };

/** Looks whether turning Wi-Fi off and on again would leave the phone as it is, and in reach. */
export async function mayToggleWifi(shell: DeviceShell, phone: { readonly kind: string; readonly serial: string }): Promise<WifiUse> {
  if (phone.kind === 'usb' && /:\d+$/.test(phone.serial)) return { may: false, why: `adb reaches ${phone.serial} over Wi-Fi` };
  const { isOn } = await readNetwork(shell);
  return isOn ? { may: true } : { may: false, why: "the phone's Wi-Fi was found off" };
}

/**
 * Turns Wi-Fi off and on again and waits for each, so that the phone's software hears of another network. What is to be
 * put back stands in a journal of its own below `undoFolder` meanwhile.
 *
 * @param whileOff Awaited before Wi-Fi is turned on again: what goes over mobile data by then must not be cut off.
 * @throws {EarshotError} PHONE_REFUSED when Wi-Fi does not go or does not come back.
 */
export async function toggleWifi(shell: DeviceShell, undoFolder: string, whileOff: () => Promise<unknown> = () => Promise.resolve()): Promise<void> {
  const before = await readNetwork(shell);
  const journal = UndoJournal.open(join(undoFolder, 'wifi'), shell.serial);
  journal.record({ kind: 'wifi' });
  await shell.run('svc wifi disable');
  await waitFor(shell, { limitMs: OFF_LIMIT_MS, expected: 'off', is: ({ isOn, active }) => !isOn && (active === undefined || active !== before.active) });
  await whileOff();
  await enableWifi(shell);
  await waitFor(shell, { limitMs: ON_LIMIT_MS, expected: 'on and connected', is: ({ isOn, active }) => isOn && (before.active === undefined || active !== 'none') });
  await journal.undoAll(() => Promise.resolve());
}

/** Turns Wi-Fi on. */
export async function enableWifi(shell: DeviceShell): Promise<void> {
  await shell.run('svc wifi enable');
}

/** What a phone says of its networks. */
export interface NetworkState {
  readonly isOn: boolean;
  /** Id of the active default network, `none`, or undefined on a phone that does not tell. */
  readonly active: string | undefined;
}

/** Reads whether Wi-Fi is on, and which network is used. */
export async function readNetwork(shell: DeviceShell): Promise<NetworkState> {
  return parseNetwork(await shell.run("settings get global wifi_on; dumpsys connectivity | grep -m1 'Active default network'; true"));
}

/** State out of the setting `wifi_on` (1 and 2 are on) and the line `Active default network: 100` of `dumpsys connectivity`. */
export function parseNetwork(output: string): NetworkState {
  return {
    isOn: /^[12]\s*$/m.test(output.split('Active default network')[0] ?? ''),
    active: /Active default network: *(\S+)/.exec(output)?.[1],
  };
}

async function waitFor(shell: DeviceShell, wait: { readonly limitMs: number; readonly expected: string; readonly is: (state: NetworkState) => boolean }): Promise<void> {
  let last: NetworkState | undefined;
  const came = await waitUntil(async () => {
    last = await readNetwork(shell);
    return wait.is(last) ? true : undefined;
  }, { timeoutMs: wait.limitMs });
  if (came === true) return;
  const found = `Wi-Fi ${last?.isOn === true ? 'on' : 'off'}, default network ${last?.active ?? 'not told'}`;
  throw new EarshotError('PHONE_REFUSED', `turned Wi-Fi of ${shell.serial} off and on, found ${found} after ${wait.limitMs / 1000} s, expected it ${wait.expected}`);
}
