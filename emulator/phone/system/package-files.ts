import type { PhoneFiles } from './files/phone-files.ts';
import type { PackageFiles } from './packages.ts';
import type { InstalledPackage } from './services.ts';

/** The files of packages, system packages included. */
export interface FactoryPackageFiles extends PackageFiles {
  /** Puts a package that was there when the phone left the factory; its APK is made when somebody reads it. */
  placeFactory(installed: InstalledPackage, makeApk: () => Buffer): void;
}

/** Places packages below `/data/app` and `/data/data` as installd does. */
export function placePackageFiles(files: PhoneFiles): FactoryPackageFiles {
  const { disk } = files;
  const makeData = (installed: InstalledPackage): void => {
    const folder = `/data/data/${installed.name}`;
    if (!files.existsSync(folder)) disk.makeDirectory(folder, files.credential, 0o700);
    for (const name of ['cache', 'code_cache', 'files', 'shared_prefs']) {
      if (!files.existsSync(`${folder}/${name}`)) disk.makeDirectory(`${folder}/${name}`, files.credential, 0o771);
      files.change(`${folder}/${name}`, { uid: installed.uid, gid: installed.uid });
    }
    files.change(folder, { uid: installed.uid, gid: installed.uid, mode: 0o700 });
  };
  const remove = (path: string): void => {
    if (!files.existsSync(path)) return;
    const node = files.node(path, { followLast: false });
    if (node.kind === 'directory') for (const name of [...node.entries.keys()]) remove(`${path}/${name}`);
    disk.remove(path, files.credential);
  };
  return {
    placeFactory(installed, makeApk) {
      makeData(installed);
      const mount = disk.mounts.list().find((entry) => entry.point !== '/' && installed.apkPath.startsWith(`${entry.point}/`));
      if (mount === undefined) return;
      const wasReadOnly = mount.readOnly;
      mount.readOnly = false;
      files.makeDirectoriesSync(installed.apkPath.replace(/\/[^/]*$/, ''));
      disk.writeLater(installed.apkPath, makeApk, files.credential);
      mount.readOnly = wasReadOnly;
    },
    place(installed, apks) {
      const folder = installed.apkPath.replace(/\/[^/]*$/, '');
      files.makeDirectoriesSync(folder);
      files.change(folder, { uid: 1000, gid: 1000 });
      for (const [name, apk] of apks) {
        disk.write(`${folder}/${name}`, apk, files.credential);
        files.change(`${folder}/${name}`, { uid: 1000, gid: 1000, mode: 0o644 });
      }
      makeData(installed);
    },
    remove(installed, { keepData }) {
      remove(installed.apkPath.replace(/\/[^/]*$/, ''));
      if (!keepData) remove(`/data/data/${installed.name}`);
    },
    clear(installed) {
      remove(`/data/data/${installed.name}`);
      makeData(installed);
    },
  };
}
