import type { Credential } from '../../system/files/credential.ts';
import type { ShellPhone } from '../shell-phone.ts';

/** The variables adbd's shells begin with. */
export function defaultEnvironment(phone: ShellPhone, credential: Credential, terminalName = 'dumb'): ReadonlyMap<string, string> {
  const user = credential.uid === 0 ? 'root' : 'shell';
  return new Map([
    ['ANDROID_ASSETS', '/system/app'],
    ['ANDROID_BOOTLOGO', '1'],
    ['ANDROID_DATA', '/data'],
    ['ANDROID_ROOT', '/system'],
    ['ANDROID_STORAGE', '/storage'],
    ['DOWNLOAD_CACHE', '/data/cache'],
    ['EXTERNAL_STORAGE', '/sdcard'],
    ['HOME', '/'],
    ['HOSTNAME', phone.system.properties.get('ro.product.device') || 'localhost'],
    ['LOGNAME', user],
    ['PATH', '/sbin:/system/sbin:/system/bin:/system/xbin:/odm/bin:/vendor/bin:/vendor/xbin'],
    ['SHELL', '/bin/sh'],
    ['TERM', terminalName],
    ['TMPDIR', '/data/local/tmp'],
    ['USER', user],
  ]);
}
