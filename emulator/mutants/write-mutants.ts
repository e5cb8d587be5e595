import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mutantDocument } from './mutant-profile.ts';
import { MUTANTS } from './table.ts';

const FOLDER = fileURLToPath(new URL('../profiles/mutants/', import.meta.url));

await mkdir(FOLDER, { recursive: true });
for (const name of await readdir(FOLDER)) await rm(join(FOLDER, name));
for (const mutant of MUTANTS) await writeFile(join(FOLDER, `${mutant.id}.json`), mutantDocument(mutant));
process.stdout.write(`${MUTANTS.length} mutants written to emulator/profiles/mutants\n`);
