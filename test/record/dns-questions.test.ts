import assert from 'node:assert/strict';

import { encode } from 'dns-packet';
import fc from 'fast-check';

import { questionsOfQuery, questionsOfRequest, questionsOfStream } from '../../src/record/dns-questions.ts';
import { isSocks, socksStep } from '../../src/record/sidecar/socks.ts';

/** The query of RFC 8484, 4.1.1: `www.example.com`, type A, as its GET example has it. */
const RFC_8484 = 'AAABAAABAAAAAAAAA3d3dwdleGFtcGxlA2NvbQAAAQAB';

describe('DNS questions', () => {
  const get = (url: string, accept = ''): unknown => questionsOfRequest({ method: 'GET', url, headers: [['Accept', accept]] }, Buffer.alloc(0));

  it('reads the example of RFC 8484 by GET and by POST', () => {
    const expected = [{ name: 'www.example.com', type: 'A' }];
    const post = { method: 'POST', url: 'https://r.test/', headers: [['Content-Type', 'application/dns-message']] as const };

    assert.deepEqual(get(`https://dnsserver.example.net/dns-query?dns=${RFC_8484}`), expected);
    assert.deepEqual(questionsOfRequest(post, Buffer.from(RFC_8484, 'base64url')), expected);
  });

  it('takes no other request for DNS', () => {
    assert.deepEqual(get('https://shop.test/search?name=shoes'), []);
    assert.deepEqual(get('https://shop.test/search?dns=shoes'), []);
    assert.deepEqual(get('https://cloud.test/x?name=A.test&type=16', 'application/dns-json'), [{ name: 'a.test', type: 'TXT' }]);
  });

  it('takes no answer for a query', () => {
    assert.deepEqual(questionsOfQuery(encode({ type: 'response', questions: [{ type: 'A', class: 'IN', name: 'a.test' }] })), []);
  });

  it('never throws, whatever it is given', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, asStream) => {
      const header = Buffer.from([0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
      questionsOfQuery(Buffer.concat([header, bytes]));
      assert.ok(Array.isArray(asStream ? questionsOfStream(bytes) : questionsOfQuery(bytes)));
    }), { numRuns: 200 });
  });
});

describe('socksStep', () => {
  it('reads an IPv4, an IPv6 and a named target', () => {
    const request = (type: number, ...address: number[]) => socksStep(Buffer.from([5, 1, 0, type, ...address, 1, 0xbb]), 5, 'request');
    const target = (step: ReturnType<typeof request>) => ('target' in step ? step.target : undefined);

    assert.deepEqual(target(request(1, 10, 0, 0, 1)), { host: '10.0.0.1', port: 443 });
    assert.deepEqual(target(request(4, 0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)), { host: '2001:db8::1', port: 443 });
    assert.deepEqual(target(request(3, 3, 0x41, 0x2e, 0x62)), { host: 'a.b', port: 443 });
    assert.deepEqual(target(socksStep(Buffer.from([4, 1, 1, 0xbb, 10, 0, 0, 1, 0]), 4, 'greeting')), { host: '10.0.0.1', port: 443 });
  });

  it('asks for more until a request is whole, and never reads past the end', () => {
    const whole = Buffer.from([5, 1, 0, 3, 3, 0x61, 0x2e, 0x62, 0, 80]);
    for (let length = 0; length < whole.length; length += 1) assert.equal(socksStep(whole.subarray(0, length), 5, 'request').next, 'read more');
    fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), fc.constantFrom(4, 5), fc.constantFrom('greeting' as const, 'password' as const, 'request' as const), (bytes, version, state) => {
      const step = socksStep(Buffer.from(bytes), version, state);
      assert.ok(!('used' in step) || step.used <= bytes.length);
    }), { numRuns: 300 });
  });

  it('tells SOCKS from what merely begins alike', () => {
    assert.deepEqual([[4, 1], [4, 3], [5, 0], [5, 1, 0], [5, 1, 0, 9, 9], [0x16, 3]].map((bytes) => isSocks(Buffer.from(bytes))), [true, false, false, true, false, false]);
  });
});
