import type { DeviceShell } from './device-shell.ts';
import { shellQuote } from './shell-quote.ts';

/** Folders of the storage of whose files the media provider tells apps. */
const SCANNED: readonly string[] = ['/sdcard/Music', '/sdcard/DCIM/Camera'];

/** From Android 11 on the media provider takes commands; before, the scanner took broadcasts. */
const FIRST_API_WITH_SCAN_VOLUME = 30;

/** Whether apps hear of this file by the media provider. */
export function isScanned(path: string): boolean {
  return SCANNED.some((folder) => path.startsWith(`${folder}/`));
}

/** Lets the media provider see that a file has come or gone: until then apps list what it knew before. */
export async function scanMedia(shell: DeviceShell, path: string, apiLevel: number): Promise<void> {
  const command =
    apiLevel >= FIRST_API_WITH_SCAN_VOLUME
      ? 'content call --uri content://media --method scan_volume --arg external_primary'
      : `am broadcast -a android.intent.action.MEDIA_SCANNER_SCAN_FILE -d ${shellQuote(`file://${encodeURI(path)}`)}`;
  await shell.run(command);
}
