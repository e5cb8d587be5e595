import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { AdbClient } from '../farm/adb-client.ts';
import { within } from '../farm/wait-until.ts';
import { EarshotError } from '../flow/errors.ts';
import type { DeviceShell } from './device-shell.ts';
import { openShellStream } from './shell-stream.ts';
import { parseShellV1, wrapForShellV1 } from './shell-v1.ts';
import { CLOSE_STDIN_PACKET, ShellV2Reader, stdinPacket, type ShellResult } from './shell-v2.ts';

const DEFAULT_LIMIT_MS = 30_000;

/** How to reach a phone's shell. */
export interface ShellAddress {
  readonly adbPort: number;
  readonly serial: string;
  /** Longest time one command may take; default 30 s. */
  readonly limitMs?: number;
}

/**
 * A shell on the phone through the adb server on that port.
 *
 * @throws {EarshotError} NO_PHONE when the server or the phone cannot be reached; so do the shell's own calls later.
 */
export async function connectShell(address: ShellAddress): Promise<DeviceShell> {
  const { adbPort, serial, limitMs = DEFAULT_LIMIT_MS } = address;
  const client = new AdbClient(adbPort);
  const hasShellV2 = (await client.features(serial)).includes('shell_v2');
  const attempt = (command: string, input?: string): Promise<ShellResult> =>
    (hasShellV2 ? runV2 : runV1)({ client, serial, limitMs }, command, input);
  return {
    serial,
    try: attempt,
    run: async (command) => {
      const result = await attempt(command);
      if (result.exitCode === 0) return result.stdout;
      throw phoneRefused(serial, command, result);
    },
    stream: (command) => openShellStream({ client, serial, hasShellV2 }, command),
    push: (content, remotePath) => client.push(serial, content, remotePath),
  };
}

/** The error for a command that had to succeed on the phone and did not. */
export function phoneRefused(serial: string, command: string, result: ShellResult): EarshotError {
  const said = [result.stderr.trim(), result.stdout.trim()].filter((text) => text !== '').join('\n').slice(0, 2_000);
  return new EarshotError('PHONE_REFUSED', `ran "${command.slice(0, 300)}" on ${serial}, found exit code `
    + `${result.exitCode}${said === '' ? '' : ` and "${said}"`}, expected 0`);
}

interface Road {
  readonly client: AdbClient;
  readonly serial: string;
  readonly limitMs: number;
}

async function runV2(road: Road, command: string, input?: string): Promise<ShellResult> {
  const stream = await road.client.open(road.serial, `shell,v2,raw:${command}`);
  const reader = new ShellV2Reader();
  stream.write(input === undefined ? CLOSE_STDIN_PACKET : stdinPacket(input));
  await readToEnd(stream, road, command, (chunk) => {
    reader.push(chunk);
    return reader.result() !== undefined;
  });
  return reader.result() ?? lost(road, command);
}

async function runV1(road: Road, command: string, input?: string): Promise<ShellResult> {
  const mark = `earshot-${randomBytes(6).toString('hex')}`;
  const stream = await road.client.open(road.serial, `shell:${wrapForShellV1(command, mark, input)}`);
  const chunks: Buffer[] = [];
  await readToEnd(stream, road, command, (chunk) => {
    chunks.push(chunk);
    return false;
  });
  return parseShellV1(Buffer.concat(chunks).toString(), mark) ?? lost(road, command);
}

/** Hands over chunks until `take` has had enough or the stream ends; the stream is gone afterwards. */
async function readToEnd(stream: Duplex, road: Road, command: string, take: (chunk: Buffer) => boolean): Promise<void> {
  const late = (): EarshotError => new EarshotError('NO_PHONE', `ran "${command.slice(0, 300)}" on ${road.serial}, found `
    + `no end within ${road.limitMs / 1000} s, expected one`);
  try {
    await within(drain(stream, take), road.limitMs, late);
  } catch (cause) {
    if (cause instanceof EarshotError) throw cause;
    throw new EarshotError('NO_PHONE', connectionBroke(road, command), { cause });
  } finally {
    stream.destroy();
  }
}

async function drain(stream: Duplex, take: (chunk: Buffer) => boolean): Promise<void> {
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (take(chunk)) return;
  }
}

function lost(road: Road, command: string): never {
  throw new EarshotError('NO_PHONE', connectionBroke(road, command));
}

function connectionBroke(road: Road, command: string): string {
  return `ran "${command.slice(0, 300)}" on ${road.serial}, found the connection broken before its end, `
    + 'expected an exit code';
}
