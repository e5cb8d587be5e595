import { posix } from 'node:path';
import { factoryApk } from './factory-apk/factory-apk.ts';
import type { Profile, ProfilePackage } from './profile/profile.ts';
import { songFile } from './song.ts';
import type { PhoneFiles } from './system/files/phone-files.ts';
import type { InstalledPackage } from './system/services.ts';
import type { System } from './system/system.ts';

/** A profile's packages as the package manager knows them: each lies in a folder of its own. */
export function factoryPackages({ packages }: Pick<Profile, 'packages'>): readonly InstalledPackage[] {
  const taken = new Set<string>();
  return packages.map((entry) => {
    const lastWord = entry.name.split('.').at(-1) ?? entry.name;
    const folder = taken.has(lastWord) ? entry.name : lastWord;
    taken.add(folder);
    return factoryPackage(entry, folder);
  });
}

function factoryPackage(entry: ProfilePackage, folder: string): InstalledPackage {
  const { name, versionName, versionCode, uid, targetSdk, system, installer, enabled, launcherActivity, permissions } = entry;
  return {
    name,
    versionName,
    versionCode,
    uid,
    targetSdk,
    system,
    enabled,
    apkPath: entry.apkPath ?? (system ? `/system/app/${folder}/${folder}.apk` : `/data/app/${name}-1/base.apk`),
    permissions,
    ...(installer === undefined ? {} : { installer }),
    ...(launcherActivity === undefined ? {} : { launcherActivity }),
  };
}

/** The APK of a package that the phone left the factory with. */
export function factoryApkOf(profile: Profile, name: string): Buffer {
  const entry = profile.packages.find((candidate) => candidate.name === name);
  return entry === undefined ? Buffer.alloc(0) : factoryApk(profile, entry);
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
