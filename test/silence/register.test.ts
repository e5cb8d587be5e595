import assert from 'node:assert/strict';
import { EarshotError } from '../../src/flow/errors.ts';
import { findEntry, loadRegister, lookUp, parseRegister } from '../../src/silence/register.ts';
import { loadReviewedRegister } from '../../src/silence/register-file.ts';
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
const BY = { owner: 'unknown', ownerIsProven: false, onDay: '2026-11-21' };
const URL_OF_IT = 'http://check.example.com/generate_204';

describe('the register of expected traffic', () => {
  it('that ships can be read, and each entry has its reason', () => {
    assert.ok(loadReviewedRegister().every(({ reason, owner, lastReviewed }) => reason.length > 20 && owner !== '' && lastReviewed <= '2026-11-21'));
  });

  it('that ships can be read by a run of an earlier format\'s reader just as well', () => {
    assert.deepEqual(loadRegister(), loadReviewedRegister());
  });

  it('of before entries said to what they apply counts everywhere, without a plain destination naming its kind, and is overdue only by its own expiry', () => {
    const register = parseRegister(JSON.stringify([{ ...ENTRY, id: 'check', lastReviewed: '2020-01-01' }]), 'test.json');

    assert.equal(findEntry(register, aFlow({ url: URL_OF_IT }), { ...BY, allows: [] })?.id, 'check');
  });

  for (const [what, change, by, state] of [
    ['counts where it is named', {}, { allows: ['system.check'] }, 'allowed'],
    ['does not count where it is not named', {}, { allows: ['system.check.other'] }, 'not allowed'],
    ['counts in records of before specs named entries', {}, {}, 'allowed'],
    ['is overdue from the day it expires', { expires: '2026-11-21' }, { allows: ['system.check'] }, 'overdue'],
    ['is overdue the day after its review was due', { lastReviewed: '2026-10-21', reviewEveryDays: 30 }, { allows: ['system.check'] }, 'overdue'],
    ['is good on the day its review is due', { lastReviewed: '2026-10-22', reviewEveryDays: 30 }, { allows: ['system.check'] }, 'allowed'],
    ['is merely not allowed where it is overdue and not named', { expires: '2026-11-21' }, { allows: [] }, 'not allowed'],
  ] as const) {
    it(`has entries by id: one ${what}`, () => {
      const register = parseRegister(JSON.stringify([{ ...ENTRY, appliesTo: 'by id', ...change }]), 'test.json');

      assert.equal(lookUp(register, aFlow({ url: URL_OF_IT }), { ...BY, ...by })?.state, state);
    });
  }

  it('explains by an entry that is good where another about the same is overdue', () => {
    const register = parseRegister(JSON.stringify([{ ...ENTRY, expires: '2026-11-21' }, { ...ENTRY, id: 'system.check.other' }]), 'test.json');

    assert.equal(findEntry(register, aFlow({ url: URL_OF_IT }), BY)?.id, 'system.check.other');
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
    ['one of the whole paths it names', { ...ENTRY, destination: { host: 'check.example.com', paths: ['/generate_204'] } }, URL_OF_IT, BY, true],
    ['what lies below a whole path', { ...ENTRY, destination: { host: 'check.example.com', paths: ['/generate_204'] } }, `${URL_OF_IT}/a`, BY, false],
    ['a token behind the part of a path it names', ENTRY, `${URL_OF_IT}/9f02a7e788c1`, BY, false],
    ['many words behind the part of a path it names', ENTRY, `${URL_OF_IT}/${'ab/'.repeat(20)}`, BY, false],
    ['a parameter that comes twice', { ...ENTRY, destination: { host: 'check.example.com', query: { n: '[a-z]' } } }, `${URL_OF_IT}?n=a&n=b`, BY, false],
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

  it('explains no other agent where an entry says which', () => {
    const register = parseRegister(JSON.stringify([{ ...ENTRY, destination: { ...ENTRY.destination, agent: 'Check/[12]' } }]), 'test.json');

    assert.deepEqual(['Check/1', 'Check/3', 'Check/1 '].map((agent) => findEntry(register, aFlow({ url: URL_OF_IT, headers: [['User-Agent', agent]] }), BY) !== undefined), [true, false, false]);
  });

  for (const [what, text, message] of [
    ['is not JSON', '{', /is not JSON: line 1, column 2: found the end of the line/],
    ['covers everything', JSON.stringify([{ ...ENTRY, destination: { host: '*' } }]), /entry 0 \(id "system\.check"\), field "destination\.host": found "\*", expected a host/],
    ['covers a top-level domain', JSON.stringify([{ ...ENTRY, destination: { host: '*.com' } }]), /expected a host, or|covers every site/],
    ['covers a public suffix', JSON.stringify([{ ...ENTRY, destination: { host: '*.co.uk' } }]), /covers every site under a public suffix/],
    ['has a wildcard inside', JSON.stringify([{ ...ENTRY, destination: { host: 'a.*.com' } }]), /expected a host, or/],
    ['lacks a reason', JSON.stringify([{ ...ENTRY, reason: undefined }]), /field "reason": found nothing, expected string/],
    ['has an unknown field', JSON.stringify([{ ...ENTRY, alow: true }]), /entry 0 \(id "system\.check"\): found "alow", expected the fields in expected-traffic\.schema\.json/],
    ['has two entries of one id', JSON.stringify([ENTRY, ENTRY]), /entry 1 \(id "system\.check"\), field "id": found "system\.check", expected an id of its own: entry 0 has this one/],
    ['has a date that is none', JSON.stringify([{ ...ENTRY, lastReviewed: 'yesterday' }]), /field "lastReviewed": found "yesterday", expected a date/],
  ] as const) {
    it(`is refused when it ${what}, naming entry, field and value`, () => {
      assert.throws(() => parseRegister(text, 'test.json'), (error) => error instanceof EarshotError && error.code === 'BAD_INPUT' && message.test(error.message));
    });
  }
});
