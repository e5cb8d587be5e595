import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { faultTable } from './fault-help.ts';

const PAGE = fileURLToPath(new URL('../../docs/emulator/control.md', import.meta.url));
const [BEGIN, END] = ['<!-- faults: begin -->', '<!-- faults: end -->'] as const;

/** The page with the table of faults as it is now between its two marks. */
export function withFaultTable(page: string): string {
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`Writing the table of faults into ${PAGE}: found no "${BEGIN}" with "${END}" behind it.`);
  return `${before}${BEGIN}\n${faultTable()}\n${END}${after}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(PAGE, withFaultTable(readFileSync(PAGE, 'utf8')));
