import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createCa, type RunCa } from '../../src/record/ca.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

describe('createCa', () => {
  let folder: string;
  let ca: RunCa;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'earshot-ca-'));
    ca = await createCa({ folder: join(folder, 'private'), device: 'phone-1', run: '2026-11-21T08-00-00' });
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  it('makes a certificate that signs for itself, names Earshot and the run, and is valid from yesterday for a week', () => {
    const certificate = new X509Certificate(readFileSync(ca.certPath));

    assert.equal(certificate.subject, 'O=Earshot\nCN=Earshot 2026-11-21T08-00-00 phone-1');
    assert.equal(certificate.ca, true);
    assert.equal(certificate.verify(certificate.publicKey), true);
    assert.equal(certificate.publicKey.asymmetricKeyDetails?.modulusLength, 2048);
    assert.ok(Math.abs(Date.parse(certificate.validFrom) - (Date.now() - DAY_MS)) < 60_000);
    assert.ok(Math.abs(Date.parse(certificate.validTo) - (Date.now() + 7 * DAY_MS)) < 60_000);
  });

  it('keeps the key from everybody else', () => {
    assert.equal(statSync(ca.keyPath).mode & 0o777, 0o600);
    assert.equal(statSync(join(ca.keyPath, '..')).mode & 0o777, 0o700);
  });

  it('names the certificate as the system store of Android does', function () {
    const openssl = spawnSync('openssl', ['x509', '-subject_hash_old', '-noout', '-in', ca.certPath], { encoding: 'utf8' });
    if (openssl.error !== undefined) {
      process.stdout.write(`    not compared: openssl does not run (${openssl.error.message})\n`);
      this.skip();
    }

    assert.equal(ca.systemStoreName, `${openssl.stdout.trim()}.0`);
  });

  it('leaves neither certificate nor key once removed', async () => {
    const passing = await createCa({ folder: join(folder, 'passing'), device: 'phone-2', run: 'run' });

    passing.remove();

    assert.deepEqual([existsSync(passing.certPath), existsSync(passing.keyPath)], [false, false]);
  });
});
