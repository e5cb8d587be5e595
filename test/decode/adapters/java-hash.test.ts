import assert from 'node:assert/strict';
import { javaHashCode } from '../../../src/decode/adapters/java-hash.ts';

describe('the hash code of Java', () => {
  // What java.lang.String says of them.
  for (const [text, hash] of [['', 0], ['a', 97], ['ab', 3105], ['hello world', 1_794_106_052], ['polygenelubricants', -2_147_483_648], ['é', 233], ['𝄞', 1_772_394]] as const) {
    it(`of "${text}" is ${hash}`, () => {
      assert.equal(javaHashCode(Buffer.from(text)), hash);
    });
  }
});
