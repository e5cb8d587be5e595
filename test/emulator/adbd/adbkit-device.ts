import { createRequire } from 'node:module';
import type { Readable } from 'node:stream';
import type * as adbkit from '@devicefarmer/adbkit';

// It is CommonJS, and whether its names can be imported depends on what was loaded before it.
const { Adb } = createRequire(import.meta.url)('@devicefarmer/adbkit') as typeof adbkit;

/** The part of adbkit's device client that the tests use; its own types lean on a promise library without types. */
export interface AdbkitDevice {
  shell(command: string): Promise<Readable>;
  push(content: Readable, path: string, mode: number): Promise<NodeJS.EventEmitter>;
  pull(path: string): Promise<Readable>;
  readdir(path: string): Promise<readonly { readonly name: string }[]>;
  reverse(remote: string, local: string): Promise<unknown>;
  listReverses(): Promise<readonly { readonly remote: string; readonly local: string }[]>;
  framebuffer(format: 'raw'): Promise<Readable & { readonly meta: { readonly version: number; readonly bpp: number; readonly size: number; readonly width: number; readonly height: number; readonly format: string } }>;
  screencap(): Promise<Readable>;
  openLogcat(options: { readonly clear: boolean }): Promise<NodeJS.EventEmitter & { end(): unknown }>;
  install(path: string): Promise<boolean>;
  isInstalled(packageName: string): Promise<boolean>;
  uninstall(packageName: string): Promise<boolean>;
}

/** A device of the adb server on this port. */
export function adbkitDevice(port: number, serial: string): AdbkitDevice {
  return Adb.createClient({ host: '127.0.0.1', port }).getDevice(serial);
}
