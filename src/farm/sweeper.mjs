// Removes a folder once the process that made it is gone, however that happens: the owner holds the other end of
// standard input, and the system closes it even after SIGKILL. For secrets, which must not outlive their run.
import { rmSync } from 'node:fs';
import process from 'node:process';

const [folder] = process.argv.slice(2);

// Whoever signals the owner's group does not decide about the folder; the owner's end does.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
process.stdin.resume().once('close', () => {
  // Programs that are ending now may still write there; a few attempts outlast them.
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  process.exit(0);
});
