import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { jwt } from '../../../src/decode/decoders/jwt.ts';
import { piecesFrom } from './ask.ts';

const base64url = (value: string | Buffer): string => Buffer.from(value).toString('base64url');
const HEADER = '{"alg":"HS256","typ":"JWT"}';
const PAYLOAD = '{"sub":"canary-7f3a9c"}';
const TOKEN = `${base64url(HEADER)}.${base64url(PAYLOAD)}.${createHash('sha256').update('a').digest('base64url')}`;

describe('the jwt decoder', () => {
  for (const [before, after] of [['', ''], ['Bearer ', ''], ['{"token":"', '"}'], ['a=1&t=', '&b=2']] as const) {
    it(`opens header and payload of a token in ${JSON.stringify(`${before}…${after}`)}`, () => {
      const pieces = piecesFrom(jwt, before + TOKEN + after);

      assert.deepEqual(pieces.map(({ step, bytes }) => [step, bytes.toString()]), [['jwt:header', HEADER], ['jwt:payload', PAYLOAD]]);
      assert.equal(pieces[1]!.end, before.length + TOKEN.length);
    });
  }

  it('opens a header that was written with blanks, and a token without a signature', () => {
    const token = `${base64url('{ "alg": "none" }')}.${base64url(PAYLOAD)}.`;

    assert.equal(piecesFrom(jwt, `Bearer ${token}`).length, 2);
  });

  it('opens a signature in which something can be read', () => {
    const token = `${base64url(HEADER)}.${base64url(PAYLOAD)}.${base64url('canary-7f3a9c in the signature')}`;

    assert.equal(piecesFrom(jwt, token).at(-1)?.bytes.toString(), 'canary-7f3a9c in the signature');
  });

  it('takes several tokens', () => {
    assert.equal(piecesFrom(jwt, `["${TOKEN}","${TOKEN}"]`).length, 4);
  });

  it('leaves alone what has no algorithm, or no three segments', () => {
    assert.deepEqual(piecesFrom(jwt, `${base64url('{"a":1}')}.${base64url(PAYLOAD)}.AAAA`), []);
    assert.deepEqual(piecesFrom(jwt, `${base64url(HEADER)}.${base64url(PAYLOAD)}`), []);
  });

  it('never throws, and is linear in hostile bytes', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('eyJ', 'hbGci', 'J', '.', 'A', ' ', base64url(HEADER)) }), (text) => assert.ok(Array.isArray(piecesFrom(jwt, text)))));
    for (const text of ['eyJ', 'eyJ.', `${base64url(HEADER)}.`, base64url(HEADER)]) piecesFrom(jwt, text.repeat(20_000));
    piecesFrom(jwt, randomBytes(1_000_000));
  });
});
