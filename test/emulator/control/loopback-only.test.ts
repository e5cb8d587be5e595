import assert from 'node:assert/strict';
import { assertLocal } from '../../../emulator/control/loopback-only.ts';

describe('the control port', () => {
  for (const headers of [{ host: '127.0.0.1:99' }, { host: 'localhost:99' }, { host: 'LOCALHOST:99' }, { host: '[::1]:99' }, { host: 'localhost:99', origin: 'http://localhost:99', 'sec-fetch-site': 'same-origin' }]) {
    it(`lets in ${JSON.stringify(headers)}`, () => {
      assert.doesNotThrow(() => assertLocal(headers, 99));
    });
  }

  for (const [why, headers] of [
    ['a name that leads here (DNS rebinding)', { host: 'evil.example:99' }],
    ['a name that looks like the right one', { host: 'localhost.evil.example:99' }],
    ['another port', { host: 'localhost:98' }],
    ['no name', {}],
    ['a page of another origin', { host: 'localhost:99', origin: 'http://evil.example' }],
    ['a page from a file', { host: 'localhost:99', origin: 'null' }],
    ['what a page loads without an origin', { host: 'localhost:99', 'sec-fetch-site': 'cross-site' }],
  ] as const) {
    it(`refuses ${why}`, () => {
      assert.throws(() => assertLocal(headers, 99), { name: 'Refusal', status: 403 });
    });
  }
});
