import { isIP } from 'node:net';
import type { X509Certificate } from 'node:crypto';

/** Why a chain is not believed, in Chromium's categories. */
export type ChainFault = 'CERT_AUTHORITY_INVALID' | 'CERT_COMMON_NAME_INVALID' | 'CERT_DATE_INVALID';

const MAX_DEPTH = 8;

/** What is wrong with the chain a server sent; undefined when it leads to an anchor, names the host and is valid now. */
export function chainFault(
  chain: readonly X509Certificate[],
  expected: { readonly host: string; readonly anchors: readonly X509Certificate[]; readonly atMs: number },
): ChainFault | undefined {
  const [leaf] = chain;
  if (leaf === undefined) return 'CERT_AUTHORITY_INVALID';
  const path = pathToAnchor(leaf, chain, expected.anchors);
  if (path === undefined) return 'CERT_AUTHORITY_INVALID';
  // The common name has not counted since Android 9 (RFC 2818 deprecates it).
  const named = isIP(expected.host) === 0 ? leaf.checkHost(expected.host, { subject: 'never' }) : leaf.checkIP(expected.host);
  if (named === undefined) return 'CERT_COMMON_NAME_INVALID';
  return path.every((certificate) => isValidAt(certificate, expected.atMs)) ? undefined : 'CERT_DATE_INVALID';
}

function pathToAnchor(
  leaf: X509Certificate,
  chain: readonly X509Certificate[],
  anchors: readonly X509Certificate[],
): readonly X509Certificate[] | undefined {
  const path = [leaf];
  let current = leaf;
  for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
    const here = current;
    if (anchors.some((anchor) => anchor.fingerprint256 === here.fingerprint256)) return path;
    const anchor = anchors.find((candidate) => isSignedBy(here, candidate));
    if (anchor !== undefined) return [...path, anchor];
    const next = chain.find((candidate) => candidate.ca && !path.includes(candidate) && isSignedBy(here, candidate));
    if (next === undefined) return undefined;
    path.push(next);
    current = next;
  }
  return undefined;
}

function isSignedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

function isValidAt(certificate: X509Certificate, atMs: number): boolean {
  return Date.parse(certificate.validFrom) <= atMs && atMs <= Date.parse(certificate.validTo);
}
