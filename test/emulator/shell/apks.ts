import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const MODULES = join(import.meta.dirname, '..', '..', '..', 'node_modules');

/** npm puts the packages beside the driver or below it. */
function apk(packageName: string, file: RegExp): Buffer {
  const folder = [join(MODULES, 'appium-uiautomator2-driver', 'node_modules'), MODULES]
    .map((modules) => join(modules, packageName, 'apks')).find((path) => existsSync(path));
  const name = folder === undefined ? undefined : readdirSync(folder).find((entry) => file.test(entry));
  if (folder === undefined || name === undefined) throw new Error(`looked for an APK of ${packageName}, found none; expected it to be installed with the driver`);
  return readFileSync(join(folder, name));
}

/** The three real, signed APKs that come with the UiAutomator2 driver. */
export const APKS = {
  server: (): Buffer => apk('appium-uiautomator2-server', /server-v.*\.apk$/),
  serverTest: (): Buffer => apk('appium-uiautomator2-server', /androidTest\.apk$/),
  settings: (): Buffer => apk('io.appium.settings', /^settings_apk.*\.apk$/),
};
