import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { parseTelemetry, says } from './truth.ts';

describe('what a phone wrote down about itself', () => {
  const event = { what: 'telemetry', outcome: 'sent', rule: 'folder', sender: 'com.miui.analytics', transport: 'udp', host: 'c.example', fields: { folder: 'zq7x1' }, cause: { kind: 'touch', atMs: 5 }, atMs: 7 };

  it('is read without what was dropped and what is no telemetry', () => {
    const lines = [event, { ...event, outcome: 'dropped' }, { ...event, what: 'background' }].map((line) => JSON.stringify(line));
    assert.deepEqual(parseTelemetry(`${lines.join('\n')}\n`), [{ causeMs: 5, rule: 'folder', host: 'c.example', sender: 'com.miui.analytics', transport: 'udp', said: '{"folder":"zq7x1"}' }]);
  });

  const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex');
  for (const [form, text, isSaid] of [
    ['as it is', 'Zq "7"', true], ['in capitals', 'ZQ "7"', true], ['hashed', sha1('Zq "7"'), true], ['hashed in capitals', sha1('ZQ "7"').toUpperCase(), true],
    ['as base64', Buffer.from('Zq "7"').toString('base64'), true], ['as another', 'Zq "8"', false],
  ] as const) {
    it(`${isSaid ? 'says' : 'does not say'} a value that stands there ${form}`, () => {
      assert.equal(says({ said: JSON.stringify({ deep: [text] }) }, 'Zq "7"'), isSaid);
    });
  }
});
