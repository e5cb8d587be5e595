#!/usr/bin/env node
// Entry of `npx earshot`: registers the TypeScript loader, then hands over to main.ts.
import { existsSync } from 'node:fs';

if (!existsSync(new URL('../../node_modules/tsx', import.meta.url))) {
  process.stderr.write('earshot: node_modules is missing. Type: npm ci (or npm start, which does it for you)\n');
  process.exit(3);
}
const { register } = await import('tsx/esm/api');
register();
const { main } = await import('./main.ts');
await main(process.argv);
