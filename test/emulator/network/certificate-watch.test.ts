import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { chainFault } from '../../../emulator/phone/network/certificate-chain.ts';
import { CertificateWatch } from '../../../emulator/phone/network/certificate-watch.ts';
import { createAuthority, type CertificateAuthority } from '../../../emulator/world/certificate-authority.ts';

const NOW_MS = Date.now();

describe('judging a certificate', () => {
  let authority: CertificateAuthority;
  let leaf: X509Certificate;
  let root: X509Certificate;
  before(async () => {
    authority = await createAuthority();
    leaf = new X509Certificate((await authority.leaf('a.visited.test')).certPem);
    root = new X509Certificate(authority.certPem);
  });

  const fault = (more: { host?: string; anchors?: X509Certificate[]; atMs?: number; chain?: X509Certificate[] }) =>
    chainFault(more.chain ?? [leaf], { host: 'a.visited.test', anchors: [root], atMs: NOW_MS, ...more });

  it('believes a leaf that an anchor signed', () => {
    assert.equal(fault({}), undefined);
  });

  it('believes a chain that brings its root along', () => {
    assert.equal(fault({ chain: [leaf, root] }), undefined);
  });

  it('does not believe a root only because it was brought along', () => {
    assert.equal(fault({ chain: [leaf, root], anchors: [] }), 'CERT_AUTHORITY_INVALID');
  });

  it('does not believe another authority of the same name', async () => {
    const twin = new X509Certificate((await createAuthority()).certPem);

    assert.equal(fault({ anchors: [twin] }), 'CERT_AUTHORITY_INVALID');
  });

  it('minds the name', () => {
    assert.equal(fault({ host: 'b.visited.test' }), 'CERT_COMMON_NAME_INVALID');
  });

  it('minds the date', () => {
    assert.equal(fault({ atMs: Date.parse(leaf.validTo) + 1 }), 'CERT_DATE_INVALID');
    assert.equal(fault({ atMs: Date.parse(leaf.validFrom) - 1 }), 'CERT_DATE_INVALID');
  });

  it('finds the certificates in a handshake, however it is cut', () => {
    const handshake = records(message(2, Buffer.alloc(80, 1)), message(11, certificateBody([leaf.raw, root.raw])), message(14, Buffer.alloc(0)));

    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1 }), (sizes) => {
        const watch = new CertificateWatch();
        const found = pieces(handshake, sizes).flatMap((piece) => watch.read(piece) ?? []);

        assert.deepEqual(found.map(({ fingerprint256 }) => fingerprint256), [leaf.fingerprint256, root.fingerprint256]);
      }),
      { numRuns: 50 },
    );
  });

  it('takes a certificate that cannot be read for none', () => {
    const watch = new CertificateWatch();

    assert.deepEqual(watch.read(records(message(11, certificateBody([Buffer.from('nonsense')])))), []);
  });

  it('is not upset by rubbish', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 })), (chunks) => {
        const watch = new CertificateWatch();
        for (const chunk of chunks) watch.read(Buffer.from(chunk));
      }),
    );
  });
});

function message(type: number, body: Buffer): Buffer {
  const header = Buffer.alloc(4);
  header[0] = type;
  header.writeUIntBE(body.length, 1, 3);
  return Buffer.concat([header, body]);
}

function certificateBody(certificates: readonly Buffer[]): Buffer {
  const list = Buffer.concat(certificates.map((raw) => Buffer.concat([uint24(raw.length), raw])));
  return Buffer.concat([uint24(list.length), list]);
}

function uint24(value: number): Buffer {
  const bytes = Buffer.alloc(3);
  bytes.writeUIntBE(value, 0, 3);
  return bytes;
}

/** Handshake messages in records of at most 500 bytes, so that one message spans several. */
function records(...messages: Buffer[]): Buffer {
  return Buffer.concat(pieces(Buffer.concat(messages), [500]).map((piece) => Buffer.concat([Buffer.from([22, 3, 3, piece.length >> 8, piece.length & 255]), piece])));
}

/** The bytes cut into pieces of these sizes, over and over. */
function pieces(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const cut: Buffer[] = [];
  for (let offset = 0, turn = 0; offset < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    cut.push(bytes.subarray(offset, offset + size));
    offset += size;
  }
  return cut;
}
