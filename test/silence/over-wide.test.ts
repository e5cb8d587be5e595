import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { overWide } from '../../src/silence/over-wide.ts';
import { loadGivenRegister, loadReviewedRegister } from '../../src/silence/register-file.ts';
import { loadRegister, parseRegister } from '../../src/silence/register.ts';

const ENTRY = {
  id: 'news.list',
  appliesTo: 'by id',
  sender: ['com.mi.globalbrowser'],
  trigger: 'the start page is shown',
  data: 'language',
  destination: { kind: 'http', host: 'news.example.com', pathPrefix: '/list', method: 'GET' },
  reason: 'The start page lists news.',
  owner: 'browser',
  lastReviewed: '2026-11-21',
  reviewEveryDays: 365,
  expires: '2027-11-21',
};

const NTP = { kind: 'past-proxy', sentPacketBytes: [[76, 76]], receivedPacketBytes: [[76, 76]], packetsPerMinute: 4 };

function wide(destination: object, appliesTo = 'always'): string {
  return parseRegister(JSON.stringify([{ ...ENTRY, appliesTo, destination }]), 'test.json').flatMap((entry) => overWide(entry)).join('\n');
}

describe('an entry of the register', () => {
  it('that ships is no wider than what it is for', () => {
    assert.deepEqual(loadRegister().flatMap((entry) => overWide(entry)), []);
  });

  for (const [what, destination, expected] of [
    ['a host that collects', { host: 'sa.api.intl.miui.com', pathPrefix: '/sa' }, /entry "news\.list" covers sa\.api\.intl\.miui\.com .*never expected/],
    ['a host below one that collects', { host: 'eu.app-measurement.com', pathPrefix: '/a' }, /covers app-measurement\.com/],
    ['a region of a collector that nobody has listed', { host: 'tracking.mars.miui.com', pathPrefix: '/x' }, /never expected/],
    ['a wildcard above a collector', { host: '*.intl.miui.com', pathPrefix: '/feed', method: 'GET' }, /covers \S+\.intl\.miui\.com/],
    ['every host of a site', { host: '*.example.com', method: 'GET' }, /covers every host of example\.com at every path/],
    ['any body at any path', { host: 'news.example.com' }, /takes any body to any path of news\.example\.com/],
    ['a POST to any path', { host: 'news.example.com', pathPrefix: '/', method: 'POST' }, /takes any body/],
    ['a channel at any path', { kind: 'websocket', host: 'news.example.com' }, /opens a channel at any path/],
    ['tunnels to any host of a site', { kind: 'tunnel', host: '*.news.example.com' }, /any host below news\.example\.com/],
    ['anything as a value', { host: 'news.example.com', pathPrefix: '/list', query: { at: '.*' } }, /lets an address through as the value of "at"/],
    ['an Android ID as a value', { host: 'news.example.com', pathPrefix: '/list', query: { at: '[0-9a-f]{8,16}' } }, /lets an Android ID through/],
    ['an IMEI as a value', { host: 'news.example.com', pathPrefix: '/list', query: { at: '[0-9]+' } }, /lets an IMEI through/],
    ['a cookie', { host: 'news.example.com', pathPrefix: '/list', headers: ['cookie'] }, /the header "cookie"/],
    ['a letter past the recorder', { ...NTP, sentPacketBytes: [[1200, 1300]] }, /allows 5200 bytes a minute past the recorder/],
  ] as const) {
    it(`is too wide when it lets through ${what}`, () => {
      assert.match(wide(destination), expected);
    });
  }

  it('is too wide when it is about traffic past the recorder and not there always', () => {
    assert.match(wide(NTP, 'by id'), /applies by id; which action/);
  });

  for (const [what, destination] of [
    ['one path of one host', { host: 'news.example.com', pathPrefix: '/list' }],
    ['plain fetches from one host', { host: 'cdn.example.com', method: 'GET' }],
    ['one path of every host of a site', { host: '*.example.com', pathPrefix: '/generate_204', method: 'GET' }],
    ['a few values', { host: 'news.example.com', pathPrefix: '/list', query: { lang: '[A-Za-z_-]{2,8}' } }],
    ['an NTP query', NTP],
  ] as const) {
    it(`is not too wide when it lets through ${what}`, () => {
      assert.equal(wide(destination), '');
    });
  }
});

describe('a register that is too wide', () => {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-register-'));
  const file = join(folder, 'register.json');
  const WIDE = { ...ENTRY, destination: { kind: 'http', host: '*.example.com' } };
  after(() => rmSync(folder, { recursive: true }));

  it('begins no run, and judges nothing again', () => {
    writeFileSync(file, JSON.stringify([WIDE]));

    for (const load of [loadReviewedRegister, loadGivenRegister]) {
      assert.throws(() => load(file), /wider than what it is for:\n {2}entry "news\.list" covers every host of example\.com/);
    }
  });

  it('is taken as it stands where a run of before has kept it', () => {
    writeFileSync(file, JSON.stringify([{ ...WIDE, appliesTo: undefined, reviewEveryDays: undefined, expires: undefined }]));

    assert.equal(loadGivenRegister(file)[0]?.appliesTo, 'always');
    assert.throws(() => loadReviewedRegister(file), /field "appliesTo": found nothing, expected/);
  });
});
