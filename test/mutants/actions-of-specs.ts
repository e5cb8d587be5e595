import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { DrivenBy } from './moments-to-actions.ts';

const SPECS = resolve(import.meta.dirname, '../../specs');

/** Every action that some `it` of the specs expects to be silent. */
export function actionsOfSpecs(folder = SPECS): readonly DrivenBy[] {
  return specFiles(folder).flatMap((file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    return [...text.matchAll(/expectSilence\(\w+, '((?:[^'\\]|\\.)+)'\)/g)].map(([, action]) => ({ spec: file.replace(/\.spec\.ts$/, ''), action: action ?? '' }));
  });
}

function specFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.spec.ts')).sort();
}
