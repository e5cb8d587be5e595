import { createHash, generateKeyPair, randomBytes, sign } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { bitString, bool, explicit, integer, NULL, octetString, oid, sequence, set, utcTime, utf8String } from './der.ts';

/** A certificate authority made for one phone and one run. */
export interface RunCa {
  readonly certPath: string;
  /** Mode 0600 in a folder of mode 0700. */
  readonly keyPath: string;
  readonly certPem: string;
  /** File name of the certificate in Android's system store, `<hash>.0`. */
  readonly systemStoreName: string;
  /** Removes certificate and key from the host. */
  remove(): void;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** From yesterday, because a phone's clock may be behind; for few days, because it is for one run. */
const VALID_BEFORE_DAYS = 1;
const VALID_AFTER_DAYS = 7;

/** Object identifiers of X.509 (RFC 5280) and PKCS #1 (RFC 8017). */
const OID = {
  commonName: '2.5.4.3',
  organizationName: '2.5.4.10',
  sha256WithRsa: '1.2.840.113549.1.1.11',
  basicConstraints: '2.5.29.19',
  keyUsage: '2.5.29.15',
  subjectKeyIdentifier: '2.5.29.14',
} as const;

/** Bits 5 and 6 of KeyUsage: keyCertSign and cRLSign. */
const SIGNS_CERTIFICATES = Buffer.from([0x06]);

/** Makes a CA for a device and a run, in a folder that nobody else can read. */
export async function createCa(options: { folder: string; device: string; run: string }): Promise<RunCa> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const subject = nameOf(`Earshot ${options.run} ${options.device}`);
  const certificate = selfSigned(subject, publicKey.export({ type: 'spki', format: 'der' }), (bytes) => sign('sha256', bytes, privateKey));
  const certPem = pem('CERTIFICATE', certificate);
  const certPath = join(options.folder, 'ca.pem');
  const keyPath = join(options.folder, 'ca.key');
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  writeFileSync(certPath, certPem);
  writeFileSync(keyPath, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  return {
    certPath,
    keyPath,
    certPem,
    systemStoreName: `${subjectHashOld(subject)}.0`,
    remove: () => {
      rmSync(keyPath, { force: true });
      rmSync(certPath, { force: true });
    },
  };
}

/**
 * The hash by which Android's system store names a certificate: the first four bytes of the MD5 of the DER-encoded
 * subject, as a little-endian number (what `openssl x509 -subject_hash_old` prints).
 */
export function subjectHashOld(subjectDer: Uint8Array): string {
  return createHash('md5').update(subjectDer).digest().readUInt32LE(0).toString(16).padStart(8, '0');
}

function selfSigned(name: Buffer, publicKeyInfo: Buffer, signer: (bytes: Buffer) => Buffer): Buffer {
  const algorithm = sequence(oid(OID.sha256WithRsa), NULL);
  const now = Date.now();
  const validity = sequence(utcTime(new Date(now - VALID_BEFORE_DAYS * DAY_MS)), utcTime(new Date(now + VALID_AFTER_DAYS * DAY_MS)));
  const extensions = sequence(
    sequence(oid(OID.basicConstraints), bool(true), octetString(sequence(bool(true)))),
    sequence(oid(OID.keyUsage), bool(true), octetString(bitString(SIGNS_CERTIFICATES, 1))),
    sequence(oid(OID.subjectKeyIdentifier), octetString(octetString(createHash('sha1').update(publicKeyInfo).digest()))),
  );
  const version3 = explicit(0, integer(Buffer.from([2])));
  const toSign = sequence(version3, integer(serialNumber()), algorithm, name, validity, name, publicKeyInfo, explicit(3, extensions));
  return sequence(toSign, algorithm, bitString(signer(toSign)));
}

const nameOf = (commonName: string): Buffer =>
  sequence(
    set(sequence(oid(OID.organizationName), utf8String('Earshot'))),
    set(sequence(oid(OID.commonName), utf8String(commonName.slice(0, 64)))), // ub-common-name is 64 (RFC 5280, A.1).
  );

/** Positive, and unlike any other: phones remember certificates by issuer and serial number. */
function serialNumber(): Buffer {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes;
}

const pem = (label: string, der: Buffer): string =>
  `-----BEGIN ${label}-----\n${(der.toString('base64').match(/.{1,64}/g) ?? []).join('\n')}\n-----END ${label}-----\n`;
