// @peculiar/x509 resolves its algorithms through tsyringe, which needs this polyfill loaded before it.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import * as x509 from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY_MS = 24 * 60 * 60 * 1000;
const CA_DAYS = 3650;
// The longest a publicly trusted leaf may live (CA/Browser Forum ballot SC31).
const LEAF_DAYS = 397;
// Phones set an hour or a day wrong still trust the world.
const BACKDATED_DAYS = 30;

/** Key and certificate of one server, as PEM. */
export interface Leaf {
  readonly keyPem: string;
  readonly certPem: string;
}

/** The one root of trust of the emulated internet; signs a leaf for any name on demand. */
export interface CertificateAuthority {
  readonly certPem: string;
  leaf(host: string): Promise<Leaf>;
  /** TLS context for a name, made once and kept. */
  context(host: string): Promise<SecureContext>;
}

/** Makes a new authority. EC keys, because RSA key generation would be felt at each start. */
export async function createAuthority(commonName = 'Emulated Internet Root'): Promise<CertificateAuthority> {
  const caKeys = await generateKeys();
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: randomSerial(),
    name: `CN=${commonName}, O=Emulated Internet`,
    ...validity(CA_DAYS),
    keys: caKeys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(caKeys.publicKey),
    ],
  });
  // One key serves all leaves: nobody here profits from separate ones, and a start with many hosts is quicker.
  const leafKeys = await generateKeys();
  const leafKeyPem = await privateKeyPem(leafKeys);
  const leaves = new Map<string, Promise<Leaf>>();
  const contexts = new Map<string, Promise<SecureContext>>();

  async function sign(host: string): Promise<Leaf> {
    const certificate = await x509.X509CertificateGenerator.create({
      serialNumber: randomSerial(),
      subject: `O=Emulated Internet, OU=${x509Label(host)}`,
      issuer: ca.subject,
      ...validity(LEAF_DAYS),
      signingKey: caKeys.privateKey,
      publicKey: leafKeys.publicKey,
      signingAlgorithm: ALGORITHM,
      extensions: [
        new x509.BasicConstraintsExtension(false),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        new x509.SubjectAlternativeNameExtension([{ type: isAddress(host) ? 'ip' : 'dns', value: host }]),
        await x509.AuthorityKeyIdentifierExtension.create(caKeys.publicKey),
      ],
    });
    return { keyPem: leafKeyPem, certPem: certificate.toString('pem') };
  }

  function leaf(host: string): Promise<Leaf> {
    return remembered(leaves, host.toLowerCase(), sign);
  }

  return {
    certPem: `${ca.toString('pem')}\n`,
    leaf,
    context: (host) =>
      remembered(contexts, host.toLowerCase(), async (name) => {
        const { keyPem, certPem } = await leaf(name);
        return createSecureContext({ key: keyPem, cert: certPem });
      }),
  };
}

function remembered<T>(kept: Map<string, Promise<T>>, key: string, make: (key: string) => Promise<T>): Promise<T> {
  const known = kept.get(key);
  if (known !== undefined) return known;
  const made = make(key);
  kept.set(key, made);
  return made;
}

function generateKeys(): Promise<CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

async function privateKeyPem(keys: CryptoKeyPair): Promise<string> {
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  const lines = pkcs8.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----\n`;
}

function validity(days: number): { notBefore: Date; notAfter: Date } {
  const now = Date.now();
  return { notBefore: new Date(now - BACKDATED_DAYS * DAY_MS), notAfter: new Date(now + (days - BACKDATED_DAYS) * DAY_MS) };
}

function randomSerial(): string {
  // A leading 0x4_ keeps the number positive and free of leading zero bytes, as DER wants it.
  return `4${Buffer.from(webcrypto.getRandomValues(new Uint8Array(12))).toString('hex').slice(1)}`;
}

/** Names longer than 64 characters do not fit a distinguished name; the alternative name carries them whole. */
function x509Label(host: string): string {
  return host.replace(/[^A-Za-z0-9.-]/g, '-').slice(0, 64);
}

function isAddress(host: string): boolean {
  return /^[0-9.]+$/.test(host) || host.includes(':');
}
