import { randomBytes } from 'node:crypto';
import { buildTree, type TreeBuilder } from './builder.ts';
import { Disk } from './disk.ts';
import type { DirectoryNode } from './inode.ts';
import type { Mount } from './mounts.ts';

const SYSTEM = 1000;
const SHELL = 2000;
const SDCARD_RW = 1015;
const MEDIA_RW = 1023;
const EVERYBODY = 9997;

/** What differs from phone to phone. */
export interface LayoutOptions {
  readonly atMs: number;
  readonly buildProperties: readonly (readonly [name: string, value: string])[];
  /** File name → PEM, for `/system/etc/security/cacerts`. */
  readonly systemCas: Readonly<Record<string, string>>;
  /** Programs of `/system/bin`, by name. */
  readonly programs: readonly string[];
  readonly su: boolean;
  readonly wifiMac: string;
}

/** File systems that lie in flash; all others begin empty at each boot. */
const IN_FLASH = new Set(['ext4', 'f2fs', 'sdcardfs', 'fuse']);

/**
 * A disk laid out and mounted as Android 9 does on a phone whose `/system` is a partition of its own. At a later boot
 * of the same disk its partitions keep what is on them; other mounts are gone.
 */
export function layOut(now: () => number, options: LayoutOptions, before?: Disk): Disk {
  const disk = before ?? new Disk(now);
  const partitions = new Map(disk.mounts.list().filter(({ type }) => IN_FLASH.has(type)).reverse().map(({ point, root }) => [point, root]));
  for (const { point } of [...disk.mounts.list()]) disk.mounts.remove(point);
  const mount = (point: string, [device, type]: readonly [string, string], more: Partial<Mount>, build: (tree: TreeBuilder) => void): void => {
    const kept = IN_FLASH.has(type) ? partitions.get(point) : undefined;
    const root: DirectoryNode = kept ?? disk.newRoot({ mtimeMs: options.atMs });
    disk.mounts.add({ device, point, type, options: 'seclabel,relatime', readOnly: false, root, ...more });
    if (kept === undefined) build(buildTree(disk, root, options.atMs));
  };
  const readOnly = { readOnly: true };
  mount('/', ['rootfs', 'rootfs'], { readOnly: true, options: 'seclabel' }, rootTree);
  mount('/dev', ['tmpfs', 'tmpfs'], { options: 'seclabel,nosuid,relatime,mode=755' }, devTree);
  mount('/proc', ['proc', 'proc'], { options: 'relatime,gid=3009,hidepid=2' }, () => undefined);
  mount('/sys', ['sysfs', 'sysfs'], {}, (tree) => sysTree(tree, options));
  mount('/system', ['/dev/block/bootdevice/by-name/system', 'ext4'], readOnly, (tree) => systemTree(tree, options));
  mount('/vendor', ['/dev/block/bootdevice/by-name/vendor', 'ext4'], readOnly, vendorTree);
  mount('/data', ['/dev/block/bootdevice/by-name/userdata', 'ext4'], { options: 'seclabel,nosuid,nodev,noatime' }, dataTree);
  mount('/cache', ['/dev/block/bootdevice/by-name/cache', 'ext4'], { options: 'seclabel,nosuid,nodev,noatime' }, (tree) => {
    Object.assign(tree.root, { uid: SYSTEM, gid: 2001, mode: 0o770 });
  });
  mount('/mnt', ['tmpfs', 'tmpfs'], { options: 'seclabel,nosuid,nodev,noexec,relatime,mode=755,gid=1000' }, (tree) => {
    tree.directory('user/0');
    tree.link('user/0/primary', '/storage/emulated/0');
  });
  mount('/storage', ['tmpfs', 'tmpfs'], { options: 'seclabel,nosuid,nodev,noexec,relatime,mode=755,gid=1000' }, (tree) => {
    tree.directory('emulated');
    tree.directory('self');
    tree.link('self/primary', '/mnt/user/0/primary');
  });
  // Nodes on sdcardfs belong to root and sdcard_rw whoever makes them.
  const forced = { uid: 0, gid: SDCARD_RW, fileMode: 0o660, directoryMode: 0o771 };
  mount('/storage/emulated', ['/data/media', 'sdcardfs'], { options: 'nosuid,nodev,noexec,noatime,fsuid=1023,fsgid=1023,gid=1015,multiuser,mask=6,derive_gid,default_normal', forced }, sdcardTree);
  return disk;
}

function rootTree(tree: TreeBuilder): void {
  tree.root.context = 'u:object_r:rootfs:s0';
  for (const name of ['acct', 'cache', 'config', 'data', 'dev', 'mnt', 'odm', 'proc', 'res', 'storage', 'sys', 'system', 'vendor']) tree.directory(name);
  tree.directory('data', { uid: SYSTEM, gid: SYSTEM, mode: 0o771 });
  tree.directory('sbin', { mode: 0o750, gid: SHELL });
  tree.link('bin', '/system/bin');
  tree.link('etc', '/system/etc');
  tree.link('sdcard', '/storage/self/primary');
  tree.link('d', '/sys/kernel/debug');
  tree.file('default.prop', '', { mode: 0o600 });
  tree.file('init', '', { mode: 0o750, gid: SHELL });
}

function devTree(tree: TreeBuilder): void {
  tree.root.context = 'u:object_r:device:s0';
  const device = (name: string, read: () => Buffer): void =>
    tree.virtual(name, { character: true, read, write: () => undefined }, { mode: 0o666 });
  device('null', () => Buffer.alloc(0));
  device('zero', () => Buffer.alloc(4096));
  device('tty', () => Buffer.alloc(0));
  // A read of a device that never ends is cut here: whoever needs random bytes needs a few.
  device('urandom', () => randomBytes(4096));
  device('random', () => randomBytes(4096));
  tree.directory('block');
  tree.directory('socket');
}

function sysTree(tree: TreeBuilder, options: LayoutOptions): void {
  tree.root.context = 'u:object_r:sysfs:s0';
  tree.file('class/net/wlan0/address', `${options.wifiMac}\n`, { mode: 0o444 });
  tree.file('class/net/wlan0/operstate', 'up\n', { mode: 0o444 });
  tree.file('class/net/lo/address', '00:00:00:00:00:00\n', { mode: 0o444 });
  tree.file('class/power_supply/battery/capacity', '100\n', { mode: 0o444 });
  tree.directory('fs/selinux');
  tree.directory('kernel');
}

function systemTree(tree: TreeBuilder, options: LayoutOptions): void {
  tree.root.context = 'u:object_r:system_file:s0';
  tree.directory('bin', { gid: SHELL });
  for (const name of options.programs) tree.file(`bin/${name}`, `\x7fELF${name}`, { mode: 0o755, gid: SHELL });
  tree.directory('xbin', { gid: SHELL });
  if (options.su) tree.file('xbin/su', '\x7fELFsu', { mode: 0o4755, gid: SHELL, context: 'u:object_r:su_exec:s0' });
  for (const name of ['app', 'priv-app', 'framework', 'fonts', 'lib', 'lib64', 'media/audio']) tree.directory(name);
  tree.file('build.prop', `${options.buildProperties.map(([name, value]) => `${name}=${value}`).join('\n')}\n`, { mode: 0o600 });
  tree.file('etc/hosts', '127.0.0.1       localhost\n::1             ip6-localhost\n');
  tree.directory('etc/security/cacerts');
  for (const [name, pem] of Object.entries(options.systemCas)) tree.file(`etc/security/cacerts/${name}`, pem);
}

function vendorTree(tree: TreeBuilder): void {
  tree.root.context = 'u:object_r:vendor_file:s0';
  for (const name of ['app', 'bin', 'etc', 'lib', 'lib64', 'overlay']) tree.directory(name);
  tree.file('build.prop', 'ro.vendor.build.date.utc=1583049600\n', { mode: 0o600 });
}

function dataTree(tree: TreeBuilder): void {
  const system = { uid: SYSTEM, gid: SYSTEM };
  Object.assign(tree.root, { ...system, mode: 0o771, context: 'u:object_r:system_data_file:s0' });
  for (const name of ['app', 'data', 'system', 'user_de/0', 'dalvik-cache', 'misc_de', 'misc/user/0']) tree.directory(name, { ...system, mode: 0o771 });
  tree.directory('misc', { uid: SYSTEM, gid: 9998, mode: 0o1771 });
  tree.directory('misc/user/0/cacerts-added', { ...system, mode: 0o755 });
  tree.directory('user', { ...system, mode: 0o711 });
  tree.link('user/0', '/data/data');
  tree.directory('local', { mode: 0o751 });
  tree.directory('local/tmp', { uid: SHELL, gid: SHELL, mode: 0o771, context: 'u:object_r:shell_data_file:s0' });
  tree.directory('media', { uid: MEDIA_RW, gid: MEDIA_RW, mode: 0o770, context: 'u:object_r:media_rw_data_file:s0' });
}

function sdcardTree(tree: TreeBuilder): void {
  Object.assign(tree.root, { gid: SDCARD_RW, mode: 0o771, context: 'u:object_r:sdcardfs:s0' });
  const place = { gid: SDCARD_RW, mode: 0o771 };
  tree.directory('0', place);
  for (const name of ['Alarms', 'Android/data', 'DCIM/Camera', 'Download', 'Movies', 'MIUI', 'Music', 'Notifications', 'Pictures/Screenshots', 'Podcasts', 'Ringtones']) {
    tree.directory(`0/${name.split('/')[0] ?? name}`, place);
    tree.directory(`0/${name}`, place);
  }
  tree.directory('obb', { gid: EVERYBODY, mode: 0o771 });
}
