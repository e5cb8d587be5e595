import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ADB = '/usr/lib/android-sdk/platform-tools/adb';

/** What an adb command left behind. */
export interface AdbAnswer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The machine's own adb with a server, a HOME and keys of the test's own. */
export interface AdbServer {
  readonly port: number;
  readonly home: string;
  /** Runs one adb command; a command that takes longer than 20 s fails. */
  run(...args: readonly string[]): Promise<AdbAnswer>;
  /** Connects to a phone and waits until it is online: `adb connect` gives up on a new key before its owner has looked at it. */
  connect(serial: string): Promise<void>;
  /** As `run`, with bytes on standard input. */
  runWithInput(input: string, ...args: readonly string[]): Promise<AdbAnswer>;
  close(): Promise<void>;
}

/** Starts an adb server on a free port, kept off other emulators on this machine. */
export async function startAdbServer(): Promise<AdbServer> {
  const home = await mkdtemp(join(tmpdir(), 'adb-home-'));
  const port = await freePort();
  const env = { PATH: process.env['PATH'], HOME: home, TMPDIR: home, ANDROID_ADB_SERVER_PORT: String(port), ADB_LOCAL_TRANSPORT_MAX_PORT: '5553', ADB_MDNS: '0' };
  const server = spawn(ADB, ['-P', String(port), 'nodaemon', 'server'], { env, stdio: 'ignore' });
  await accepts(port);
  const runWithInput = async (input: string, ...args: readonly string[]): Promise<AdbAnswer> =>
    new Promise((resolve) => {
      const child = execFile(ADB, ['-P', String(port), ...args], { env, timeout: 20_000, maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code ?? -1), stdout, stderr });
      });
      child.stdin!.on('error', () => undefined);
      child.stdin!.end(input);
    });
  return {
    port,
    home,
    runWithInput,
    run: (...args) => runWithInput('', ...args),
    connect: async (serial) => {
      await runWithInput('', 'connect', serial);
      await runWithInput('', '-s', serial, 'wait-for-device');
    },
    close: async () => {
      const exited = once(server, 'exit');
      server.kill();
      await exited;
      await rm(home, { recursive: true, force: true });
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function accepts(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const open = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => {
        resolve(true);
      });
      socket.once('error', () => {
        resolve(false);
      });
    });
    socket.destroy();
    if (open) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
