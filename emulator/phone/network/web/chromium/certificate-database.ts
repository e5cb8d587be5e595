import { execFile } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const LIMIT_MS = 20_000;

/**
 * Makes the certificate database that Chromium on Linux reads from its user's home, with these CAs trusted for servers.
 * @throws when `certutil` of Debian's libnss3-tools is not there.
 */
export async function writeCertificateDatabase(home: string, pems: readonly string[]): Promise<void> {
  const database = join(home, '.pki', 'nssdb');
  await rm(database, { recursive: true, force: true });
  await mkdir(database, { recursive: true });
  await run('certutil', ['-N', '-d', `sql:${database}`, '--empty-password'], { timeout: LIMIT_MS });
  for (const [index, pem] of pems.entries()) {
    const adding = run('certutil', ['-A', '-d', `sql:${database}`, '-n', `ca-${index}`, '-t', 'C,,'], { timeout: LIMIT_MS });
    adding.child.stdin?.end(pem);
    await adding;
  }
}
