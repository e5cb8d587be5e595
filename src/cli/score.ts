import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { PROJECT_ROOT } from './project-paths.ts';

/**
 * Has the emulator's own score program hold the final verdicts against what the phones wrote down. Earshot itself
 * never reads that: the program is a process of its own, and it is given the run's folder only now.
 */
export function printScore(runPath: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), join(PROJECT_ROOT, 'emulator', 'score', 'main.ts'), '--run', runPath], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`the score could not be told: its program ended with exit code ${String(code)}, and what it said is above`));
    });
  });
}
