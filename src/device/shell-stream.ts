import type { Duplex } from 'node:stream';
import type { AdbClient } from '../farm/adb-client.ts';
import type { ShellStream } from './device-shell.ts';
import { CLOSE_STDIN_PACKET, ShellV2Reader } from './shell-v2.ts';

/** The phone a command is begun on, and whether its adbd knows the shell protocol. */
interface Road {
  readonly client: AdbClient;
  readonly serial: string;
  readonly hasShellV2: boolean;
}

/**
 * Begins a command on the phone and hands over what it says while it says it. Closing it closes its standard output:
 * adbd ends a command on a terminal then, any other one ends at the next thing it writes.
 *
 * @throws {EarshotError} NO_PHONE when the adb server or the phone cannot be reached.
 */
export async function openShellStream(road: Road, command: string): Promise<ShellStream> {
  const { client, serial, hasShellV2 } = road;
  const stream = await client.open(serial, hasShellV2 ? `shell,v2,raw:${command}` : `shell:${command}`);
  if (hasShellV2) stream.write(CLOSE_STDIN_PACKET);
  return { output: hasShellV2 ? unpacked(stream) : whole(stream), close: () => void stream.destroy() };
}

async function* unpacked(stream: Duplex): AsyncGenerator<Buffer> {
  const reader = new ShellV2Reader();
  for await (const chunk of whole(stream)) {
    reader.push(chunk);
    const output = reader.takeStdout();
    if (output.length > 0) yield output;
    if (reader.result() !== undefined) return;
  }
}

// A stream that breaks or is closed ends; whoever reads it knows by what is missing.
async function* whole(stream: Duplex): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) yield chunk;
  } catch {
    return;
  }
}
