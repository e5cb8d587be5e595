import { spawn } from 'node:child_process';
import { PassThrough } from 'node:stream';
import { startAdbd } from '../../../emulator/phone/adbd/adbd.ts';
import type { Adbd } from '../../../emulator/phone/adbd/adbd.ts';
import { SHELL } from '../../../emulator/phone/system/files/credential.ts';
import type { PhoneFiles } from '../../../emulator/phone/system/files/phone-files.ts';
import { createSystem } from '../../../emulator/phone/system/system.ts';
import type { Authorisation, Loopback, Properties, Shell, ShellProcess } from '../../../emulator/phone/system/services.ts';

/** A phone's system and adbd without its shell: the host's `sh` stands in. */
export interface PhoneDouble {
  readonly adbd: Adbd;
  readonly serial: string;
  readonly files: PhoneFiles;
  readonly loopback: Loopback;
  readonly properties: Properties;
  /** Bytes that `cmd package install` was given, in order. */
  readonly installed: readonly Buffer[];
  /** Commands that were hung up. */
  readonly hungUp: readonly string[];
}

export interface PhoneDoubleOptions {
  readonly apiLevel?: number;
  readonly debuggable?: boolean;
  readonly authorisation?: Authorisation;
}

export async function startPhoneDouble(options: PhoneDoubleOptions = {}): Promise<PhoneDouble> {
  const system = createSystem({
    identifiers: { serial: 'a1b2c3d4', androidId: '0123456789abcdef', wifiMac: '02:00:00:00:00:01' },
    properties: {
      'ro.build.version.sdk': String(options.apiLevel ?? 30),
      'ro.product.name': 'ginkgo_eea',
      'ro.product.model': 'Redmi Note 8',
      'ro.product.device': 'ginkgo',
    },
    packages: [],
    root: false,
    buildType: options.debuggable === true ? 'userdebug' : 'user',
  });
  const installed: Buffer[] = [];
  const hungUp: string[] = [];
  const shell = shellDouble(installed, hungUp);
  const { properties, loopback } = system;
  const files = system.filesAs(SHELL);
  const authorisation = options.authorisation ?? system.authorisation;
  const adbd = await startAdbd({ port: 0, shell, files, loopback, properties, authorisation });
  return { adbd, serial: `127.0.0.1:${adbd.port}`, files, loopback, properties, installed, hungUp };
}

function shellDouble(installed: Buffer[], hungUp: string[]): Shell {
  return { spawn: (command) => (/^cmd '?package'? '?install/.test(command) ? installProcess(command, installed) : hostShell(command, hungUp)) };
}

function hostShell(command: string, hungUp: string[]): ShellProcess {
  const child = spawn('/bin/sh', command === '' ? [] : ['-c', command]);
  return {
    stdin: child.stdin,
    stdout: child.stdout,
    stderr: child.stderr,
    exited: new Promise((resolve) => {
      child.once('exit', (code) => {
        resolve(code ?? 129);
      });
    }),
    kill: () => {
      hungUp.push(command);
      child.kill('SIGHUP');
    },
  };
}

function installProcess(command: string, installed: Buffer[]): ShellProcess {
  const stdin = new PassThrough();
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const expected = Number(/-S'? '?(\d+)/.exec(command)?.[1]);
  const exited = (async () => {
    const chunks: Buffer[] = [];
    let byteCount = 0;
    for await (const chunk of stdin) {
      chunks.push(chunk as Buffer);
      byteCount += (chunk as Buffer).length;
      if (byteCount >= expected) break;
    }
    installed.push(Buffer.concat(chunks));
    stdout.end('Success\n');
    stderr.end();
    return 0;
  })();
  return { stdin, stdout, stderr, exited, kill: () => stdin.end() };
}
