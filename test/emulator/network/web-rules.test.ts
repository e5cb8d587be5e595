import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseProxy, proxyFor } from '../../../emulator/phone/network/proxy-setting.ts';
import { qtaguidRows, UsageCounters } from '../../../emulator/phone/network/usage.ts';
import { readDocument } from '../../../emulator/phone/network/web/html.ts';
import { refererFor } from '../../../emulator/phone/network/web/referrer.ts';
import { createSettings } from '../../../emulator/phone/system/settings.ts';

describe('the referrer of a request', () => {
  const PAGE = 'https://a.test/path?q=1#part';

  for (const [policy, same, other, downgrade] of [
    [undefined, 'https://a.test/path?q=1', 'https://a.test/path?q=1', undefined],
    ['no-referrer', undefined, undefined, undefined],
    ['origin', 'https://a.test/', 'https://a.test/', 'https://a.test/'],
    ['unsafe-url', 'https://a.test/path?q=1', 'https://a.test/path?q=1', 'https://a.test/path?q=1'],
    ['same-origin', 'https://a.test/path?q=1', undefined, undefined],
    ['strict-origin', 'https://a.test/', 'https://a.test/', undefined],
    ['origin-when-cross-origin', 'https://a.test/path?q=1', 'https://a.test/', 'https://a.test/'],
    ['strict-origin-when-cross-origin', 'https://a.test/path?q=1', 'https://a.test/', undefined],
    ['no-referrer, origin, from-the-future', 'https://a.test/', 'https://a.test/', 'https://a.test/'],
  ] as const) {
    it(`follows the policy ${policy ?? 'of browsers in early 2020 when there is none'}`, () => {
      assert.deepEqual(
        ['https://a.test/x', 'https://b.test/x', 'http://b.test/x'].map((target) => refererFor(PAGE, target, policy)),
        [same, other, downgrade],
      );
    });
  }
});

describe('the proxy of the phone', () => {
  it('is what the setting says, or none', () => {
    assert.deepEqual(parseProxy('127.0.0.1:8899'), { host: '127.0.0.1', port: 8899 });
    for (const none of [undefined, '', ':0', 'null', 'localhost', 'a:0', 'a:99999', 'a b:1']) assert.equal(parseProxy(none), undefined, none);
  });

  it('is passed by for excepted hosts', () => {
    const settings = createSettings({ global: { http_proxy: 'localhost:1', global_http_proxy_exclusion_list: '*.local.test, exact.test' } });

    assert.equal(proxyFor('a.local.test', settings), undefined);
    assert.equal(proxyFor('exact.test', settings), undefined);
    assert.ok(proxyFor('inexact.test', settings));
  });
});

describe('reading a page', () => {
  it('finds parts by base, quotes and relations', () => {
    const document = readDocument(
      `<head><base href="/deep/"><link rel=preload href=no.css><link rel="shortcut icon" href='i.ico'>
       <!-- <img src="gone.png"> --><meta name="referrer" content="origin"></head>
       <body><h1>Head</h1>Say &quot;hi&#33;&quot;<img src=p.png><img src="data:image/png;base64,AA"><script src="//c.test/s.js"></script>
       <a href="mailto:a@b">mail</a> <a href="next">N<b>ex</b>t</a></body>`,
      'https://a.test/page',
    );

    assert.deepEqual(document, {
      title: '',
      text: 'Say "hi!"',
      links: [{ text: 'Next', url: 'https://a.test/deep/next' }],
      parts: ['https://a.test/deep/i.ico', 'https://a.test/deep/p.png', 'https://c.test/s.js'],
      referrerPolicy: 'origin',
    });
  });

  it('is not upset by rubbish', () => {
    const rubbish = fc.array(fc.oneof(fc.string(), fc.constantFrom('<a href=', '<img src="', '<title>', '&#99999999999;', '<base href=":">', '-->', '<script'))).map((parts) => parts.join(''));

    fc.assert(fc.property(rubbish, (html) => void readDocument(html, 'https://a.test/')));
  });
});

describe('the kernel’s counters', () => {
  it('count payload with its headers, by user and interface', () => {
    const counters = new UsageCounters();
    counters.add({ uid: 10_001, interfaceName: 'wlan0', protocol: 'tcp' }, { received: 3000, sent: 100 });
    counters.add({ uid: 10_001, interfaceName: 'wlan0', protocol: 'udp' }, { received: 48, sent: 48 });
    counters.add({ uid: 10_001, interfaceName: 'lo', protocol: 'tcp' }, { received: 0, sent: 10 });

    assert.deepEqual(qtaguidRows(counters.rows()), [
      '2 wlan0 0x0 10001 0 3232 4 228 2 3156 3 76 1 0 0 152 1 76 1 0 0',
      '3 lo 0x0 10001 0 0 0 62 1 0 0 0 0 0 0 62 1 0 0 0 0',
    ]);
  });
});
