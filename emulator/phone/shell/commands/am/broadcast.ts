import { print, type Program } from '../../process/invocation.ts';
import { intentText, parseIntent } from './intent.ts';
import { settingsAppReceives } from './settings-app.ts';

/** `am broadcast …`: the media scanner and the receivers that exist answer, all others hear nothing. */
export const broadcast: Program = async (invocation) => {
  const { intent } = parseIntent(invocation.args);
  print(invocation, `Broadcasting: ${intentText({ ...intent, flags: intent.flags | 0x400000 })}\n`);
  const { media } = invocation.phone.system;
  if (intent.action === 'android.intent.action.MEDIA_SCANNER_SCAN_FILE' && intent.data !== undefined) {
    await media.scanFile(decodeURIComponent(intent.data));
  } else if (intent.action === 'android.intent.action.MEDIA_MOUNTED') {
    await media.scanAll();
  }
  const result = await settingsAppReceives(invocation.phone, intent);
  const data = result?.data === undefined ? '' : `, data="${result.data}"`;
  return print(invocation, `Broadcast completed: result=${result?.code ?? 0}${data}\n`);
};
