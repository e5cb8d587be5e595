import type { Readable } from 'node:stream';
import { Adb } from '@devicefarmer/adbkit';

/** The part of adbkit's device client that the tests use; its own types lean on a promise library without types. */
export interface AdbkitDevice {
  shell(command: string): Promise<Readable>;
  push(content: Readable, path: string, mode: number): Promise<NodeJS.EventEmitter>;
  pull(path: string): Promise<Readable>;
  readdir(path: string): Promise<readonly { readonly name: string }[]>;
  reverse(remote: string, local: string): Promise<unknown>;
  listReverses(): Promise<readonly { readonly remote: string; readonly local: string }[]>;
}

/** A device of the adb server on this port. */
export function adbkitDevice(port: number, serial: string): AdbkitDevice {
  return Adb.createClient({ host: '127.0.0.1', port }).getDevice(serial);
}
