import assert from 'node:assert/strict';
import type { Finding } from '../../src/flow/finding.ts';
import { formInWords } from '../../src/leak/form-wording.ts';
import { sentenceOf } from '../../src/leak/sentence.ts';
import { entryInWords, indicatorInWords, listed, stepInWords } from '../../src/leak/wording.ts';

const FINDING: Finding = {
  indicator: 'canary:url',
  class: 'planted',
  host: 'sa.api.intl.miui.com',
  owner: 'com.mi.globalbrowser',
  path: ['body', 'form:data_list', 'base64', 'gzip', 'json:$[0].properties.url'],
  flow: 'f000001',
};

describe('a finding in one sentence', () => {
  for (const [what, finding, sentence] of [
    ['who sent what, where to, how it was wrapped and how it was read', {},
      'The address of the page visited (canary:url) was sent by com.mi.globalbrowser to sa.api.intl.miui.com as part of field data_list in the body of a request, '
      + 'wrapped in base64 and gzip, which anyone can undo without a key; inside, it stands in JSON field [0].properties.url.'],
    ['that nothing was wrapped', { path: ['body', 'json:$.url'] },
      'The address of the page visited (canary:url) was sent by com.mi.globalbrowser to sa.api.intl.miui.com as part of JSON field url in the body of a request, not encoded in any way.'],
    ['the form of a digest', { indicator: 'imei', class: 'personal', form: 'md5 of upper case, in base64', path: ['url', 'query:d'] },
      "The phone's IMEI (imei) was sent by com.mi.globalbrowser to sa.api.intl.miui.com, as the MD5 digest of it in capital letters, written in base64, as part of query parameter d in the address asked for, not encoded in any way."],
    ['whom the receiver belongs to and where its address is', { path: ['body'], destination: { domain: 'miui.com', company: 'Xiaomi', country: 'SG' } },
      'The address of the page visited (canary:url) was sent by com.mi.globalbrowser to sa.api.intl.miui.com (of Xiaomi, at an address registered in Singapore) in the body of a request, not encoded in any way.'],
    ['nothing of where a network is that is everywhere', { path: ['body'], destination: { domain: 'miui.com', company: 'unknown company', country: 'SG', isEdge: true } },
      'The address of the page visited (canary:url) was sent by com.mi.globalbrowser to sa.api.intl.miui.com in the body of a request, not encoded in any way.'],
    ['the header it stood in', { path: ['header:referer'] },
      'The address of the page visited (canary:url) was sent by com.mi.globalbrowser to sa.api.intl.miui.com in the request header referer, not encoded in any way.'],
    ['how sure it is of the sender', { ownerConfidence: 'possible', path: ['host'] },
      'The address of the page visited (canary:url) was sent possibly by com.mi.globalbrowser to sa.api.intl.miui.com in the name of the host itself, not encoded in any way.'],
    ['that sender and receiver are not known', { owner: 'unknown', host: 'unknown', path: ['body', 'xor', 'base64'] },
      'The address of the page visited (canary:url) was sent by an unknown sender to an unknown receiver in the body of a request, '
      + 'wrapped in XOR with one byte and base64, which anyone can undo by trying the 255 possible keys.'],
    ['a canary that only one spec knows', { path: ['body'], indicator: 'canary:note' },
      'The note that was planted (canary:note) was sent by com.mi.globalbrowser to sa.api.intl.miui.com in the body of a request, not encoded in any way.'],
    ['what is known from the log of an SDK alone', { path: ['oracle', 'json:$.B.folder'], indicator: 'canary:folder', host: 'tracking.intl.miui.com' },
      "The name of a folder on the phone (canary:folder) was sent by com.mi.globalbrowser to tracking.intl.miui.com in an upload that cannot be read, as the SDK's own log says in JSON field B.folder."],
    ['what was told to an SDK and is in no flow', { path: ['oracle'], flow: '' },
      "The address of the page visited (canary:url) was told to the telemetry SDK by com.mi.globalbrowser, as the SDK's own log says."],
    ['steps nobody has words for by their names', { indicator: 'vin', path: ['body', 'rot47', 'gzip', 'gzip', 'rot47:x'] },
      'Vin (vin) was sent by com.mi.globalbrowser to sa.api.intl.miui.com as part of rot47 in the body of a request, wrapped in gzip (2 times), which anyone can undo without a key; inside, it stands in rot47:x.'],
  ] as const satisfies readonly (readonly [string, Partial<Finding>, string])[]) {
    it(`says ${what}`, () => {
      assert.equal(sentenceOf({ ...FINDING, ...finding }), sentence);
    });
  }

  it('never ends without a full stop, is one sentence and holds no undefined, whatever the path', () => {
    for (const path of [[], [''], ['body', ''], ['x:'], ['json:'], ['body', 'content-encoding:gzip+br', '[0]']]) {
      assert.match(sentenceOf({ ...FINDING, path }), /^[^\n]*\.$/);
      assert.doesNotMatch(sentenceOf({ ...FINDING, path }), /undefined/);
    }
  });
});

describe('the words of a sentence', () => {
  it('name an indicator, a second of its kind and an unknown one', () => {
    assert.equal(indicatorInWords('android_id'), "Android's identifier of the phone");
    assert.equal(indicatorInWords('imei2'), "the phone's IMEI");
    assert.equal(indicatorInWords('subject:WifiSettings'), 'the name "WifiSettings" of what was done');
    assert.equal(indicatorInWords('canary:constructor'), 'the constructor that was planted');
    assert.equal(indicatorInWords('toString'), 'toString');
  });

  it('tell wrappings from places', () => {
    assert.deepEqual(stepInWords('content-encoding:gzip+br'), { kind: 'wrapping', words: 'gzip and brotli', needsTrying: false });
    assert.deepEqual(stepInWords('xml:/a/b'), { kind: 'place', words: 'XML element /a/b' });
    assert.equal(entryInWords('dns:question[0]'), 'a name asked for by DNS');
  });

  it('put forms into words, and quote one they do not know', () => {
    assert.equal(formInWords(undefined), '');
    assert.equal(formInWords('without separators'), 'without its separators');
    assert.equal(formInWords('sha256'), 'as its SHA-256 digest');
    assert.equal(formInWords('sha1 of upper case without its check digit, with separators, 20 of 40 digits'), 'as the SHA-1 digest of it in capital letters without its check digit, with separators put in between, cut off after 20 of its 40 digits');
    assert.equal(formInWords('md5, first 8 of 16 bytes'), 'as its MD5 digest, cut off after 8 of its 16 bytes');
    assert.equal(formInWords('reversed'), 'written backwards');
    assert.equal(formInWords('decomposed'), 'with its accents beside their letters');
    assert.equal(formInWords('3 package names'), 'with 3 names of it');
    assert.equal(formInWords('name UUID (md5)'), 'as the UUID that Java makes of its MD5 digest');
    assert.equal(formInWords('xor 0x2a'), 'under XOR with the byte 0x2a');
    assert.equal(formInWords('rot13'), 'in the form "rot13"');
  });

  it('list things and count what repeats', () => {
    assert.equal(listed([]), '');
    assert.equal(listed(['a', 'a', 'b', 'c']), 'a (2 times), b and c');
  });
});
