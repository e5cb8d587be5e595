import { chmodSync, existsSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Makes the folder Appium takes for an Android SDK: adb, and the build tools of adb's own SDK where there are any.
 * That adb talks to its server as if it were another machine's (`-H`), so that it never starts one of its own when the
 * server is gone: such a server would belong to nobody and outlive the run.
 */
export function makeAndroidHome(folder: string, adbPath: string): string {
  const tools = path.join(folder, 'platform-tools');
  mkdirSync(tools, { recursive: true });
  const adb = path.join(tools, 'adb');
  writeFileSync(adb, `#!/bin/sh\nexec ${quote(adbPath)} -H 127.0.0.1 "$@"\n`);
  chmodSync(adb, 0o755);
  const buildTools = path.resolve(path.dirname(realpathSync(adbPath)), '..', 'build-tools');
  const link = path.join(folder, 'build-tools');
  if (existsSync(buildTools) && !existsSync(link)) symlinkSync(buildTools, link);
  return folder;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
