import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WatchedWindow } from '../silence/late-owners.ts';
import { readSocketWatch } from '../witness/sockets/watch-file.ts';
import { SPEC_RUN_FILE, parseSpecRun } from './spec-run-file.ts';
import { readWindows } from './window-file.ts';

/** The windows of a spec in which the phone's socket tables could be read, as they lie in its evidence folder. */
export function watchedWindows(evidence: string): readonly WatchedWindow[] {
  const specRunFile = join(evidence, SPEC_RUN_FILE);
  if (!existsSync(specRunFile)) return [];
  const { phone } = parseSpecRun(readFileSync(specRunFile, 'utf8'));
  return readWindows(evidence).flatMap((window): readonly WatchedWindow[] => {
    const file = join(evidence, window.sockets?.file ?? '');
    if (window.sockets?.readable !== true || !existsSync(file)) return [];
    return [{ window, phone, readSockets: () => readSocketWatch(file) }];
  });
}
