// @peculiar/x509 resolves its algorithms through tsyringe, which needs this polyfill loaded before it.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** A key pair with a certificate of its own, all as DER. */
export async function createSelfSigned(): Promise<{ readonly pkcs8: Buffer; readonly certificate: Buffer; readonly spki: Buffer }> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({ name: 'CN=Somebody', keys, signingAlgorithm: ALGORITHM });
  const [pkcs8, spki] = await Promise.all([webcrypto.subtle.exportKey('pkcs8', keys.privateKey), webcrypto.subtle.exportKey('spki', keys.publicKey)]);
  return { pkcs8: Buffer.from(pkcs8), certificate: Buffer.from(certificate.rawData), spki: Buffer.from(spki) };
}
