import assert from 'node:assert/strict';
import { CANARY_PREFIX } from '../../src/flow/canary.ts';
import { Canaries } from '../../src/run/canaries.ts';

describe('Canaries', () => {
  it('gives the same value for a role each time it is asked', () => {
    const canaries = new Canaries();

    assert.equal(canaries.value('url'), canaries.value('url'));
  });

  it('gives other values to other roles and other performances', () => {
    const first = new Canaries();
    const second = new Canaries();

    assert.equal(new Set([first.value('url'), first.value('host'), second.value('url')]).size, 3);
  });

  it('makes values of the prefix and twelve characters that stand in a host name, a path and a file name', () => {
    const value = new Canaries().value('host');

    assert.match(value, new RegExp(`^${CANARY_PREFIX}[a-z0-9]{12}$`));
  });

  it('remembers what was planted, and nothing that was not asked for', () => {
    const canaries = new Canaries();
    const value = canaries.value('song');

    assert.deepEqual(canaries.planted(), [{ role: 'song', value }]);
  });

  it('takes a role that only one spec knows, and none that would not stand in a name', () => {
    const canaries = new Canaries();
    const value = canaries.value('note');

    assert.deepEqual(canaries.planted(), [{ role: 'note', value }]);
    for (const role of ['', 'a:b', 'My note']) assert.throws(() => canaries.value(role), /expected a word of small letters/);
  });
});
