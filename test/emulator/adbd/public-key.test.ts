import assert from 'node:assert/strict';
import { createPublicKey, createSign, generateKeyPairSync, privateEncrypt, randomBytes } from 'node:crypto';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isSignedBy } from '../../../emulator/phone/adbd/auth.ts';
import { formatPublicKey, parsePublicKey } from '../../../emulator/phone/adbd/public-key.ts';

/** What the host's RSA_sign does with a token: a PKCS#1 signature over it as if it were a SHA-1 digest. */
function sign(privateKey: ReturnType<typeof generateKeyPairSync>['privateKey'], token: Buffer): Buffer {
  return privateEncrypt(privateKey, Buffer.concat([Buffer.from('3021300906052b0e03021a05000414', 'hex'), token]));
}

describe('adb keys', () => {
  it("reads and writes the keys that the machine's own adb makes", async () => {
    const folder = await mkdtemp(join(tmpdir(), 'adbkey-'));
    await promisify(execFile)('adb', ['keygen', join(folder, 'adbkey')], { env: { PATH: process.env['PATH'], HOME: folder, ANDROID_ADB_SERVER_PORT: '1' } });
    const line = (await readFile(join(folder, 'adbkey.pub'), 'utf8')).trim();
    const pem = await readFile(join(folder, 'adbkey'), 'utf8');
    await rm(folder, { recursive: true });

    const key = parsePublicKey(line);

    assert.deepEqual(key.export({ format: 'jwk' }), createPublicKey(pem).export({ format: 'jwk' }));
    assert.equal(formatPublicKey(key), line.split(' ')[0]);
  });

  it('accepts the signature of the key over the token, and no other', () => {
    const one = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const token = randomBytes(20);
    const line = `${formatPublicKey(one.publicKey)} somebody@somewhere`;

    assert.equal(isSignedBy(line, token, sign(one.privateKey, token)), true);
    assert.equal(isSignedBy(line, randomBytes(20), sign(one.privateKey, token)), false);
    assert.equal(isSignedBy(line, token, sign(other.privateKey, token)), false);
    assert.equal(isSignedBy(line, token, Buffer.from('no signature')), false);
    assert.equal(isSignedBy('no key', token, sign(one.privateKey, token)), false);
    assert.equal(isSignedBy(line, token, createSign('sha1').update(token).sign(one.privateKey)), false);
  });

  it('says what was found instead of a key', () => {
    assert.throws(() => parsePublicKey('QUJD me@here'), { message: 'Reading an adb public key: found 3 bytes, expected the 524 of a 2048-bit key.' });
  });
});
