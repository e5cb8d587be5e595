import type { Program } from '../process/invocation.ts';
import { df } from './df.ts';
import { ls } from './ls.ts';
import { ps } from './ps.ts';

/** Tools of Android 5's toolbox whose output is not toybox's, by name. */
export const TOOLBOX: ReadonlyMap<string, Program> = new Map<string, Program>(Object.entries({ df, ls, ps }));
