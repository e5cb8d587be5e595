import assert from 'node:assert/strict';
import { EarshotError } from '../../src/flow/errors.ts';
import { findEntry, loadRegister, parseRegister } from '../../src/silence/register.ts';
import { aFlow } from './factories.ts';

const ENTRY = {
  id: 'system.check',
  sender: ['android'],
  trigger: 'joining a network',
  data: 'nothing',
  destination: { host: 'check.example.com', pathPrefix: '/generate', method: 'GET' },
  reason: 'Tells whether there is a login page.',
  owner: 'system',
  lastReviewed: '2026-11-21',
};
const BY = { owner: 'unknown', ownerIsProven: false, embedded: true, onDay: '2026-11-21' };
const URL_OF_IT = 'http://check.example.com/generate_204';

describe('the register of expected traffic', () => {
  it('that ships can be read, and each entry has its reason', () => {
    assert.ok(loadRegister().every(({ reason, owner, lastReviewed }) => reason.length > 20 && owner !== '' && lastReviewed <= '2026-11-21'));
  });

  for (const [what, entry, url, by, expected] of [
    ['what it names', ENTRY, URL_OF_IT, BY, true],
    ['another path', ENTRY, 'http://check.example.com/other', BY, false],
    ['another host', ENTRY, 'http://evil-check.example.com/generate_204', BY, false],
    ['another sender', ENTRY, URL_OF_IT, { ...BY, owner: 'com.miui.home', ownerIsProven: true }, false],
    ['its own sender', ENTRY, URL_OF_IT, { ...BY, owner: 'android', ownerIsProven: true }, true],
    ['a sender only guessed from the host', ENTRY, URL_OF_IT, { ...BY, owner: 'com.miui.home' }, true],
    ['anything after it expired', { ...ENTRY, expires: '2026-11-21' }, URL_OF_IT, BY, false],
    ['what it names before it expires', { ...ENTRY, expires: '2026-11-22' }, URL_OF_IT, BY, true],
    ['the embedded world on a real phone', { ...ENTRY, world: 'embedded' }, URL_OF_IT, { ...BY, embedded: false }, false],
    ['a host below a wildcard', { ...ENTRY, destination: { host: '*.example.com' } }, 'https://a.b.example.com/', BY, true],
    ['the site of a wildcard itself', { ...ENTRY, destination: { host: '*.example.com' } }, 'https://example.com/', BY, false],
  ] as const) {
    it(`${expected ? 'explains' : 'does not explain'} ${what}`, () => {
      const register = parseRegister(JSON.stringify([entry]), 'test.json');

      assert.equal(findEntry(register, aFlow({ url }), by) !== undefined, expected);
    });
  }

  it('does not explain another method or a refused handshake', () => {
    const register = parseRegister(JSON.stringify([ENTRY]), 'test.json');

    const found = [aFlow({ url: URL_OF_IT, method: 'POST' }), aFlow({ url: URL_OF_IT, kind: 'tls-refused' })].map((flow) => findEntry(register, flow, BY));

    assert.deepEqual(found, [undefined, undefined]);
  });

  for (const [what, name, value, expected] of [
    ['languages', 'accept-language', 'en-GB,en-US;q=0.9,zh-Hans-CN;q=0.8,*;q=0.1', true],
    ['bytes under percent signs in place of a language', 'accept-language', '%9F%02a%E7%88', false],
    ['text in place of a language', 'accept-language', 'event=e&app=com.miui.player', false],
    ['encodings', 'accept-encoding', 'gzip, deflate, br;q=1.0', true],
    ['the page before', 'referer', 'https://hot.browser.intl.miui.com/feed?lang=en_GB&region=SG', true],
    ['bytes under percent signs as the page before', 'referer', 'https://hot.browser.intl.miui.com/%9F%02%E7', false],
    ['an agent', 'user-agent', 'Dalvik/2.1.0 (Linux; U; Android 9; Redmi Note 8 MIUI/V11.0.8.0.PCOMIXM)', true],
    ['a time in the agent', 'user-agent', 'Dalvik/2.1.0 1605970000000', false],
    ['a cookie', 'cookie', 'a=b', false],
  ] as const) {
    it(`${expected ? 'explains' : 'does not explain'} a request that brings ${what}`, () => {
      const register = parseRegister(JSON.stringify([ENTRY]), 'test.json');

      assert.equal(findEntry(register, aFlow({ url: URL_OF_IT, headers: [[name, value]] }), BY) !== undefined, expected);
    });
  }

  for (const [what, text, message] of [
    ['is not JSON', '{', /is not JSON/],
    ['covers everything', JSON.stringify([{ ...ENTRY, destination: { host: '*' } }]), /entry 0\.destination\.host = "\*": must be a host/],
    ['covers a top-level domain', JSON.stringify([{ ...ENTRY, destination: { host: '*.com' } }]), /must be a host|covers every site/],
    ['covers a public suffix', JSON.stringify([{ ...ENTRY, destination: { host: '*.co.uk' } }]), /covers every site under a public suffix/],
    ['has a wildcard inside', JSON.stringify([{ ...ENTRY, destination: { host: 'a.*.com' } }]), /must be a host/],
    ['lacks a reason', JSON.stringify([{ ...ENTRY, reason: undefined }]), /entry 0\.reason = missing/],
    ['has an unknown field', JSON.stringify([{ ...ENTRY, alow: true }]), /entry 0 = /],
    ['has two entries of one id', JSON.stringify([ENTRY, ENTRY]), /entry 1\.id = "system\.check": "system\.check" stands in an entry above/],
    ['has a date that is none', JSON.stringify([{ ...ENTRY, lastReviewed: 'yesterday' }]), /entry 0\.lastReviewed = "yesterday"/],
  ] as const) {
    it(`is refused when it ${what}, naming entry, field and value`, () => {
      assert.throws(() => parseRegister(text, 'test.json'), (error) => error instanceof EarshotError && error.code === 'BAD_INPUT' && message.test(error.message));
    });
  }
});
