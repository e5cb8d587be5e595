import type { DeviceShell } from './device-shell.ts';
import { shellQuote } from './shell-quote.ts';

const INBOX = 'content://sms/inbox';
const ALLOW = 'appops set com.android.shell WRITE_SMS allow';
const ALLOW_NO_MORE = 'appops set com.android.shell WRITE_SMS default';

/** A short message as the provider keeps it (AOSP, `Telephony.Sms`). */
export interface Message {
  /** A number, or the name a company sends under. */
  readonly from: string;
  readonly text: string;
}

/**
 * Lays an unread message into the inbox, as if it had come earlier: nobody is told that it came.
 *
 * Only the default messaging app may write messages; of the shell the provider drops them without a word unless the app
 * op WRITE_SMS is allowed to it (AOSP, AppOpsManager), which is therefore allowed for the moment.
 *
 * @throws {Error} when the message is not there afterwards.
 */
export async function putMessage(shell: DeviceShell, { from, text }: Message): Promise<void> {
  const columns = [`address:s:${from}`, `body:s:${text}`, 'read:i:0', 'seen:i:0', 'type:i:1'].map((bound) => `--bind ${shellQuote(bound)}`);
  await asMessagingApp(shell, `content insert --uri ${INBOX} ${columns.join(' ')}`);
  const found = await shell.run(`content query --uri ${INBOX} --projection address --where ${shellQuote(`address='${from}'`)}`);
  if (found.includes(from)) return;
  throw new Error(`put a message from "${from}" into the inbox, found "${found.trim()}" there, expected the message: this phone lets nobody but its messaging app write messages`);
}

/** Takes away all messages from this sender. */
export async function deleteMessages(shell: DeviceShell, from: string): Promise<void> {
  await asMessagingApp(shell, `content delete --uri content://sms --where ${shellQuote(`address='${from}'`)}`);
}

async function asMessagingApp(shell: DeviceShell, command: string): Promise<void> {
  await shell.run(ALLOW);
  try {
    await shell.run(command);
  } finally {
    await shell.run(ALLOW_NO_MORE);
  }
}
