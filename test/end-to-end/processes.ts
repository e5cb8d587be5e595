import { readdirSync, readFileSync } from 'node:fs';

/** A process as /proc shows it. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly commandLine: string;
  /** `Z` is one that has ended and was not yet asked for by its parent. */
  readonly state: string;
}

/** Every process that can be looked at. */
export function processes(): readonly ProcessEntry[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    try {
      // The program's name stands in brackets and may hold anything, spaces and brackets too.
      const [state = '', parent = ''] = readFileSync(`/proc/${name}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
      const commandLine = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
      return [{ pid: Number(name), parent: Number(parent), commandLine, state }];
    } catch {
      return []; // It ended meanwhile.
    }
  });
}

/** All that a process has started, directly or not, as long as their parents live. */
export function descendants(pid: number): readonly ProcessEntry[] {
  const all = processes();
  const found: ProcessEntry[] = [];
  let parents = new Set([pid]);
  while (parents.size > 0) {
    const children = all.filter(({ parent }) => parents.has(parent));
    found.push(...children);
    parents = new Set(children.map((child) => child.pid));
  }
  return found;
}

/** Processes that live and have the text in their command line or environment, whoever started them. */
export function processesNaming(text: string): readonly ProcessEntry[] {
  return processes().filter(({ pid, commandLine, state }) => {
    if (state === 'Z' || pid === process.pid) return false;
    return commandLine.includes(text) || environment(pid).includes(text);
  });
}

function environment(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return ''; // It ended meanwhile, or is not ours.
  }
}
