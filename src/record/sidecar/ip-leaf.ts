import { createPrivateKey, generateKeyPair, type KeyObject, randomBytes, webcrypto } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls';
import { promisify } from 'node:util';

import 'reflect-metadata';
import {
  AuthorityKeyIdentifierExtension, BasicConstraintsExtension, ExtendedKeyUsage, ExtendedKeyUsageExtension, SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension, X509Certificate, X509CertificateGenerator,
} from '@peculiar/x509';
import { LastTunnelAddress } from 'mockttp/dist/util/socket-extensions';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Certificates for addresses. mockttp puts an address where a name belongs, and a client that follows RFC 2818, 3.1 refuses it. */
export class IpLeaves {
  readonly #certPem: string;
  readonly #keyPem: string;
  readonly #contexts = new Map<string, Promise<SecureContext>>();

  constructor(ca: { readonly cert: string; readonly key: string }) {
    this.#certPem = readFileSync(ca.cert, 'utf8');
    this.#keyPem = readFileSync(ca.key, 'utf8');
  }

  /** What a TLS server for an address works with; made once. */
  context(address: string): Promise<SecureContext> {
    const made = this.#contexts.get(address) ?? this.#make(address);
    this.#contexts.set(address, made);
    return made;
  }

  async #make(address: string): Promise<SecureContext> {
    const { publicKey, privateKey } = await promisify(generateKeyPair)('ec', { namedCurve: 'P-256' });
    const issuer = new X509Certificate(this.#certPem);
    // Copied, not computed: there is more than one way to make it, and only an equal one is followed.
    const issuerKey = issuer.getExtension(SubjectKeyIdentifierExtension)?.keyId;
    const rsa = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
    const der = createPrivateKey(this.#keyPem).export({ type: 'pkcs8', format: 'der' });
    const leaf = await X509CertificateGenerator.create({
      serialNumber: `01${randomBytes(15).toString('hex')}`,
      subject: `CN=${address}`,
      issuer: issuer.subjectName,
      notBefore: new Date(Date.now() - DAY_MS),
      notAfter: issuer.notAfter,
      signingAlgorithm: rsa,
      signingKey: await webcrypto.subtle.importKey('pkcs8', der, rsa, false, ['sign']),
      publicKey: await importSpki(publicKey),
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
        new SubjectAlternativeNameExtension([{ type: 'ip', value: address }]),
        ...(issuerKey === undefined ? [] : [new AuthorityKeyIdentifierExtension(issuerKey)]),
      ],
    });
    return createSecureContext({ key: privateKey.export({ type: 'pkcs8', format: 'pem' }), cert: `${leaf.toString('pem')}\n${this.#certPem}` });
  }
}

const importSpki = (key: KeyObject): Promise<webcrypto.CryptoKey> =>
  webcrypto.subtle.importKey('spki', key.export({ type: 'spki', format: 'der' }), { name: 'ECDSA', namedCurve: 'P-256' }, true, ['verify']);

/** What Node asks when a client's first words have come and a certificate is due. */
type CertificateDue = (info: { readonly servername?: string }) => unknown;

/** Node's insides of a TLS socket on the server's side, as of Node 20 to 24; its declarations leave them out. */
interface ServerTlsInside {
  _init: (...args: unknown[]) => void;
  readonly _handle: { oncertcb?: CertificateDue } | null;
  readonly _parent?: { readonly [LastTunnelAddress]?: string | undefined } | null;
  _SNICallback: (name: string, done: (error: unknown, context?: SecureContext) => void) => void;
}

/**
 * Lets TLS servers of this process show a certificate for the address a client asked to be connected to, when it names
 * no server: an address may not stand in SNI (RFC 6066, 3), and so Node's servers never ask which certificate is due.
 */
export function serveAddresses(leaves: IpLeaves): void {
  const prototype = TLSSocket.prototype as unknown as ServerTlsInside;
  const { _init: init } = prototype;
  prototype._init = function initWithAddresses(this: ServerTlsInside, ...args: unknown[]): void {
    init.apply(this, args);
    const handle = this._handle;
    const due = handle?.oncertcb;
    if (handle === null || due === undefined) return;
    handle.oncertcb = (info) => {
      const address = named(info.servername) ?? targetOf(this._parent?.[LastTunnelAddress]);
      if (address === undefined || isIP(address) === 0) return due.call(handle, info);
      this._SNICallback = (_name, done) => { leaves.context(address).then((context) => done(null, context), done); };
      return due.call(handle, { ...info, servername: address });
    };
  };
}

const named = (servername: string | undefined): string | undefined => (servername === '' ? undefined : servername);

/** The host of `host:port` or `[host]:port`. */
const targetOf = (address: string | undefined): string | undefined => address?.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
