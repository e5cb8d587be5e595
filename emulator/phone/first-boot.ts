import { posix } from 'node:path';
import type { Profile, ProfilePackage } from './profile/profile.ts';
import { songFile } from './song.ts';
import type { PhoneFiles } from './system/files/phone-files.ts';
import type { InstalledPackage } from './system/services.ts';
import type { System } from './system/system.ts';

/** A profile's package as the package manager knows it. */
export function factoryPackage(entry: ProfilePackage): InstalledPackage {
  const { name, versionName, versionCode, uid, targetSdk, system, installer, enabled, launcherActivity, permissions } = entry;
  const lastWord = name.split('.').at(-1) ?? name;
  return {
    name,
    versionName,
    versionCode,
    uid,
    targetSdk,
    system,
    enabled,
    apkPath: entry.apkPath ?? (system ? `/system/app/${lastWord}/${lastWord}.apk` : `/data/app/${name}-1/base.apk`),
    permissions,
    ...(installer === undefined ? {} : { installer }),
    ...(launcherActivity === undefined ? {} : { launcherActivity }),
  };
}

/** Puts the profile's files and songs on the storage and lets the media scanner find them. */
export async function fillStorage(system: System, profile: Profile): Promise<void> {
  for (const file of profile.files) {
    if ('folder' in file) system.files.makeDirectoriesSync(file.path);
    else await write(system.files, file.path, 'text' in file ? Buffer.from(file.text) : Buffer.from(file.base64, 'base64'));
  }
  for (const song of profile.songs) await write(system.files, song.path, songFile(song));
  await system.media.scanAll();
}

async function write(files: PhoneFiles, path: string, content: Buffer): Promise<void> {
  files.makeDirectoriesSync(posix.dirname(path));
  await files.writeFile(path, content);
}
