import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout Earshot runs from. */
export const PROJECT_ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

export const SPECS_FOLDER = join(PROJECT_ROOT, 'specs');
export const DEFAULT_REPORTS = join(PROJECT_ROOT, 'reports');
export const DEFAULT_DEVICES_FILE = join(PROJECT_ROOT, 'devices.json');
