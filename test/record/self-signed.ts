import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

import { bitString, element, explicit, integer, NULL, octetString, oid, sequence, set, utcTime, utf8String } from '../../src/record/der.ts';

/** A server's key and self-signed certificate for the given names (`*.` allowed). */
export function selfSigned(...names: string[]): { key: string; cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const algorithm = sequence(oid('1.2.840.113549.1.1.11'), NULL);
  const name = sequence(set(sequence(oid('2.5.4.3'), utf8String(names[0] ?? ''))));
  const validity = sequence(utcTime(new Date(Date.now() - 86_400_000)), utcTime(new Date(Date.now() + 86_400_000)));
  const dnsNames = sequence(...names.map((dns) => element(0x82, Buffer.from(dns))));
  const extensions = sequence(sequence(oid('2.5.29.17'), octetString(dnsNames)));
  const serial = Buffer.concat([Buffer.from([1]), randomBytes(8)]);
  const keyInfo = publicKey.export({ type: 'spki', format: 'der' });
  const body = sequence(explicit(0, integer(Buffer.from([2]))), integer(serial), algorithm, name, validity, name, keyInfo, explicit(3, extensions));
  const der = sequence(body, algorithm, bitString(sign('sha256', body, privateKey)));
  const base64 = (der.toString('base64').match(/.{1,64}/g) ?? []).join('\n');
  return { key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), cert: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n` };
}
