import type { Program } from '../process/invocation.ts';
import type { ShellPhone } from '../shell-phone.ts';
import { TOOLBOX } from '../toolbox/toolbox.ts';
import { withoutFramework } from './framework-gate.ts';
import { PROGRAMS_BY_NAME } from './registry.ts';

/** First API level with toybox; before it there was toolbox. */
const FIRST_TOYBOX_API_LEVEL = 23;

/** What runs behind a program's name on this phone, now: by its Android version and by whether its framework is up. */
export function programFor(name: string, phone: ShellPhone): Program | undefined {
  const apiLevel = Number(phone.system.properties.get('ro.build.version.sdk')) || 0;
  if (!phone.system.framework.isUp) {
    const absent = withoutFramework(name, apiLevel);
    if (absent !== undefined) return absent;
  }
  return (apiLevel < FIRST_TOYBOX_API_LEVEL ? TOOLBOX.get(name) : undefined) ?? PROGRAMS_BY_NAME.get(name);
}
