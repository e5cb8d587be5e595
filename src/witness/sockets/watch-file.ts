import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { SocketWatch } from '../../flow/socket.ts';

const sighting = z.object({ atMs: z.number(), protocol: z.enum(['tcp', 'udp']), uid: z.number(), local: z.string(), remote: z.string(), state: z.string() });
const look = z.object({ lookMs: z.number() });

/** What sampling wrote to a file; nothing where there is no such file. Torn and foreign lines are passed over, and so is what no whole look confirms. */
export function readSocketWatch(file: string): SocketWatch {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    // A window without the file is a window nobody watched, which the record of it says.
    return { looksMs: [], sightings: [] };
  }
  return parseSocketWatch(text);
}

/** The same out of the file's text. */
export function parseSocketWatch(text: string): SocketWatch {
  const looksMs: number[] = [];
  const sightings: z.infer<typeof sighting>[] = [];
  let pending: z.infer<typeof sighting>[] = [];
  for (const line of text.split('\n')) {
    const value = jsonOf(line);
    const row = sighting.safeParse(value);
    const at = look.safeParse(value);
    if (row.success) pending.push(row.data);
    else if (at.success) {
      looksMs.push(at.data.lookMs);
      sightings.push(...pending);
      pending = [];
    }
  }
  return { looksMs, sightings };
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
